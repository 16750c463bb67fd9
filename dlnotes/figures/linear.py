"""Figures of chapter 01, linear fits."""

import numpy as np

from dlnotes import data, linear
from dlnotes.live import (
    Axis,
    Challenge,
    Drawing,
    Panel,
    Point,
    Readout,
    Slider,
    Toggle,
    arrows,
    bars,
    boxes,
    figure,
    handle,
    line,
    points,
    rules,
    segments,
    text,
)

X, Y = data.five_points()
BEST, LOWEST = linear.fit_exact(X, Y), linear.mse(X, Y, linear.fit_exact(X, Y))
HESSIAN = linear.mse_hessian(X)
BMI, PROGRESSION = data.diabetes()

LEVELS = (1, 2, 4, 8, 16, 32)  # of the loss, on the maps
AROUND = np.linspace(-np.pi, np.pi, 121)  # once around an ellipse
INTERCEPTS, SLOPES = (-2, 6), (-2, 3)  # the part of the parameter plane that is shown
SPAN = np.array([-1.0, 5.5])  # of x, in the panels that show the five points
ENDS = np.array([-0.6, 5.1])  # where a line can be taken hold of

PLACE, VALUE = Axis("$x$", *SPAN, ticks=7), Axis("$y$", -1, 7)
INTERCEPT = Axis(r"intercept $\phi_0$", *INTERCEPTS)
SLOPE = Axis(r"slope $\phi_1$", *SLOPES)


def sliders(intercept, slope):
    """Two sliders for a line; their steps are fine enough for a handle to follow the hand."""
    return [
        Slider("intercept", r"$\phi_0$", low=-2, high=6, step=0.05, start=intercept, role="model"),
        Slider("slope", r"$\phi_1$", low=-2, high=3, step=0.01, start=slope, role="model"),
    ]


def learning_rate(**options):
    return Slider("rate", r"$\alpha$", label="learning rate", role="gradient", **options)


def at(phi):
    """One point of the parameter plane, as the x and y of a mark."""
    return phi[:1], phi[1:]


def straight(phi, **style):
    return line(SPAN, linear.predict(SPAN, phi), **{"role": "model", "width": 2.5} | style)


def level_lines(hessian=HESSIAN, best=BEST):
    """Ellipses of equal loss around the best line, with their values."""
    steep = hessian + np.diag([1e-4, 1e-4])  # a trough's ellipses never close: let them close far outside the map
    rings = [linear.level_set(steep, best, level - LOWEST, AROUND) for level in LEVELS]
    curves = [line(ring[:, 0], ring[:, 1], role="loss", width=1, opacity=0.6) for ring in rings]
    tops = np.stack([ring[90] for ring in rings[1:4:2]])  # on the steep axis
    names = [f"${level}$" for level in LEVELS[1:4:2]]
    return [*curves, text(tops[:, 0], tops[:, 1], names, role="loss", dx=3, dy=-3)]


def misses(x, y, phi):
    """Each residual as a stroke between the line and the point."""
    return segments(x, linear.predict(x, phi), x, y, role="loss", width=1.5)


def line_handles(phi):
    """Take hold of the line at either end: the other end stays where it is."""
    heights = linear.predict(ENDS, phi)

    def turn(end):
        pivot = 1 - end

        def drag(_, y):
            slope = (y - heights[pivot]) / (ENDS[end] - ENDS[pivot])
            return {"intercept": heights[pivot] - slope * ENDS[pivot], "slope": slope}

        return drag

    shown = np.clip(heights, VALUE.low, VALUE.high)  # a steep line leaves the panel, its handles stay
    names = ("left end of the line", "right end of the line")
    return [
        handle(ENDS[[i]], shown[i : i + 1], turn(i), label=names[i], role="model", key_step=(0, 0.1)) for i in (0, 1)
    ]


def parameter_handle(phi):
    """Take hold of the point that stands for the line."""

    def drag(x, y):
        return {"intercept": x, "slope": y}

    return handle(*at(phi), drag, label="the line as a point", role="model", key_step=(0.05, 0.05))


