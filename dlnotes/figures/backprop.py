"""Figures of chapter 08, backpropagation."""

import numpy as np

from dlnotes import backprop, deep
from dlnotes.live import (
    Axis,
    Challenge,
    Drawing,
    Panel,
    Readout,
    Slider,
    bars,
    figure,
    graph,
    heatmap,
    line,
    look_up,
    points,
    rules,
    segments,
    text,
)

BETAS = [np.array([0.1, -0.2, 0.3]), np.array([0.2, -0.5]), np.array([0.4])]
OMEGAS = [
    np.array([[1.0, -1.0], [0.5, 2.0], [-1.0, 1.0]]),
    np.array([[1.0, -0.5, 2.0], [-1.0, 1.0, 0.5]]),
    np.array([[1.5, -2.0]]),
]
WIDTHS = (2, 3, 2, 1)

# ----- forward, then backward -----

COLUMN = {1: (0.0,), 2: (0.65, -0.65), 3: (1.15, 0.0, -1.15)}  # heights of the units of a layer
NODES = [(k, y) for k, width in enumerate(WIDTHS) for y in COLUMN[width]] + [(4, 0.0)]  # the last one is the loss
FIRST = np.cumsum((0, *WIDTHS))  # the number of the first node of each layer
WIRES = [
    (int(FIRST[k] + j), int(FIRST[k + 1] + i)) for k in range(3) for i in range(WIDTHS[k + 1]) for j in range(WIDTHS[k])
]
NAMES = ("$x_1$", "$x_2$", *(f"$h_{{1{i}}}$" for i in "123"), "$h_{21}$", "$h_{22}$", "$f_2$", r"$\ell$")
STORY = (  # what happens at each step
    "the input",
    r"$\mathbf{f}_0=\beta_0+\Omega_0\mathbf{x}$",
    r"$\mathbf{h}_1=a[\mathbf{f}_0]$",
    r"$\mathbf{f}_1=\beta_1+\Omega_1\mathbf{h}_1$",
    r"$\mathbf{h}_2=a[\mathbf{f}_1]$",
    r"$f_2=\beta_2+\Omega_2\mathbf{h}_2$",
    r"$\ell=(f_2-y)^2$",
    r"$\partial\ell/\partial f_2=2(f_2-y)$",
    r"$\partial\ell/\partial\Omega_2=\partial\ell/\partial f_2\;\mathbf{h}_2^\top$",
    r"$\partial\ell/\partial\mathbf{f}_1=[\mathbf{f}_1>0]\odot\Omega_2^\top\,\partial\ell/\partial f_2$",
    r"$\partial\ell/\partial\Omega_1=\partial\ell/\partial\mathbf{f}_1\;\mathbf{h}_1^\top$",
    r"$\partial\ell/\partial\mathbf{f}_0=[\mathbf{f}_0>0]\odot\Omega_1^\top\,\partial\ell/\partial\mathbf{f}_1$",
    r"$\partial\ell/\partial\Omega_0=\partial\ell/\partial\mathbf{f}_0\;\mathbf{x}^\top$",
)
# the steps at which the second panel shows the matrix of layer 0, 1, 2
FORWARD, OUTER, BACK = ((0, 2), (3, 4), (5, 7)), ((12, 12), (10, 10), (8, 8)), (None, (11, 11), (9, 9))
TOP, NAME_X, NAME_Y = 0.9, -0.62, 1.35  # where the second panel writes what stands above and beside the matrix


def during(t, span):
    return (t >= span[0]) & (t <= span[1])


def number_row(x, y, values, visible, role):
    x, y = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
    return text(x, y, "{:.2f}", values, anchor="middle", visible=visible, role=role)


