"""Figures of chapter 08, backpropagation."""

from itertools import pairwise

import numpy as np

from dlnotes import backprop, data, deep
from dlnotes.live import (
    Axis,
    Challenge,
    Choice,
    Cloud,
    Drawing,
    Panel,
    Readout,
    Slider,
    State,
    Toggle,
    bars,
    figure,
    graph,
    handle,
    heatmap,
    line,
    look_up,
    placing,
    points,
    polygons,
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


def small_steps(numbers, steps=32):
    """Numbers in multiples of 1/steps, as whole numbers that take one byte each in the page."""
    return np.clip(np.rint(steps * numbers), -127, 127).astype(np.int8)


# ----- forward, then backward -----

COLUMN = {1: (0.0,), 2: (0.7, -0.7), 3: (1.35, 0.0, -1.35)}  # heights of the units of a layer
NODES = [(k, y) for k, width in enumerate(WIDTHS) for y in COLUMN[width]] + [(4, 0.0)]  # the last one is the loss
FIRST = np.cumsum((0, *WIDTHS))  # the number of the first node of each layer
WIRES = [
    (int(FIRST[k] + j), int(FIRST[k + 1] + i)) for k in range(3) for i in range(WIDTHS[k + 1]) for j in range(WIDTHS[k])
]
NAMES = ("$x_1$", "$x_2$", *(f"$h_{{1{i}}}$" for i in "123"), "$h_{21}$", "$h_{22}$", "$f_2$", r"$\ell$")
X, F = r"$\mathbf{x}$", (r"$\mathbf{f}_0$", r"$\mathbf{f}_1$", "$f_2$")  # few formulas, used again and again
H, OMEGA = (X, r"$\mathbf{h}_1$", r"$\mathbf{h}_2$"), (r"$\Omega_0$", r"$\Omega_1$", r"$\Omega_2$")
D_F = (r"$\partial\ell/\partial\mathbf{f}_0$", r"$\partial\ell/\partial\mathbf{f}_1$", r"$\partial\ell/\partial f_2$")
D_OMEGA = tuple(rf"$\partial\ell/\partial\Omega_{k}$" for k in "012")
STORY = (  # what happens at each step
    f"the input {X}",
    rf"{F[0]} = $\beta_0$ + {OMEGA[0]} {X}",
    f"{H[1]} = a[{F[0]}]",
    rf"{F[1]} = $\beta_1$ + {OMEGA[1]} {H[1]}",
    f"{H[2]} = a[{F[1]}]",
    rf"{F[2]} = $\beta_2$ + {OMEGA[2]} {H[2]}",
    rf"$\ell$ = ({F[2]} − $y$)²",
    f"{D_F[2]} = 2 ({F[2]} − $y$)",
    f"{D_OMEGA[2]} = {D_F[2]} {H[2]}ᵀ",
    f"{D_F[1]} = [{F[1]} > 0] ⊙ {OMEGA[2]}ᵀ {D_F[2]}",
    f"{D_OMEGA[1]} = {D_F[1]} {H[1]}ᵀ",
    f"{D_F[0]} = [{F[0]} > 0] ⊙ {OMEGA[1]}ᵀ {D_F[1]}",
    f"{D_OMEGA[0]} = {D_F[0]} {X}ᵀ",
)
# the steps at which the second panel shows the matrix of layer 0, 1, 2
FORWARD, OUTER, BACK = ((0, 2), (3, 4), (5, 7)), ((12, 12), (10, 10), (8, 8)), (None, (11, 11), (9, 9))
TOP, NAME_X, NAME_Y = 0.9, -0.62, 1.35  # where the second panel writes what stands above and beside the matrix


def during(t, span):
    return (t >= span[0]) & (t <= span[1])


def number_row(x, y, values, visible, role):
    x, y = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
    return text(x, y, "{:.2f}", values, anchor="middle", visible=visible, role=role)


def matrix_at_work(visible, matrix, name, above, beside, limit=6):
    """A matrix with a row of numbers above it and a column beside it; above, beside: (numbers, name, role)."""
    rows, columns = np.shape(matrix)
    y, x = (np.ravel(each) for each in np.mgrid[0:rows, 0:columns])
    colors = {"range": (-limit, limit), "colors": "diverging"}
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
        h, f, d_f = (hs[k], H[k], "data"), (fs[k], F[k], "model"), (d_fs[k], D_F[k], "gradient")
        marks += matrix_at_work(during(t, FORWARD[k]), omegas[k], OMEGA[k], h, f)
        marks += matrix_at_work(during(t, OUTER[k]), d_omegas[k], D_OMEGA[k], h, d_f, limit=25)
        if k > 0:
            before = d_fs[k - 1], D_F[k - 1], "gradient"
            marks += matrix_at_work(during(t, BACK[k]), omegas[k], OMEGA[k], before, d_f)
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
    (x1, y1), (x2, y2) = NODES[3], NODES[5]
    middle = [np.array([a + share * (b - a)]) for share in (0.3, 0.7) for a, b in ((x1, x2), (y1, y2))]
    marks.append(segments(*middle, role="highlight", width=4, dash="2 6"))
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
        marks.append(text(np.array([2.0]), np.array([-2.2]), [words], anchor="middle", visible=t == step))
    return marks


@figure(
    title="Forward, then backward",
    controls=[
        Slider("t", "$t$", label="step", low=0, high=12, step=1, start=9, integer=True, role="highlight"),
        Slider("x1", "$x_1$", label="input", low=-2, high=2, step=0.05, start=1, role="data"),
        Slider("x2", "$x_2$", label="input", low=-2, high=2, step=0.05, start=0.5, role="data"),
        Slider("y", "$y$", label="target", low=-3, high=3, step=0.1, start=1, role="loss"),
        Slider(
            "weight",
            r"$[\Omega_1]_{12}$",
            label="dashed weight",
            low=-3,
            high=3,
            step=0.05,
            start=-0.5,
            role="highlight",
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
                y=Axis(None, -2.4, 1.9, **hidden),
                aspect=0.86,
                span=1.2,
                title="The network",
            ),
            Panel(
                every_matrix(t, omegas, fs, hs, d_fs, d_omegas),
                x=Axis(None, -1.7, 3.8, **hidden),
                y=Axis(None, -2.6, 1.75, **hidden),
                aspect=0.8,
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


# ----- is it really the slope? -----

PARAMETERS = [  # in the order of `backprop.pack`
    *[f"β₀[{i}]" for i in (1, 2, 3)],
    *[f"Ω₀[{i},{j}]" for i in (1, 2, 3) for j in (1, 2)],
    *[f"β₁[{i}]" for i in (1, 2)],
    *[f"Ω₁[{i},{j}]" for i in (1, 2) for j in (1, 2, 3)],
    "β₂",
    *[f"Ω₂[1,{j}]" for j in (1, 2)],
]
THETA = backprop.pack(BETAS, OMEGAS)
EXAMPLE = np.array([1.0, 0.5]), np.array([1.0])
STEPS = 10.0 ** (np.arange(-48, 1) / 4)
AROUND = np.linspace(-2, 2, 161)
LEAST = 1e-16  # where the logarithmic axis of errors begins


def stack_of_losses(stack):
    """Pre-activations and losses of the example, for every network of a stack (n, 20)."""
    x = np.broadcast_to(EXAMPLE[0], (np.shape(stack)[0], 2))
    fs, _ = backprop.forward(x, *backprop.unpack(stack, WIDTHS))
    return fs, backprop.squares(EXAMPLE[1], fs[-1])


def exact_slopes():
    d_betas, d_omegas = backprop.gradients(*EXAMPLE, BETAS, OMEGAS)
    return backprop.pack(d_betas, d_omegas)


EXACT, (_, LOSS_HERE) = exact_slopes(), stack_of_losses(THETA[None])


def straight(x, slope, shown, **style):
    """The straight line through the present weight (at 0) and loss, as far as it is wanted."""
    ends = np.stack([-shown, shown])
    return line(x + ends, LOSS_HERE[0] + slope * ends, **style)


@figure(
    title="Is it really the slope?",
    controls=[
        Choice("which", label="parameter", options=PARAMETERS, start="Ω₀[1,1]", structural=False, role="model"),
        Slider("exponent", r"$\log_{10}h$", label="step", low=-12, high=0, step=0.25, start=-0.5, role="highlight"),
    ],
    caption=r"Left, the loss of one example while a single parameter moves: the line through its present value has the "
    r"slope from backpropagation, the dashed one is a central difference, through the loss at $\pm h$. Rings mark "
    r"where a unit switches. Right, how far differences of every step are from backpropagation. Why does a smaller "
    r"step not always help, and what do the rings do to a large one?",
    scenes={
        "A large step": {"which": "Ω₀[1,1]", "exponent": -0.5},
        "A small step": {"which": "Ω₀[1,1]", "exponent": -4},
        "Too small a step": {"which": "Ω₀[1,1]", "exponent": -11},
        "Across a kink": {"which": "β₁[1]", "exponent": -0.25},
        "A unit that is off": {"which": "Ω₀[3,2]", "exponent": -1},
    },
    description="Backpropagation says {exact:.5f}; a central difference with step {step:.2e} says {central:.5f} and is "
    "wrong by {error:.2e}, a forward difference is wrong by {forward:.2e}.",
)
def really_the_slope(which, exponent):
    here = np.rint(4 * exponent).astype(int) + 48
    chosen = 1.0 * (np.arange(len(THETA)) == which)
    weight, exact = look_up(THETA, which), look_up(EXACT, which)
    fs, curve = stack_of_losses(THETA + np.expand_dims(AROUND, 1) * chosen)
    right, left = (stack_of_losses(THETA + sign * np.expand_dims(STEPS, 1) * chosen)[1] for sign in (1.0, -1.0))
    central, forward = (right - left) / (2 * STEPS), (right - LOSS_HERE) / STEPS
    errors = [np.maximum(np.abs(each - exact), LEAST) for each in (central, forward)]
    at = [np.reshape(np.take(each, here, mode="clip"), 1) for each in (*errors, central, right, left)]
    step = np.reshape(look_up(STEPS, here), 1)
    on = np.concatenate([1.0 * (fs[0] > 0), 1.0 * (fs[1] > 0)], axis=1)
    switches = np.any(on[1:] != on[:-1], axis=1)
    top = np.maximum(2, 1.1 * np.max(curve))
    ends = np.concatenate([weight - step, weight + step])
    loss = [
        line(weight + AROUND, curve, role="loss", width=2.5),
        points(
            weight + AROUND[1:] - 0.0125, (curve[1:] + curve[:-1]) / 2, size=4.5 * switches, role="ink", shape="ring"
        ),
        straight(weight, exact, np.array(0.8), role="gradient", width=2.5, label="backpropagation"),
        line(ends, np.concatenate([at[4], at[3]]), role="highlight", width=2, dash="6 4", label="central difference"),
        points(ends, np.concatenate([at[4], at[3]]), role="highlight", size=4),
        points(np.reshape(weight, 1), LOSS_HERE, role="model", size=6),
    ]
    wrong = [
        line(STEPS, errors[1], role="muted", width=2, label="forward"),
        line(STEPS, errors[0], role="highlight", width=2.5, label="central"),
        points(step, at[1], role="muted", size=5),
        points(step, at[0], role="highlight", size=6),
    ]
    return Drawing(
        panels=[
            Panel(
                loss,
                x=Axis("the parameter", weight - 2, weight + 2, ticks=5),
                y=Axis(r"$\ell$", -0.03 * top, top),
                aspect=0.8,
            ),
            Panel(
                wrong,
                x=Axis("$h$", 1e-12, 1, scale="log", ticks=[1e-12, 1e-9, 1e-6, 1e-3, 1]),
                y=Axis("error", LEAST, 1e2, scale="log", ticks=[1e-16, 1e-12, 1e-8, 1e-4, 1]),
                aspect=0.8,
            ),
        ],
        readouts=[
            Readout("backpropagation", exact, ".5f", role="gradient", name="exact"),
            Readout("central difference", at[2][0], ".5f", role="highlight", name="central"),
            Readout("$h$", step[0], ".2e", name="step"),
            Readout("error", at[0][0], ".1e", role="highlight", name="error"),
            Readout("error, forward", at[1][0], ".1e", role="muted", name="forward"),
        ],
        challenge=Challenge(
            r"Find a parameter and a step of at most 0.2 with which the central difference is wrong by more than 0.5.",
            (at[0][0] > 0.5) & (step[0] <= 0.2),
            answer={"which": "Ω₁[1,2]", "exponent": -0.75},
        ),
    )


# ----- the ripple meter -----

DEEPEST, BREADTH, DRAWS = 10, 16, 4
NOISE = small_steps(np.random.default_rng(5).normal(size=(DRAWS, DEEPEST, BREADTH, BREADTH)))
SIGNAL = np.where(np.random.default_rng(6).uniform(size=(DRAWS, BREADTH)) < 0.5, -1.0, 1.0)  # mean square 1
RIPPLE_LOW, RIPPLE_HIGH = 1e-6, 1e2


def norm(vector):
    return np.sqrt(np.sum(vector**2))


def on_scale(numbers):
    """Numbers above 0, kept on the logarithmic axis."""
    return np.clip(np.stack(numbers), RIPPLE_LOW, RIPPLE_HIGH)


@figure(
    title="Ripple meter",
    controls=[
        Slider(
            "epsilon",
            r"$\epsilon$",
            label="change of one weight",
            low=-3,
            high=3,
            step=0.02,
            start=-2.4,
            role="highlight",
        ),
        Slider(
            "K",
            "$K$",
            label="hidden layers",
            low=2,
            high=DEEPEST,
            step=1,
            start=8,
            integer=True,
            structural=True,
            role="model",
        ),
        Slider(
            "gain",
            "$c$",
            label="variance of the weights times 16",
            low=0.5,
            high=3,
            step=0.05,
            start=1.2,
            role="positive",
        ),
        Slider("seed", label="other weights", low=0, high=DRAWS - 1, step=1, start=0, integer=True),
    ],
    caption=r"Every layer has 16 ReLU units, and weights of variance $c/16$. One weight of the first layer changes by "
    r"$\epsilon$: the bars show how far each layer moves, the rings what the first-order rule predicts. To the right, "
    r"the size of the signal on the way forward and of the derivative on the way back. Which $c$ keeps both level? "
    r"Shrink $\epsilon$: when do rings and bars agree?",
    scenes={
        "Level": {"gain": 2, "epsilon": 0.3},
        "Vanishing": {"gain": 0.6, "K": 10, "epsilon": 0.3},
        "Exploding": {"gain": 3, "K": 10, "epsilon": 0.3},
        "A large change": {"gain": 2, "epsilon": -3},
        "A tiny change": {"gain": 2, "epsilon": 0.02},
        "Other weights": {"gain": 2, "seed": 2, "epsilon": 0.3},
    },
    description="{K:d} hidden layers with weights of variance {gain:.2f}/16. From the first hidden layer to the last "
    "the signal is multiplied by {forward:.2e}, the derivative on its way back by {backward:.2e}. The change of "
    "{epsilon:.2f} in one weight moves the last hidden layer by {moved:.2e}; the first order says {predicted:.2e}.",
)
def ripple_meter(epsilon, K, gain, seed):
    drawn = look_up(NOISE, seed) / 32 * np.sqrt(gain / BREADTH)
    omegas = [drawn[k] for k in range(K)] + [drawn[DEEPEST - 1][:1] if K < DEEPEST else drawn[0][:1]]
    betas = [np.zeros(BREADTH)] * K + [np.zeros(1)]
    x = look_up(SIGNAL, seed)
    fs, hs = backprop.forward(x, betas, omegas)
    unit = np.argmax(fs[0])  # one that is on
    wiggle = np.expand_dims(1.0 * (np.arange(BREADTH) == unit), 1) * np.eye(1, BREADTH)  # (16, 16), one weight
    _, moved = backprop.forward(x, betas, [omegas[0] + epsilon * wiggle, *omegas[1:]])
    change = epsilon * (wiggle @ x)  # of f_0
    _, predicted = backprop.push_forward(change, fs, hs, omegas)
    _, _, d_fs = backprop.backward(np.ones(1), fs, hs, omegas)
    ripple = on_scale([norm(after - before) for after, before in zip(moved[1:], hs[1:], strict=True)])
    first_order = on_scale([norm(each) for each in predicted])
    forward = on_scale([norm(h) / 4 for h in hs[1:]])  # root of the mean square
    backward = on_scale([norm(d_f) / 4 for d_f in d_fs[:K]])
    layer = np.arange(1, K + 1)
    across = Axis("hidden layer", 0.4, K + 0.6, ticks=list(range(1, K + 1)))
    size = {"scale": "log", "ticks": [1e-6, 1e-4, 1e-2, 1, 1e2]}
    return Drawing(
        panels=[
            Panel(
                [
                    bars(layer, ripple, base=RIPPLE_LOW, role="highlight", opacity=0.75, thickness=0.6, label="moved"),
                    points(layer, first_order, role="ink", shape="ring", size=6, label="first order"),
                ],
                x=across,
                y=Axis(r"$\Vert\Delta\mathbf{h}_k\Vert$", RIPPLE_LOW, RIPPLE_HIGH, **size),
                title="The ripple",
                aspect=0.8,
            ),
            Panel(
                [
                    line(layer, forward, role="data", width=2.5, label="signal, forward"),
                    points(layer, forward, role="data", size=4),
                    line(layer, backward, role="gradient", width=2.5, label="derivative, backward"),
                    points(layer, backward, role="gradient", size=4),
                ],
                x=across,
                y=Axis("root mean square", RIPPLE_LOW, RIPPLE_HIGH, **size),
                title="Signal and derivative",
                aspect=0.8,
            ),
        ],
        readouts=[
            Readout("signal, last / first layer", forward[-1] / forward[0], ".2e", role="data", name="forward"),
            Readout(
                "derivative, first / last layer", backward[0] / backward[-1], ".2e", role="gradient", name="backward"
            ),
            Readout("last layer moves by", ripple[-1], ".2e", role="highlight", name="moved"),
            Readout("first order", first_order[-1], ".2e", name="predicted"),
        ],
        challenge=Challenge(
            "With 10 layers, make the derivative in the first layer a thousand times smaller than in the last.",
            (K == 10) & (backward[0] < 1e-3 * backward[-1]),
            answer={"K": 10, "gain": 0.5},
        ),
    )


# ----- the cost race -----

POWERS, DEPTHS = np.arange(1, 11), np.arange(1, 11)


def cost_table(cost):
    """A cost for every number of hidden layers (rows) and every power of two of the width (columns), in one row."""
    return np.array([cost((int(2**p),) * (int(K) + 2)) for K in DEPTHS for p in POWERS], dtype=float)


FORWARD_COST = cost_table(backprop.mults_forward)
BACKPROP_COST = cost_table(lambda widths: backprop.mults_forward(widths) + backprop.mults_backward(widths))
DIFFERENCE_COST = cost_table(backprop.mults_differences)
COUNT = cost_table(deep.n_params_mlp)
KEPT = cost_table(lambda widths: sum(widths[:-1]))


@figure(
    title="Cost race",
    controls=[
        Slider("K", "$K$", label="hidden layers", low=1, high=10, step=1, start=3, integer=True, role="model"),
        Slider(
            "power",
            r"$\log_2D$",
            label="width of all layers",
            low=1,
            high=10,
            step=1,
            start=5,
            integer=True,
            role="model",
        ),
    ],
    caption="Multiplications for the whole gradient of one example, by central differences and by backpropagation; the "
    "axis counts in powers of ten. To the right, every size of the sliders: how much dearer differences are, against "
    "the number of parameters. Drag the point. What does the ratio depend on?",
    scenes={
        "Tiny": {"K": 1, "power": 1},
        "A small network": {"K": 3, "power": 5},
        "Deep and narrow": {"K": 10, "power": 2},
        "Wide": {"K": 2, "power": 10},
        "Everything": {"K": 10, "power": 10},
    },
    description="{K:d} hidden layers and {count:d} parameters: one forward pass takes {forward:d} multiplications, "
    "forward and backward together {backward:.2f} times as many, and central differences {ratio:.0f} times as many as "
    "those two.",
)
def cost_race(K, power):
    here = (K - 1) * len(POWERS) + power - 1
    tables = (FORWARD_COST, BACKPROP_COST, DIFFERENCE_COST, COUNT, KEPT)
    forward, both, differences, count, kept = (look_up(table, here) for table in tables)
    ratio = differences / both

    def nearest(x, y):
        distance = (np.log(COUNT) - np.log(np.maximum(x, 1))) ** 2
        row, column = np.divmod(np.argmin(distance), len(POWERS))
        return {"K": row + 1, "power": column + 1}

    race = [
        bars(
            np.array([2.0]),
            np.reshape(differences, 1),
            base=1.0,
            horizontal=True,
            thickness=0.55,
            role="muted",
            format=".1e",
        ),
        bars(
            np.array([1.0]),
            np.reshape(both, 1),
            base=1.0,
            horizontal=True,
            thickness=0.55,
            role="gradient",
            format=".1e",
        ),
        bars(
            np.array([0.0]),
            np.reshape(forward, 1),
            base=1.0,
            horizontal=True,
            thickness=0.55,
            role="data",
            format=".1e",
        ),
    ]
    names = Axis(None, -0.6, 2.6, ticks=[2, 1, 0], tick_labels=("differences", "backprop", "forward"))
    plan = [
        line(np.array([8.0, 2e7]), np.array([8.0, 2e7]) * 2 / 3, role="muted", width=1.5, dash="5 4"),
        text(np.array([2e3]), np.array([120.0]), ["⅔ of the parameters"], role="muted"),
        points(COUNT, DIFFERENCE_COST / BACKPROP_COST, role="ink", size=3, opacity=0.5),
        handle(np.reshape(count, 1), np.reshape(ratio, 1), nearest, label="this network", role="model"),
    ]
    return Drawing(
        panels=[
            Panel(
                race,
                x=Axis("multiplications", 1, 1e16, scale="log", ticks=5),
                y=names,
                title="For one gradient",
                aspect=0.7,
            ),
            Panel(
                plan,
                x=Axis("parameters", 5, 3e7, scale="log", ticks=5),
                y=Axis("differences / backprop", 3, 3e7, scale="log", ticks=5),
                title="Every size",
                aspect=0.7,
            ),
        ],
        readouts=[
            Readout("parameters", count, "d", role="model", name="count"),
            Readout("forward", forward, "d", unit="multiplications", role="data", name="forward"),
            Readout("backprop / forward", both / forward, ".2f", role="gradient", name="backward"),
            Readout("differences / backprop", ratio, ".0f", role="muted", name="ratio"),
            Readout("numbers kept for the way back", kept, "d", name="kept"),
        ],
        challenge=Challenge(
            "Find a network with more than a thousand parameters for which differences cost less than a thousand times "
            "what backpropagation costs.",
            (count > 1000) & (ratio < 1000),
            answer={"K": 4, "power": 4},
        ),
    )


# ----- the training playground -----

WIDEST, FEATURES = 8, ("x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin πx₁", "sin πx₂")
ONLY_MINE = "only my points"
DATA = (*data.CLOUDS, ONLY_MINE)
GIVEN, MINE, LARGEST_BATCH = 200, 60, 30  # points of a data set, points of the reader, examples of one step
SLOTS = GIVEN + MINE
SEEDS, SHUFFLES = 10, 8  # starting weights, orders of the points
ROUND, REMEMBERED = 8, 160  # steps in which all points are looked at once, and means kept for the curve of the loss
FINE, EVERY = 40, 3  # the surface has 40 × 40 cells; a unit's map is every third of them
REACH = 2.0  # the plane that is shown
NOWHERE = 99.0  # outside every panel
HIGHEST = 20.0  # the largest loss that is drawn
UNDECIDED = 1e-6  # an output nearer to 0 is neither class, so that rounding decides nothing
ASTRAY = 1e4  # a network with a parameter of this size is beyond repair
HUGE = 1e6  # what is larger is drawn as this; a run that gets there is about to be stopped


def cloud_table():
    rng = np.random.default_rng(8)
    return np.stack([small_steps(data.two_classes(kind, GIVEN, rng)[0], 63) for kind in data.CLOUDS])


CLOUD_TABLE = cloud_table()  # (4, 200, 2)
CLASSES = 1.0 - np.arange(GIVEN) % 2
SHAKE = small_steps(np.random.default_rng(9).normal(size=(GIVEN, 2)))
KEYS = np.stack([np.random.default_rng(seed).permutation(SLOTS) for seed in range(SHUFFLES)]).astype(float)
DRAWN = small_steps(np.random.default_rng(10).normal(size=(SEEDS, 289)))  # 289: as many as depth 4 needs
CENTRES = (np.arange(FINE) + 0.5) / FINE * 2 * REACH - REACH
GRID = np.stack([each.ravel() for each in np.meshgrid(CENTRES, CENTRES)], axis=1)  # (1600, 2)


def features(x):
    """The numbers that the network may read at points (n, 2). Returns (n, 7)."""
    first, second = x[:, 0], x[:, 1]
    waves = [np.sin(np.pi * first), np.sin(np.pi * second)]
    return np.stack([first, second, first**2, second**2, first * second, *waves], axis=1)


GRID_FEATURES = np.rint(256 * features(GRID)) / 256  # so that the page needs half the bytes


def shape_of(depth):
    return (len(FEATURES), *[WIDEST] * depth, 1)


def every_point(kind, own, noise):
    """Points (260, 2), targets (260,), and which of them are there: those of a data set, then the reader's own."""
    none = np.zeros((1, GIVEN, 2), dtype=np.int8)
    given = look_up(np.concatenate([CLOUD_TABLE, none]), kind) / 63 + noise / 32 * SHAKE
    x = np.clip(np.concatenate([given, own[:, :2]]), -REACH, REACH)
    y = np.concatenate([CLASSES, 1 - own[:, 2]])
    return x, y, np.concatenate([np.ones(GIVEN) * (kind < len(data.CLOUDS)), own[:, 3]])


def split(y, there, share):
    """Which points are for training and which for testing: of each class, evenly from the first to the last."""
    training = np.zeros(SLOTS)
    for label in (0, 1):
        member = there * (y == label)
        rank = np.cumsum(member)
        training = training + member * (np.ceil(share * rank - 1e-9) > np.ceil(share * (rank - 1) - 1e-9))
    return training, there - training


def next_batch(count, size, training):
    """The places of the next examples (30,), and which of them take part: the first `size`.

    Epoch after epoch in another order; the training points come first in each.
    """
    order = np.argsort(KEYS + SLOTS * (1 - training), axis=1, kind="stable")  # (8, 260)
    total = np.sum(training)
    place = count * size + np.arange(LARGEST_BATCH)
    epoch, within = np.floor(place / np.maximum(total, 1)), np.remainder(place, np.maximum(total, 1))
    chosen = np.take(np.reshape(order, -1), (np.remainder(epoch, SHUFFLES) * SLOTS + within).astype(int), mode="clip")
    return chosen, 1.0 * (np.arange(LARGEST_BATCH) < size) * (total > 0)


def unit_masks(depth, widths, switches):
    """Which inputs, hidden units and outputs take part: depth + 2 arrays of 0 and 1."""
    hidden = [1.0 * (np.arange(WIDEST) < width) for width in widths[:depth]]
    return [1.0 * np.stack(switches), *hidden, np.ones(1)]


def parameter_mask(masks):
    """The same for every parameter, in the order of `backprop.pack`."""
    joined = [np.expand_dims(after, 1) * before for before, after in pairwise(masks)]
    return backprop.pack(masks[1:], joined)


def mean_over(mask, values):
    return np.sum(mask * values, axis=-1) / np.maximum(np.sum(mask), 1)


def some_points(count):
    """A share of all points (33,), another one each step; after `ROUND` steps every point was there once."""
    place = np.remainder(count, ROUND) + ROUND * np.arange(-(-SLOTS // ROUND))
    return place.astype(int), 1.0 * (place < SLOTS)


def remember(memory, count, sums):
    """Add up losses over rounds of `ROUND` steps, and keep the mean of every `stride`-th round for the curve.

    When there is no room left, forget every other mean and double the stride. memory: "sums" (2, 2), "curve" (2, 160),
    of which "filled" are in use, and "stride"; sums: this step's losses and numbers of points, for training and test.
    """
    sums = np.where(np.remainder(count, ROUND) == 0, 0.0, memory.sums) + sums
    entry = np.floor(count / ROUND)
    is_due = (np.remainder(count, ROUND) == ROUND - 1) & (np.remainder(entry, memory.stride) == 0)
    means = sums[:, :1] / np.maximum(sums[:, 1:], 1)
    curve = np.where(is_due & (np.arange(REMEMBERED) == memory.filled), means, memory.curve)
    filled = memory.filled + np.where(is_due, 1.0, 0.0)
    is_full = filled == REMEMBERED
    halved = np.concatenate([curve[:, ::2], np.zeros((2, REMEMBERED // 2))], axis=1)
    return {
        "sums": sums,
        "curve": np.where(is_full, halved, curve),
        "filled": np.where(is_full, REMEMBERED / 2, filled),
        "stride": np.where(is_full, 2 * memory.stride, memory.stride),
    }


def two_losses(fs, y, training, testing):
    """Mean losses of the training and of the test points. Returns (2,)."""
    each = backprop.binary(y, fs[-1])
    return np.stack([mean_over(training, each), mean_over(testing, each)])


def start_training(depth, width1, width2, width3, width4, f1, f2, f3, f4, f5, f6, f7, gain, seed, kind):
    """He's starting point for the units that take part; `kind` is named so that other data begin anew."""
    masks = unit_masks(depth, (width1, width2, width3, width4), (f1, f2, f3, f4, f5, f6, f7))
    shapes = list(pairwise(shape_of(depth)))
    ends = np.cumsum([0, *(out * fan_in for fan_in, out in shapes)])
    row = look_up(DRAWN, seed) / 32
    omegas = [
        np.reshape(row[begin:end], (out, fan_in)) * np.sqrt(gain / np.maximum(np.sum(mask), 1))
        for begin, end, (fan_in, out), mask in zip(ends, ends[1:], shapes, masks, strict=False)
    ]
    theta = backprop.pack([np.zeros(out) for _, out in shapes], omegas) * parameter_mask(masks)
    zeros = np.zeros(np.shape(theta))
    state = {"theta": theta, "mean": zeros, "square": zeros, "count": np.zeros(())}
    state |= {"sums": np.zeros((2, 2)), "curve": np.zeros((2, REMEMBERED)), "filled": np.zeros(())}
    return state | {"stride": np.ones(())}


def training_step(
    state, depth, activation, width1, width2, width3, width4, f1, f2, f3, f4, f5, f6, f7,
    kind, own, noise, share, batch, rate, optimiser, penalty, strength,
):  # fmt: skip
    """One batch: forward, backward, and one step of the optimiser; and the losses that the curve remembers."""
    widths = shape_of(depth)
    points_in, y, there = every_point(kind, own, noise)
    x, (training, testing) = features(points_in), split(y, there, share)
    chosen, takes_part = next_batch(state.count, batch, training)
    betas, omegas = backprop.unpack(state.theta, widths)
    examples, targets = np.take(x, chosen, axis=0, mode="clip"), np.take(y, chosen, mode="clip")
    derivatives = backprop.gradients(
        examples, targets, betas, omegas, activation, "binary", np.expand_dims(takes_part, 1)
    )
    masks = unit_masks(depth, (width1, width2, width3, width4), (f1, f2, f3, f4, f5, f6, f7))
    is_weight = backprop.pack([np.zeros(out) for out in widths[1:]], [np.ones(np.shape(omega)) for omega in omegas])
    pull = is_weight * backprop.penalty_grad(state.theta, penalty, strength)
    gradient = parameter_mask(masks) * (backprop.pack(*derivatives) / batch + pull)
    some, is_point = some_points(state.count)
    seen, labels = np.take(x, some, axis=0, mode="clip"), np.take(y, some, mode="clip")
    each = backprop.binary(labels, backprop.forward(seen, betas, omegas, activation)[0][-1])
    member = is_point * np.stack([np.take(mask, some, mode="clip") for mask in (training, testing)])  # (2, 33)
    sums = np.stack([np.sum(member * each, axis=1), np.sum(member, axis=1)], axis=1)
    count = state.count + 1
    moved = backprop.update(state.theta, state.mean, state.square, count, gradient, rate, optimiser)
    after = dict(zip(("theta", "mean", "square"), moved, strict=True)) | {"count": count}
    return after | remember(state, state.count, sums)


def bounded(numbers, limit=HUGE):
    """What can be drawn of a run that goes astray."""
    return np.clip(np.where(np.isfinite(numbers), numbers, limit), -limit, limit)


RAISED = 3.5  # the middle of every column of units


def heights(width, count=WIDEST):
    """Where the units of a layer stand, in the middle of the column."""
    return RAISED + (width - 1) / 2 - np.arange(count)


def wires(omegas, masks, column_heights, half):
    """Every weight as a bar from unit to unit: colour by sign, thickness by size; not drawn where a unit is missing."""
    x, y, color = [], [], []
    for k, omega in enumerate(omegas):
        out, fan_in = np.shape(omega)
        joined = np.reshape(np.expand_dims(masks[k + 1], 1) * masks[k], -1) > 0
        size = np.reshape(np.tanh(np.abs(omega) / 1.5), -1)
        thick = 0.012 + 0.075 * size
        left = np.reshape(np.broadcast_to(column_heights[k], (out, fan_in)), -1)
        right = np.reshape(np.broadcast_to(np.expand_dims(column_heights[k + 1], 1), (out, fan_in)), -1)
        corners = np.stack([left - thick, right - thick, right + thick, left + thick], axis=1)
        y.append(np.where(np.expand_dims(joined, 1), corners, NOWHERE))
        ends = np.array([k + half, k + 1 - half, k + 1 - half, k + half])
        x.append(np.broadcast_to(ends, (out * fan_in, 4)))
        color.append(np.reshape(np.sign(omega), -1) * (0.3 + 0.7 * size))
    return polygons(np.concatenate(x), np.concatenate(y), color=np.concatenate(color))


def shade(h, activation):
    """Activations (points, units) as colours from −1 to 1; a ReLU unit by its largest."""
    if activation == "relu":
        return h / np.maximum(np.max(h, axis=0), 1e-6)
    return h if activation == "tanh" else 2 * h - 1


def small_map(values, x, y, half, visible=None, top=1):
    """What a unit makes of the plane, as a small picture around x, from y[0] to y[1]."""
    return heatmap(values, (x - half, x + half), y, range=(-top, top), colors="diverging", visible=visible)


def coarse(values, j):
    """Every third cell of what unit j makes of the grid. values: (1600, units). Returns (13, 13)."""
    return np.reshape(values, (FINE, FINE, -1))[1::EVERY, 1::EVERY, j]


INPUT_MAPS = [np.rint(63 * each / np.max(np.abs(each))) + 0.0 for each in GRID_FEATURES.T]


def network_panel(depth, activation, theta, hs, surface, masks, widths):
    """Inputs, hidden units and output as small maps, the weights between them, and a grip for each layer's width."""
    _, omegas = backprop.unpack(theta, shape_of(depth))
    aspect, low, high = 0.86, -1.3, 8.1
    across = (depth + 1) / (
        1 - 0.28 - 2 * 0.4 * aspect / (high - low)
    )  # room for the names of the inputs, and two halves
    half = 0.4 * aspect * across / (high - low)  # of a map's width, so that it is square
    ends = np.array([-0.4, 0.4])
    column_heights = [heights(7, 7), *[heights(width) for width in widths], heights(1, 1)]
    marks = [wires(omegas, masks, column_heights, half)]
    inputs = column_heights[0]
    for j, values in enumerate(INPUT_MAPS):
        small = values.reshape(FINE, FINE)[1::EVERY, 1::EVERY]
        marks.append(small_map(small, 0.0, inputs[j] + ends, half, masks[0][j], 63))
    marks.append(text(np.full(7, -half - 0.015 * across), inputs, list(FEATURES), anchor="end"))
    for k in range(1, depth + 1):
        shaded, spans = shade(hs[k], activation), np.expand_dims(column_heights[k], 1) + ends  # (1600, 8), (8, 2)
        for j in range(WIDEST):
            marks.append(small_map(coarse(shaded, j), float(k), spans[j], half, masks[k][j]))
        marks.append(width_handle(k, widths[k - 1]))
    marks.append(small_map(np.reshape(surface, (FINE, FINE))[1::EVERY, 1::EVERY], depth + 1.0, RAISED + ends, half))
    hidden = {"show": False}
    return Panel(
        marks,
        x=Axis(None, -half - 0.25 * across, depth + 1 + half + 0.03 * across, **hidden),
        y=Axis(None, low, high, **hidden),
        aspect=aspect,
        title="Network",
    )


def width_handle(k, width):
    """Below a layer: pull down for more units."""

    def pull(_, y):
        return {f"width{k}": np.clip(np.rint(2 * (RAISED - 0.28 - y)), 1, WIDEST)}

    place = np.reshape(RAISED - width / 2 - 0.28, 1)
    return handle(np.array([float(k)]), place, pull, label=f"units of layer {k}", role="model", key_step=(0, 0.5))


def plane_panel(surface, x, y, training, testing, show_test):
    dots = {"positive": 1.0, "negative": 0.0}
    marks = [
        heatmap(np.reshape(surface, (FINE, FINE)), (-REACH, REACH), (-REACH, REACH), range=(-2, 2), colors="diverging")
    ]
    for role, label in dots.items():
        shown = {"role": role}
        marks.append(points(x[:, 0], x[:, 1], size=4 * training * (y == label), **shown))
        marks.append(points(x[:, 0], x[:, 1], size=3.6 * testing * (y == label) * show_test, shape="square", **shown))
    ticks = {"ticks": [-2, -1, 0, 1, 2]}
    axes = {"x": Axis("$x_1$", -REACH, REACH, **ticks), "y": Axis("$x_2$", -REACH, REACH, **ticks)}
    return Panel([*marks, placing("own")], aspect="equal", title="Output, and data", **axes)


def loss_panel(state, losses, count, has_test):
    is_past = np.arange(REMEMBERED) < state.filled
    steps = np.where(is_past, np.arange(REMEMBERED) * ROUND * bounded(state.stride) + ROUND / 2, count)
    curves = bounded(np.where(is_past, state.curve, np.expand_dims(losses, 1)), HIGHEST)
    top = np.maximum(0.8, 1.08 * np.max(curves))
    marks = [
        line(steps, curves[1], role="test", width=2.5, label="test", visible=has_test),
        line(steps, curves[0], role="train", width=2.5, label="training"),
    ]
    return Panel(marks, x=Axis("step", 0, np.maximum(count, 10)), y=Axis("$L$", 0, top), title="Loss", aspect=0.6)


def layers_panel(depth, fs, hs, x, y, omegas, activation, training, masks):
    """Root mean squares, layer by layer: of the units on the training points, and of the derivatives by the weights."""
    weight = np.expand_dims(training / np.maximum(np.sum(training), 1), 1)
    _, d_omegas, _ = backprop.backward(weight * backprop.binary_grad(y, fs[-1]), fs, hs, omegas, activation)
    signal, steep = [], []
    for k in range(depth + 1):
        joined = np.expand_dims(masks[k + 1], 1) * masks[k]
        steep.append(np.sqrt(np.sum(joined * d_omegas[k] ** 2) / np.maximum(np.sum(joined), 1)))
        if k > 0:
            signal.append(np.sqrt(np.sum(weight * masks[k] * hs[k] ** 2) / np.sum(masks[k])))
    low, high = 1e-6, 1e2
    signal, steep = (np.clip(bounded(np.stack(each)), low, high) for each in (signal, steep))
    hidden, every = np.arange(1.0, depth + 1), np.arange(1.0, depth + 2)
    marks = [
        line(hidden, signal, role="data", width=2, label="units"),
        points(hidden, signal, role="data", size=5),
        line(every, steep, role="gradient", width=2, label="derivatives by weights"),
        points(every, steep, role="gradient", size=5),
    ]
    across = Axis("layer", 0.6, depth + 1.4, ticks=list(range(1, depth + 2)), format="d")
    size = Axis("root mean square", low, high, scale="log", ticks=[1e-6, 1e-4, 1e-2, 1, 1e2])
    return Panel(marks, x=across, y=size, title="Layer by layer", aspect=0.6)


PLAYGROUND = [
    Choice("kind", label="data", options=list(DATA), structural=False, role="data"),
    Cloud(
        "own",
        label="my points",
        x=(-REACH, REACH, 0.05),
        y=(-REACH, REACH, 0.05),
        most=MINE,
        role="data",
    ),
    Slider("noise", label="noise", low=0, high=0.6, step=0.02, start=0, role="data"),
    Slider("share", label="training share", low=0.1, high=0.9, step=0.05, start=0.5, role="train"),
    Slider(
        "depth",
        "$K$",
        label="layers",
        low=1,
        high=4,
        step=1,
        start=2,
        integer=True,
        structural=True,
        role="model",
    ),
    *[
        Slider(
            f"width{k}", f"$D_{k}$", label="units", low=1, high=WIDEST, step=1, start=start, integer=True, role="model"
        )
        for k, start in ((1, 6), (2, 4), (3, 4), (4, 4))
    ],
    Choice(
        "activation", label="activation", options={"tanh": "tanh", "relu": "ReLU", "sigmoid": "sigmoid"}, role="model"
    ),
    Slider(
        "rate",
        label="learning rate",
        low=0.001,
        high=10,
        step=0.1,
        start=0.1,
        scale="log",
        role="gradient",
    ),
    Choice("optimiser", label="optimiser", options=list(backprop.OPTIMISERS), structural=False, role="gradient"),
    Slider("batch", label="batch size", low=1, high=LARGEST_BATCH, step=1, start=10, integer=True, role="gradient"),
    Choice("penalty", label="penalty", options=["none", "L1", "L2"], structural=False, role="loss"),
    Slider("strength", label="penalty rate", low=1e-4, high=1, step=0.1, start=0.01, scale="log", role="loss"),
    Slider("gain", "$c$", label="variance", low=0, high=4, step=0.1, start=1, role="positive"),
    Slider("seed", label="other weights", low=0, high=SEEDS - 1, step=1, start=0, integer=True),
    *[Toggle(f"f{j + 1}", label=f"input {name}", start=j < 2, role="data") for j, name in enumerate(FEATURES)],
    Toggle("show_test", label="show the test points", start=False, role="test"),
    Toggle("hard", label="show decisions only", start=False),
]


@figure(
    title="Training playground",
    controls=PLAYGROUND,
    state=State(start_training, training_step, rate=60),
    caption="Press play. Every small map shows what a unit makes of the plane, bars between them are weights, and each "
    "step is one batch of forward, backward and update, by the functions of this chapter. Pull at a handle for more "
    "units; click into the plane to add points of your own, also while it trains. How few units does the circle need?",
    scenes={
        "Circle": {},
        "Exclusive or": {"kind": "exclusive or", "depth": 1, "width1": 4, "seed": 1},
        "Spiral": {
            "kind": "spiral", "depth": 3, "width1": 8, "width2": 8, "width3": 8, "optimiser": "Adam", "rate": 0.01,
            "batch": 20, "share": 0.8,
        },
        "Inputs instead of units": {"depth": 1, "width1": 1, "f3": True, "f4": True},
        "Overfitting": {
            "noise": 0.36, "share": 0.15, "depth": 2, "width1": 8, "width2": 8, "optimiser": "Adam", "rate": 0.03,
            "show_test": True,
        },
        "Fading derivatives": {
            "depth": 4, "width1": 8, "width2": 8, "width3": 8, "width4": 8, "activation": "sigmoid", "gain": 1,
        },
        "All weights equal": {"gain": 0},
        "Far too fast": {"activation": "relu", "depth": 3, "rate": 10, "penalty": "L2", "strength": 0.5},
        "My points": {
            "kind": ONLY_MINE, "share": 0.9,
            "own": [[-1.2, 0.6, 0], [-0.9, -0.4, 0], [0.1, 0.1, 1], [0.5, 1.1, 1], [1.1, -0.5, 0], [1.4, 0.7, 0]],
        },
    },
    description="A network with {depth:d} hidden layers after {count:d} steps: loss {train:.3f} on the training "
    "points, {test:.3f} on the test points, of which it gets {right:.0%} right. Learning rate {rate:.3f}.",
)  # fmt: skip
def playground(
    state, kind, own, noise, share, depth, width1, width2, width3, width4, activation,
    f1, f2, f3, f4, f5, f6, f7, show_test, hard,
):  # fmt: skip
    widths = (width1, width2, width3, width4)[:depth]
    masks = unit_masks(depth, widths, (f1, f2, f3, f4, f5, f6, f7))
    theta, count = bounded(state.theta, ASTRAY), bounded(state.count)
    betas, omegas = backprop.unpack(theta, shape_of(depth))
    plane_fs, plane_hs = backprop.forward(GRID_FEATURES, betas, omegas, activation)
    soft = 2 * backprop.sigmoid(plane_fs[-1][:, 0]) - 1
    decided = np.where(soft > UNDECIDED, 1.0, np.where(soft < -UNDECIDED, -1.0, 0.0))
    surface = np.where(hard, decided, soft)
    places, y, there = every_point(kind, own, noise)
    training, testing = split(y, there, share)
    x = features(places)
    fs, hs = backprop.forward(x, betas, omegas, activation)
    is_astray = np.any(np.abs(theta) >= ASTRAY)
    both = np.where(is_astray, np.inf, two_losses(fs, y, training, testing))
    right = mean_over(testing, 1.0 * (fs[-1][:, 0] * (2 * y - 1) > UNDECIDED))
    used = np.sum(parameter_mask(masks))
    return Drawing(
        panels=[
            network_panel(depth, activation, theta, plane_hs, surface, masks, widths),
            plane_panel(surface, places, y, training, testing, show_test),
            loss_panel(state, both, count, np.sum(testing) > 0),
            layers_panel(depth, fs, hs, x, y, omegas, activation, training, masks),
        ],
        columns=2,
        readouts=[
            Readout("training loss", both[0], ".3f", role="train", name="train"),
            Readout("test loss", both[1], ".3f", role="test", name="test"),
            Readout("right on the test points", right, ".0%", role="test", name="right"),
            Readout("parameters", used, "d", role="model"),
            Readout("steps", count, "d", name="count"),
        ],
        challenge=Challenge(
            "Bring the test loss of the spiral below 0.1.",
            (kind == DATA.index("spiral")) & (both[1] < 0.1) & (np.sum(testing) > 20),
            answer={
                "kind": "spiral", "depth": 3, "width1": 8, "width2": 8, "width3": 8, "optimiser": "Adam", "rate": 0.01,
                "batch": 20, "share": 0.8,
            },
            steps=1500,
        ),
    )  # fmt: skip