@figure(
    title="Three dials",
    controls=[
        *sliders(intercept=0, slope=0),
        learning_rate(low=0, high=0.16, step=0.005, start=0.05),
    ],
    caption="Family: all lines; the faint ones differ from yours in slope only. Optimiser: a point, with an arrow to "
    "where one step takes it. Loss: how badly the line misses the points, now and after the step. Drag the point, then "
    "an end of the line. What is a model, for the optimiser?",
    scenes={
        "Flat at zero": {"intercept": 0, "slope": 0, "rate": 0.05},
        "A careful step": {"intercept": 4, "slope": -1, "rate": 0.02},
        "Too far": {"intercept": 0, "slope": 0, "rate": 0.16},
        "Nothing left to do": {"intercept": 1.4, "slope": 0.8, "rate": 0.1},
    },
    description="A line with intercept {intercept:.2f} and slope {slope:.2f} has loss {loss:.2f}. One step with "
    "learning rate {rate:.3f} leads to a line with loss {after:.2f}.",
)
def three_dials(intercept, slope, rate):
    phi = np.stack([intercept, slope])
    step = -rate * linear.mse_grad(X, Y, phi)
    loss, after = linear.mse(X, Y, phi), linear.mse(X, Y, phi + step)
    bundle = np.stack([intercept + np.zeros(11), np.linspace(*SLOPES, 11)], axis=-1)  # (11, 2)
    family = [straight(bundle, width=1, opacity=0.25), straight(phi), points(X, Y, role="data", size=5)]
    losses = np.stack([loss, after])
    both = bars(np.array([1.0, 0.0]), losses, horizontal=True, thickness=0.5, format=".2f", role="loss")
    optimiser = [
        *level_lines(),
        arrows(*at(phi), *at(step), role="gradient", width=2),
        points(*at(phi + step), role="gradient", shape="ring"),
        parameter_handle(phi),
    ]
    scale = Axis("$L$", 0, np.maximum(15, 1.3 * np.max(losses)), ticks=4)
    names = Axis(None, -0.6, 1.6, ticks=[1, 0], tick_labels=("now", "after"))
    return Drawing(
        panels=[
            Panel([*family, *line_handles(phi)], x=PLACE, y=VALUE, title="Family"),
            Panel(optimiser, x=INTERCEPT, y=SLOPE, title="Optimiser", span=1.2),
            Panel([both], x=scale, y=names, title="Loss", aspect=0.14),
        ],
        columns=2,
        readouts=[
            Readout("$L$ now", loss, ".3f", role="loss", name="loss"),
            Readout("$L$ after one step", after, ".3f", role="loss", name="after"),
        ],
        challenge=Challenge(
            "Choose a learning rate with which a step makes the loss larger.",
            after > loss + 1e-9,
            answer={"intercept": 0, "slope": 0, "rate": 0.16},
        ),
    )


@figure(
    title="Fit by hand",
    controls=[*sliders(intercept=1, slope=0.5), Toggle("show_minimum", label="show the minimum", role="minimum")],
    caption=r"Drag an end of the line, or the point on the map, and make the squares small: their areas add up to "
    r"$5L$. The arrow points straight down the slope. Does it ever point at the minimum?",
    scenes={
        "A first guess": {"intercept": 1, "slope": 0.5},
        "Flat at the mean": {"intercept": 3, "slope": 0},
        "Downhill": {"intercept": 5, "slope": -1},
        "The best line": {"intercept": 1.4, "slope": 0.8, "show_minimum": True},
    },
    description="Five points and a line with intercept {intercept:.2f} and slope {slope:.2f}. The squares on the "
    "residuals have a total area of {area:.2f}, so the loss is {loss:.3f}. On the map of the loss the line is one "
    "point; the gradient there has length {steepness:.2f}.",
)
def fit_by_hand(intercept, slope, show_minimum):
    phi = np.stack([intercept, slope])
    predicted, gradient = linear.predict(X, phi), linear.mse_grad(X, Y, phi)
    residual, loss = linear.residuals(X, Y, phi), linear.mse(X, Y, phi)
    squares = boxes(X, Y, X + residual, predicted, role="loss", opacity=0.6)  # beside the line while it rises
    world = [squares, misses(X, Y, phi), straight(phi), points(X, Y, role="data", size=5), *line_handles(phi)]
    plan = [
        *level_lines(),
        points(*at(BEST), role="minimum", shape="cross", size=6, visible=show_minimum),
        arrows(*at(phi), *at(-0.1 * gradient), role="gradient", width=2),
        parameter_handle(phi),
    ]
    return Drawing(
        panels=[
            Panel(world, x=PLACE, y=VALUE, aspect="equal", title="The line"),
            Panel(plan, x=INTERCEPT, y=SLOPE, aspect="equal", title="The loss of every line", span=1.3),
        ],
        readouts=[
            Readout("area of the squares", len(X) * loss, ".2f", role="loss", name="area"),
            Readout("$L$", loss, ".3f", role="loss", name="loss"),
            Readout(r"$\Vert\nabla L\Vert$", np.sqrt(np.sum(gradient**2)), ".2f", role="gradient", name="steepness"),
        ],
        challenge=Challenge("Bring the loss below 0.73.", loss < 0.73, answer={"intercept": 1.4, "slope": 0.8}),
    )