def matrix_at_work(visible, matrix, name, above, beside):
    """A matrix with a row of numbers above it and a column beside it; above, beside: (numbers, name, role)."""
    rows, columns = np.shape(matrix)
    y, x = (np.ravel(each) for each in np.mgrid[0:rows, 0:columns])
    colors = {"range": (-12, 12), "colors": "diverging"}
    words = [(NAME_X, 0.0, name, "ink", "end"), (NAME_X, TOP, above[1], above[2], "end")]
    words += [(columns + 0.1, NAME_Y, beside[1], beside[2], "middle")]
    return [
        heatmap(matrix, (-0.5, columns - 0.5), (0.5, 0.5 - rows), visible=visible, **colors),
        number_row(x, -y, np.ravel(matrix), visible, "ink"),
        number_row(np.arange(columns), TOP, above[0], visible, above[2]),
        number_row(columns + 0.1, -np.arange(rows), beside[0], visible, beside[2]),
        *[
            text(np.array([float(x)]), np.array([y]), [word], role=role, anchor=anchor, visible=visible)
            for x, y, word, role, anchor in words
        ],
    ]


def every_matrix(t, omegas, fs, hs, d_fs, d_omegas):
    """The matrix of each layer going forward, taking the derivative back, and as the outer product of two vectors."""
    marks = []
    for k in range(3):
        h, f = (hs[k], rf"$\mathbf{{h}}_{k}$" if k else r"$\mathbf{x}$", "data"), (fs[k], rf"$\mathbf{{f}}_{k}$", "model")
        d_f = (d_fs[k], rf"$\partial\ell/\partial\mathbf{{f}}_{k}$", "gradient")
        omega = rf"$\Omega_{k}$"
        marks += matrix_at_work(during(t, FORWARD[k]), omegas[k], omega, h, f)
        marks += matrix_at_work(during(t, OUTER[k]), d_omegas[k], rf"$\partial\ell/\partial\Omega_{k}$", h, d_f)
        if k > 0:
            before = (d_fs[k - 1], rf"$\partial\ell/\partial\mathbf{{f}}_{k - 1}$", "gradient")
            marks += matrix_at_work(during(t, BACK[k]), omegas[k], omega, before, d_f)
    return marks


def wired(t, omegas, fs, hs, d_fs, loss):
    """The network as a graph whose values appear on the way forward, and whose derivatives on the way back."""
    x, y = np.array([node[0] for node in NODES], float), np.array([node[1] for node in NODES])
    on = [np.ones(2), *[np.where(t >= 2 * k, 1.0 * (fs[k - 1] > 0), 1.0) for k in (1, 2)], np.ones(2)]
    weights = np.concatenate([*[np.reshape(omega, -1) for omega in omegas], np.array([0.3])])
    marks = []
    for k in range(3):  # the wires in use
        ends = np.array([(*NODES[i], *NODES[j]) for i, j in WIRES if FIRST[k] <= i < FIRST[k + 1]], float).T
        halo = {"width": 9, "opacity": 0.22}
        marks.append(segments(*ends, role="data", visible=(t == 2 * k + 1), **halo))
        back = (t == 12 - 2 * k) | (t == 13 - 2 * k) & (k > 0)
        marks.append(segments(*ends, role="gradient", visible=back, **halo))
    marks.append(graph(x, y, [*WIRES, (7, 8)], weight=weights, active=np.concatenate(on), labels=list(NAMES)))
    chosen = NODES[3], NODES[5]
    marks.append(
        segments(*(np.array([end]) for node in chosen for end in node), role="highlight", width=1.5, dash="2 5")
    )
    above, below = {"anchor": "middle", "dy": -29}, {"anchor": "middle", "dy": 29, "role": "gradient"}
    for k in range(4):
        here = slice(FIRST[k], FIRST[k + 1])
        shown = {"visible": t >= 2 * k, "role": "data" if k < 3 else "model"} | above
        value = hs[k] if k < 3 else fs[2]
        marks.append(text(x[here], y[here], "{:.2f}", value, **(shown | ({"visible": t >= 5} if k == 3 else {}))))
        if k in (1, 2):
            pending = t == 2 * k - 1
            marks.append(text(x[here], y[here], "$f$ {:.2f}", fs[k - 1], visible=pending, role="model", **above))
        if k > 0:
            marks.append(text(x[here], y[here], r"$\partial$ {:.2f}", d_fs[k - 1], visible=t >= 13 - 2 * k, **below))
    marks.append(text(x[8:], y[8:], "{:.2f}", loss, visible=t >= 6, role="loss", **above))
    for step, words in enumerate(STORY):
        marks.append(text(np.array([2.0]), np.array([-1.9]), [words], anchor="middle", visible=t == step))
    return marks


