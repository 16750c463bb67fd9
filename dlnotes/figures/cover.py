"""The figure of the first page: a small network learns the curve that the reader pulls at."""

import numpy as np

from dlnotes import backprop
from dlnotes.live import Axis, Drawing, Panel, Points, Readout, Slider, State, figure, handle, line, segments

MOST = 12  # hidden units
WIDTHS = (1, MOST, 1)
PLACES = np.linspace(-2, 2, 9)
WAVE = (-0.2, 0.9, 1.2, 0.3, -0.9, -1.1, -0.1, 1.0, 0.6)
X = np.linspace(-2.4, 2.4, 121)
RATE, HEAD_START = 0.015, 70  # steps already made when the page opens, so that there is something to see at once


def shape(heights):
    """Heights over the nine places, as values of the control."""
    return tuple(zip(PLACES.tolist(), [round(float(height), 2) for height in heights], strict=True))


def first_parameters():
    """Units whose bends lie spread over the panel, with small outgoing weights."""
    rng = np.random.default_rng(2)
    slopes = 1.5 * rng.choice([-1.0, 1.0], MOST)
    biases = -slopes * np.linspace(-2.2, 2.2, MOST)
    return backprop.pack([biases, np.zeros(1)], [slopes[:, None], rng.normal(0, 0.25, (1, MOST))])


def masked(theta, units):
    """Biases and weights, with the outgoing weights of the units that are not there at 0."""
    betas, (inner, outer) = backprop.unpack(theta, WIDTHS)
    return betas, [inner, outer * (np.arange(MOST) < units)]


def learn(theta, mean, square, count, curve, units):
    """One step of Adam towards the points."""
    x, y = curve[:, 0:1], curve[:, 1:2]
    betas, omegas = masked(theta, units)
    gradient = backprop.pack(*backprop.gradients(x, y, betas, omegas, "tanh", share=1 / len(PLACES)))
    theta, mean, square = backprop.update(theta, mean, square, count + 1, gradient, RATE, optimiser=2)
    return theta, mean, square, count + 1


def head_start():
    """(theta, mean, square, count) after some steps towards the wave."""
    theta = first_parameters()
    run = theta, np.zeros(len(theta)), np.zeros(len(theta)), 0.0
    for _ in range(HEAD_START):
        run = learn(*run, np.array(shape(WAVE)), MOST)
    return run


BEGIN = head_start()
NAMES = ("theta", "mean", "square", "count")


def start_learning():
    return dict(zip(NAMES, (np.array(value) for value in BEGIN), strict=True))


def learning_step(state, curve, units):
    run = learn(state.theta, state.mean, state.square, state.count, curve, units)
    return dict(zip(NAMES, run, strict=True))


@figure(
    title="Pull a point",
    controls=[
        Points("curve", label="points", x=(-2.4, 2.4, 0.01), y=(-1.9, 1.9, 0.01), start=shape(WAVE), role="data"),
        Slider("units", "$D$", label="hidden units", low=1, high=MOST, step=1, start=MOST, integer=True, role="unit1"),
    ],
    state=State(start_learning, learning_step, rate=60, plays=True),
    caption="A network with one hidden layer is learning the nine points, sixty steps a second. Its weighted hidden "
    "units, the pale curves, and a constant add up to the thick one. Pull a point, and it learns again. How few units "
    "will do?",
    scenes={
        "Wave": {},
        "Step": {"curve": shape([-1.2] * 5 + [1.2] * 4)},
        "Hat": {"curve": shape(1.4 - 1.3 * np.abs(PLACES))},
        "Zigzag": {"curve": shape([-1.2, 1.2] * 4 + [-1.2])},
    },
    description="A network with {units:d} hidden units is learning nine points; its mean squared error is {loss:.3f}.",
)
def learn_the_curve(state, curve, units):
    betas, omegas = masked(state.theta, units)
    fs, hs = backprop.forward(np.expand_dims(X, 1), betas, omegas, "tanh")
    at_points = backprop.forward(curve[:, 0:1], betas, omegas, "tanh")[0][-1][:, 0]
    loss = np.mean((at_points - curve[:, 1]) ** 2)
    terms = (hs[1] * omegas[1][0]).T  # (units, n): what each unit adds
    marks = [
        line(X, terms, role="unit1", width=1.2, opacity=0.45),
        segments(curve[:, 0], at_points, curve[:, 0], curve[:, 1], role="loss", width=2),
        line(X, fs[-1][:, 0], role="model", width=3.5),
        handle(curve[:, 0], curve[:, 1], "curve", label="point", role="data", key_step=(0.1, 0.1)),
    ]
    return Drawing(
        panels=[Panel(marks, x=Axis(None, -2.4, 2.4, show=False), y=Axis(None, -1.9, 1.9, show=False), aspect=0.53)],
        readouts=[Readout("loss", loss, ".3f", role="loss", name="loss")],
    )