WALK = np.arange(61)
FLOOR = 1e-9  # where the logarithmic axes of the loss begin


def walk_on_map(hessian, best, path, start):
    """Level lines with their axes, the steps taken, and the start to take hold of."""
    reach = 12 * linear.principal_axes(hessian)[1]  # long enough to cross the map
    path = np.clip(path, -30, 30)  # a walk that diverges leaves the map; its far end is not worth drawing
    return [
        *level_lines(hessian, best),
        segments(*(best[:, None] - reach), *(best[:, None] + reach), role="muted", width=1, dash="4 4"),
        line(path[:, 0], path[:, 1], role="gradient", width=1.5),
        points(path[:, 0], path[:, 1], role="gradient", size=2.5),
        points(*at(best), role="minimum", shape="cross", size=6),
        handle(*at(start), "start", label="start", role="gradient"),
    ]


@figure(
    title="Descent on the bowl",
    controls=[
        learning_rate(low=0.005, high=0.4, step=0.001, start=0.13),
        Slider("steps", "$T$", label="steps", low=0, high=60, step=1, start=25, integer=True, role="gradient"),
        Toggle("centred", label="centre $x$", role="data"),
        Point("start", label="start", x=(-2, 6, 0.05), y=(-2, 3, 0.05), start=(0, 0), role="gradient"),
    ],
    caption=r"Each dot is one step of gradient descent; drag the start. What is left above the minimum is the sum of "
    r"two parts, one for each axis of the ellipses. Raise $\alpha$ slowly: when does the path begin to zigzag, and "
    r"when does it no longer arrive? Then centre $x$.",
    scenes={
        "Creeping": {"rate": 0.01, "steps": 60, "centred": False, "start": (0, 0)},
        "Zigzag": {"rate": 0.13, "steps": 25, "centred": False, "start": (0, 0)},
        "On the edge": {"rate": 0.149, "steps": 60, "centred": False, "start": (0, 0)},
        "Over the edge": {"rate": 0.155, "steps": 30, "centred": False, "start": (0, 0)},
        "The same, centred": {"rate": 0.155, "steps": 30, "centred": True, "start": (0, 0)},
    },
    description="Gradient descent with learning rate {rate:.3f}, {steps:d} steps: the loss lies {excess:.2e} above its "
    "minimum. A step multiplies the distance along the steep axis by {steep:.3f}, along the flat axis by {flat:.3f}.",
)
def descent_on_the_bowl(rate, steps, centred, start):
    x = X - centred * np.mean(X)
    hessian, best = linear.mse_hessian(x), linear.fit_exact(x, Y)
    curvatures, _ = linear.principal_axes(hessian)
    taken = np.minimum(WALK, steps)  # after step T the walk stands still
    path = linear.descend_quadratic(hessian, best, start, rate, taken)
    shares = curvatures / 2 * linear.distance_along_axes(hessian, best, start, rate, taken) ** 2  # (61, 2)
    excess = np.sum(shares, axis=1)
    flat, steep, total = np.clip(np.stack([shares[:, 0], shares[:, 1], excess]), FLOOR, 1e6)
    curves = [
        line(taken, flat, role="muted", dash="2 3", label="flat axis", direct=True),
        line(taken, steep, role="muted", dash="6 3", label="steep axis", direct=True),
        line(taken, total, role="loss", width=2.5),
    ]
    height = Axis(r"$L-L_\mathrm{min}$", FLOOR, 1e3, scale="log", ticks=6)
    factors = 1 - rate * curvatures
    return Drawing(
        panels=[
            Panel(
                walk_on_map(hessian, best, path, start),
                x=INTERCEPT,
                y=SLOPE,
                aspect="equal",
                title="The walk",
                span=1.3,
            ),
            Panel(curves, x=Axis("step", 0, 60), y=height, title="What is left to lose"),
        ],
        readouts=[
            Readout(r"steep: $1-\alpha\lambda_\mathrm{max}$", factors[1], "+.3f", role="gradient", name="steep"),
            Readout(r"flat: $1-\alpha\lambda_\mathrm{min}$", factors[0], "+.3f", role="gradient", name="flat"),
            Readout(r"$L-L_\mathrm{min}$", excess[-1], ".2e", role="loss", name="excess"),
        ],
        challenge=Challenge(
            "From a start with a loss above 5, come within 0.001 of the minimum in at most 6 steps.",
            (linear.mse(x, Y, start) > 5) & (excess[-1] < 1e-3) & (steps <= 6),
            answer={"centred": True, "rate": 0.333, "steps": 6, "start": (0, 0)},
        ),
    )