@figure(
    title="Forward, then backward",
    controls=[
        Slider("t", "$t$", label="step", low=0, high=12, step=1, start=9, integer=True, role="highlight"),
        Slider("x1", "$x_1$", low=-2, high=2, step=0.05, start=1, role="data"),
        Slider("x2", "$x_2$", low=-2, high=2, step=0.05, start=0.5, role="data"),
        Slider("y", "$y$", label="target", low=-3, high=3, step=0.1, start=1, role="loss"),
        Slider(
            "weight", r"$[\Omega_1]_{12}$", label="dashed weight", low=-3, high=3, step=0.05, start=-0.5, role="highlight"
        ),
    ],
    caption=r"Walk with $t$: values appear from left to right, then derivatives from right to left, and beside the "
    r"network stands the matrix that is at work. A unit that is off turns grey. Go to $t=12$ and drag the input: "
    r"which two numbers is the derivative of a weight made of, and what do the grey units do to it?",
    scenes={
        "The input": {"t": 0},
        "Forward, first layer": {"t": 1},
        "The loss": {"t": 6},
        "Where the way back starts": {"t": 7},
        "An outer product": {"t": 10},
        "Through the matrix and the mask": {"t": 11},
        "All derivatives": {"t": 12},
        "Another example": {"t": 12, "x1": 0.2, "x2": 1},
    },
    description="Step {t:d} of 12. The input ({x1:.2f}, {x2:.2f}) gives the output {output:.3f} and, with target "
    "{y:.1f}, the loss {loss:.3f}. The derivative of the loss by the dashed weight {weight:.2f} is {slope:.3f}; the "
    "largest derivative of a weight of layer 0 is {first:.3f} in size.",
)
def forward_backward(t, x1, x2, y, weight):
    chosen = np.stack([OMEGAS[1][0, 0] + np.zeros(()), weight, OMEGAS[1][0, 2] + np.zeros(())])
    omegas = [OMEGAS[0], np.stack([chosen, OMEGAS[1][1] + 0 * weight]), OMEGAS[2]]
    target = np.reshape(y, 1)
    fs, hs = backprop.forward(np.stack([x1, x2]), BETAS, omegas)
    loss = backprop.squares(target, fs[2])
    _, d_omegas, d_fs = backprop.backward(backprop.squares_grad(target, fs[2]), fs, hs, omegas)
    first = np.max(np.abs(d_omegas[0]))
    hidden = {"show": False}
    return Drawing(
        panels=[
            Panel(
                wired(t, omegas, fs, hs, d_fs, loss),
                x=Axis(None, -0.45, 4.35, **hidden),
                y=Axis(None, -2.1, 1.75, **hidden),
                aspect=0.78,
                span=1.5,
                title="The network",
            ),
            Panel(
                every_matrix(t, omegas, fs, hs, d_fs, d_omegas),
                x=Axis(None, -1.7, 3.8, **hidden),
                y=Axis(None, -2.7, 1.8, **hidden),
                aspect=0.85,
                title="The matrix at work",
            ),
        ],
        readouts=[
            Readout(r"$\ell$", loss, ".3f", role="loss", name="loss"),
            Readout("$f_2$", fs[2][0], ".3f", role="model", name="output"),
            Readout(r"$\partial\ell/\partial[\Omega_1]_{12}$", d_omegas[1][0, 1], ".3f", role="gradient", name="slope"),
            Readout(r"largest $|\partial\ell/\partial[\Omega_0]_{ij}|$", first, ".3f", role="gradient", name="first"),
        ],
        challenge=Challenge(
            "Find an input, and if you need it another dashed weight, for which no weight of layer 0 learns although "
            "the loss is above 0.1.",
            (first < 1e-9) & (loss > 0.1) & (np.abs(x1) + np.abs(x2) > 0),
            answer={"x1": 0.5, "x2": 0.2, "weight": -3},
        ),
    )