SLIDE = X - np.mean(X)
NOISE = Y - linear.predict(X, BEST)  # sums to zero, also when weighted with x: it does not move the best line


@figure(
    title="From bowl to trough",
    controls=[
        Slider("spread", "$s$", label="spread", low=0, high=1, step=0.01, start=0.5, role="data"),
        *sliders(intercept=4, slope=-0.5),
    ],
    caption=r"The points slide along their best line, $x_i=2+s(i-3)$. Drag $s$ towards 0 and watch the bowl. Then drag "
    r"the point along the valley: which lines are as good as the best one when all $x_i$ are equal?",
    scenes={
        "Bowl": {"spread": 1},
        "Narrow valley": {"spread": 0.25},
        "Trough": {"spread": 0},
        "Another best line": {"spread": 0, "intercept": 5, "slope": -1},
    },
    description="Five points with spread {spread:.2f}. The loss has curvatures {smallest:.4f} and {largest:.2f}. "
    "The line that you chose has a loss of {loss:.3f}; the lowest is 0.720.",
)
def bowl_to_trough(spread, intercept, slope):
    phi = np.stack([intercept, slope])
    x = 2 + spread * SLIDE
    y = linear.predict(x, BEST) + NOISE
    loss, hessian = linear.mse(x, y, phi), linear.mse_hessian(x)
    (smallest, largest), axes = linear.principal_axes(hessian)
    valley = 12 * axes[:, 0]
    world = [misses(x, y, phi), straight(phi), points(x, y, role="data", size=5), *line_handles(phi)]
    plan = [
        *level_lines(hessian),
        segments(*at(BEST - valley), *at(BEST + valley), role="minimum", width=1.5, dash="4 4"),
        points(*at(BEST), role="minimum", shape="cross", size=6),
        parameter_handle(phi),
    ]
    return Drawing(
        panels=[
            Panel(world, x=PLACE, y=VALUE, title="The line"),
            Panel(plan, x=INTERCEPT, y=SLOPE, aspect="equal", title="The loss of every line", span=1.3),
        ],
        readouts=[
            Readout(r"$\lambda_\mathrm{min}$", smallest, ".4f", role="loss", name="smallest"),
            Readout(r"$\lambda_\mathrm{max}$", largest, ".2f", role="loss", name="largest"),
            Readout(r"$\kappa$", linear.condition_number(hessian), ".1f", role="loss"),
            Readout("$L$", loss, ".3f", role="model", name="loss"),
        ],
        challenge=Challenge(
            "Find a falling line whose loss is below 0.73.",
            (slope < 0) & (loss < 0.73),
            answer={"spread": 0, "intercept": 5, "slope": -1},
        ),
    )


CAP = 10**6
STEPS = np.unique(np.round(np.concatenate([np.arange(1, 41), np.geomspace(40, CAP, 100)])))
ORIGIN = np.zeros(2)
STEP, SIZE = Axis("step", 1, CAP, scale="log"), Axis(None, 1e-10, 1e2, scale="log", ticks=6)


def run_from_origin(rate, steps):
    """After each of `steps`: where the walk stands, what its last step gained, the gradient's length, the excess."""
    before, after = (linear.descend_quadratic(HESSIAN, BEST, ORIGIN, rate, each) for each in (steps - 1, steps))
    gained = linear.loss_drop(HESSIAN, (before - BEST) @ HESSIAN, rate)
    steepness = np.sqrt(np.sum(((after - BEST) @ HESSIAN) ** 2, axis=-1))
    return after, gained, steepness, linear.excess_loss(HESSIAN, BEST, after)


@figure(
    title="When to stop",
    controls=[
        learning_rate(low=1e-6, high=10**-0.85, step=0.05, start=1e-4, scale="log"),
        Slider("tolerance", r"$\epsilon$", low=1e-9, high=0.1, step=0.25, start=1e-3, scale="log", role="highlight"),
    ],
    caption=r"Two rules watch the same walk from the origin, at most a million steps. The loss rule stops when a step "
    r"changed $L$ by less than $\epsilon$, the gradient rule when $\Vert\nabla L\Vert<\epsilon$. Make $\alpha$ "
    r"smaller. Which rule is fooled?",
    scenes={
        "Fooled": {"rate": 1e-4, "tolerance": 1e-3},
        "A good learning rate": {"rate": 0.1, "tolerance": 1e-3},
        "Hopelessly slow": {"rate": 1e-6, "tolerance": 1e-4},
    },
    description="With learning rate {rate:.1e} and tolerance {tolerance:.1e} the loss rule stops after {change:d} "
    "steps, {left:.1e} above the minimum; the gradient rule after {gradient:d}, {left_by_gradient:.1e} above it.",
)
def when_to_stop(rate, tolerance):
    walk, gained, steepness, excess = run_from_origin(rate, STEPS)
    change = linear.first_step_below(lambda t: run_from_origin(rate, t)[1][0], tolerance, CAP)
    gradient = linear.first_step_below(lambda t: run_from_origin(rate, t)[2][0], tolerance, CAP)
    stops, _, _, left = run_from_origin(rate, np.stack([change, gradient]))
    threshold = np.reshape(tolerance, 1)
    curves = [
        rules(y=threshold, role="highlight", width=1),
        rules(x=change, role="loss", width=1, dash="4 4"),
        rules(x=gradient, role="gradient", width=1, dash="4 4"),
        line(STEPS, np.maximum(excess, 1e-12), role="minimum", label=r"$L-L_\mathrm{min}$"),
        line(STEPS, np.maximum(gained, 1e-12), role="loss", label="change of $L$"),
        line(STEPS, np.maximum(steepness, 1e-12), role="gradient", label=r"$\Vert\nabla L\Vert$"),
        handle(np.array([1.5]), threshold, lambda _, y: {"tolerance": y}, label="tolerance", role="highlight"),
    ]
    plan = [
        *level_lines(),
        line(np.concatenate([[0], walk[:, 0]]), np.concatenate([[0], walk[:, 1]]), role="muted", width=1.5),
        points(*at(BEST), role="minimum", shape="cross", size=6),
        points(*at(stops[1]), role="gradient", size=5, label="gradient rule"),
        points(*at(stops[0]), role="loss", size=5, label="loss rule"),
    ]
    return Drawing(
        panels=[
            Panel(curves, x=STEP, y=SIZE, title="Along the walk", span=1.2),
            Panel(plan, x=INTERCEPT, y=SLOPE, title="Where the rules stop"),
        ],
        readouts=[
            Readout("loss rule stops at step", change, "d", role="loss", name="change"),
            Readout(r"$L-L_\mathrm{min}$ there", left[0], ".2e", role="loss", name="left"),
            Readout("gradient rule stops at step", gradient, "d", role="gradient", name="gradient"),
            Readout(r"$L-L_\mathrm{min}$ there", left[1], ".2e", role="gradient", name="left_by_gradient"),
        ],
        challenge=Challenge(
            "Make the loss rule stop after one step, with a loss above 10.",
            (change == 1) & (LOWEST + left[0] > 10),
            answer={"rate": 1e-6, "tolerance": 1e-3},
        ),
    )


@figure(
    title="One point pulls",
    controls=[
        Slider(f"y{i}", f"$y_{i}$", label=f"point {i}", low=-2, high=8, step=0.1, start=float(height), role="data")
        for i, height in enumerate(Y, start=1)
    ],
    caption=r"The line is the best one, computed at once for the points as they are. Drag a point up and down. Which "
    r"points turn the line, and which only lift it?",
    scenes={
        "The five points": {f"y{i + 1}": float(Y[i]) for i in range(5)},
        "Middle point up": {"y1": 1, "y2": 3, "y3": 8, "y4": 5, "y5": 4},
        "Last point down": {"y1": 1, "y2": 3, "y3": 2, "y4": 5, "y5": -2},
    },
    description="The best line through the five points has intercept {intercept:.2f} and slope {slope:.2f}; its loss "
    "is {loss:.2f}. You moved {moved:d} of the points.",
)
def one_point_pulls(y1, y2, y3, y4, y5):
    y = np.stack([y1, y2, y3, y4, y5])
    phi = linear.fit_exact(X, y)
    moved = np.sum(np.abs(y - Y) > 1e-9)
    pulls = [
        handle(X[[i]], y[i : i + 1], lambda _, height, i=i: {f"y{i + 1}": height}, label=f"point {i + 1}", role="data",
               key_step=(0, 0.1))
        for i in range(5)
    ]  # fmt: skip
    world = [
        points(X, Y, role="muted", shape="ring", size=5),
        straight(BEST, role="muted", width=1.5, dash="4 4"),
        misses(X, y, phi),
        straight(phi),
        *pulls,
    ]
    return Drawing(
        panels=[Panel(world, x=PLACE, y=Axis("$y$", -2.5, 8.5), aspect=0.6)],
        readouts=[
            Readout(r"$\hat\phi_0$", phi[0], ".2f", role="model", name="intercept"),
            Readout(r"$\hat\phi_1$", phi[1], ".2f", role="model", name="slope"),
            Readout(r"$L_\mathrm{min}$", linear.mse(X, y, phi), ".3f", role="loss", name="loss"),
            Readout("points moved", moved, "d", role="data", name="moved"),
        ],
        challenge=Challenge(
            "Make the best line level by moving one point only.",
            (moved == 1) & (np.abs(phi[1]) < 0.011),
            answer={"y1": 5},
        ),
    )


BINS = np.arange(-200, 201, 25)
MEAN_BMI = np.mean(BMI)
HEAVY = np.array([18.0, 43.0])  # the range of the body-mass index
GRIPS = np.array([20.0, MEAN_BMI, 40.0])


def patient_handles(height, slope):
    """The outer two turn the line about the mean of the data, the middle one lifts it."""
    places = np.clip(height + slope * (GRIPS - MEAN_BMI), 0, 350)
    turn = [lambda _, y, x=x: {"slope": (y - height) / (x - MEAN_BMI)} for x in GRIPS]
    drags = [turn[0], lambda _, y: {"height": y}, turn[2]]
    names = ("left end of the line", "middle of the line", "right end of the line")
    return [
        handle(GRIPS[[i]], places[i : i + 1], drags[i], label=names[i], role="model", key_step=(0, 2)) for i in range(3)
    ]


@figure(
    title="Diabetes by hand",
    controls=[
        Slider("height", r"$\phi_0'$", label="height", low=50, high=250, step=0.5, start=100, role="model"),
        Slider("slope", r"$\phi_1$", label="slope", low=-10, high=20, step=0.05, start=0, role="model"),
    ],
    caption="Each dot is a patient. Lift the line by its middle and turn it by its ends. The bars count the patients "
    "by residual. What does lifting do to them, and what does turning do?",
    scenes={
        "Everybody alike": {"height": 152, "slope": 0},
        "Too steep": {"height": 152, "slope": 20},
        "The best line": {"height": 152, "slope": 10.25},
    },
    description="442 patients and a line of slope {slope:.2f} with height {height:.1f} at the mean body-mass index. "
    "The residuals have mean {bias:.1f} and root mean square {miss:.2f}.",
)
def diabetes_by_hand(height, slope):
    phi = np.stack([height - slope * MEAN_BMI, slope])
    residual, loss = linear.residuals(BMI, PROGRESSION, phi), linear.mse(BMI, PROGRESSION, phi)
    inside = (residual >= BINS[:-1, None]) & (residual < BINS[1:, None])  # (16, 442)
    bias = np.mean(residual)
    patients = [
        points(BMI, PROGRESSION, role="data", size=2.5, opacity=0.5),
        line(HEAVY, linear.predict(HEAVY, phi), role="model", width=2.5),
        *patient_handles(height, slope),
    ]
    counts = [
        bars(BINS[:-1] + 12.5, np.sum(inside, axis=1), thickness=23, role="loss"),
        rules(x=bias, role="highlight", width=2),
    ]
    return Drawing(
        panels=[
            Panel(patients, x=Axis("body-mass index", 17, 43), y=Axis("progression", 0, 350), span=1.3),
            Panel(counts, x=Axis("residual", -200, 200, ticks=5), y=Axis("patients", 0, 120)),
        ],
        readouts=[
            Readout("mean residual", bias, "+.1f", role="highlight", name="bias"),
            Readout("$L$", loss, ".0f", role="loss"),
            Readout(r"$\sqrt{L}$", np.sqrt(loss), ".2f", role="loss", name="miss"),
            Readout("share explained", 1 - loss / np.var(PROGRESSION), ".1%", role="loss"),
        ],
        challenge=Challenge(
            "Bring the root of the loss below 62.4.", np.sqrt(loss) < 62.4, answer={"height": 152, "slope": 10.25}
        ),
    )
