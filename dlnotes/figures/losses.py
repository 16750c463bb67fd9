"""Figures of chapter 05, losses."""

from functools import cache

import numpy as np

from dlnotes import data, linear, losses
from dlnotes.live import (
    Axis,
    Challenge,
    Choice,
    Drawing,
    Panel,
    Point,
    Readout,
    Slider,
    State,
    Toggle,
    area,
    arrows,
    bars,
    boxes,
    contour,
    figure,
    handle,
    heatmap,
    line,
    points,
    rules,
    segments,
    text,
)

CLASS_ROLES = ("unit1", "unit2", "unit3")


def at(place):
    """One point of a plane, as the x and y of a mark."""
    return place[:1], place[1:]


def grip(x, y, drag, label, role="model", **options):
    """Something to take hold of at one place, whose x and y may depend on the controls."""
    return handle(np.reshape(x, 1), np.reshape(y, 1), drag, label=label, role=role, **options)


# ----- sideways densities -----

X, Y = data.five_points()
ENDS = np.array([-0.5, 5.3])  # where the line can be taken hold of
DENSITY = 0.7  # a density of 1 reaches so far to the side
BELL = np.linspace(0, 4, 41)[::-1]  # distances from the centre, in widths, from the tail to the peak
NOISES = {  # name → -log density of (y, centre, width), the width that fits best, the line that fits best
    "normal": (losses.nll_normal, lambda miss: np.sqrt(np.mean(miss**2)), linear.fit_exact),
    "laplace": (losses.nll_laplace, lambda miss: np.mean(np.abs(miss)), losses.fit_laplace),
}


def line_handles(phi):
    """Take hold of the line at either end: the other end stays where it is."""
    heights = linear.predict(ENDS, phi)

    def turn(end):
        def drag(_, y):
            slope = (y - heights[1 - end]) / (ENDS[end] - ENDS[1 - end])
            return {"intercept": heights[1 - end] - slope * ENDS[1 - end], "slope": slope}

        return drag

    names = ("left end of the line", "right end of the line")
    return [grip(ENDS[i], np.clip(heights[i], -1.5, 10), turn(i), names[i], key_step=(0, 0.1)) for i in (0, 1)]


def sideways(nll, centres, width):
    """At each x the density of y, drawn to the right of it."""
    reach = DENSITY * np.exp(-nll(width * BELL, 0.0, width))
    return [
        area(X[i] + reach, centres[i] - width * BELL, centres[i] + width * BELL, role="model") for i in range(len(X))
    ]


@figure(
    title="The network outputs a distribution",
    controls=[
        Choice("noise", label="noise", options={"normal": "normal", "laplace": "Laplace"}, role="model"),
        Slider("intercept", r"$\phi_0$", low=-2, high=6, step=0.05, start=0, role="model"),
        Slider("slope", r"$\phi_1$", low=-2, high=3, step=0.01, start=1.5, role="model"),
        Slider("width", r"$\sigma$", label="width", low=0.3, high=3, step=0.01, start=0.7, role="model"),
        Slider("y2", "$y_2$", label="second point", low=-1, high=9.5, step=0.1, start=3, role="data"),
        Toggle("show_best", label="show the best line", role="minimum"),
    ],
    caption=r"At each $x_i$ the model offers a density of $y$, drawn sideways; the stroke from $x_i$ shows how much "
    r"density the point received, and its bar is $-\log$ of it. Drag the line, the width, the second point. Show the "
    r"best line: does it care about the width? About a far-off point?",
    scenes={
        "A first guess": {"noise": "normal", "intercept": 0, "slope": 1.5, "width": 0.7, "y2": 3, "show_best": False},
        "Too sure of itself": {"noise": "normal", "intercept": 1.4, "slope": 0.8, "width": 0.3, "y2": 3},
        "Best line, best width": {"noise": "normal", "intercept": 1.4, "slope": 0.8, "width": 0.85, "y2": 3},
        "An outlier": {"noise": "normal", "intercept": 4, "slope": 0.15, "width": 3, "y2": 9.5, "show_best": True},
        "And Laplace": {"noise": "laplace", "intercept": 1, "slope": 0.75, "width": 2, "y2": 9.5, "show_best": True},
    },
    description="Five points and a line with intercept {intercept:.2f} and slope {slope:.2f}, surrounded by {noise} "
    "noise of width {width:.2f}. The negative log-likelihood is {loss:.2f}; with the best width for this line, "
    "{best_width:.2f}, it would be {reachable:.2f}.",
)
def sideways_densities(noise, intercept, slope, width, y2, show_best):
    nll, fit_width, fit_line = NOISES[noise]
    y = np.stack([Y[0], y2, *Y[2:]])
    phi, best = np.stack([intercept, slope]), fit_line(X, y)
    centres, each = linear.predict(X, phi), nll(y, linear.predict(X, phi), width)
    span, best_width = np.array([-0.8, 5.6]), fit_width(linear.residuals(X, y, phi))
    dashes = line(span, linear.predict(span, best), role="minimum", width=2, dash="5 4", visible=show_best)
    world = [
        *sideways(nll, centres, width),
        line(span, linear.predict(span, phi), role="model", width=2.5),
        dashes,
        segments(X, y, X + DENSITY * np.exp(-each), y, role="loss", width=4),
        points(X[[0, 2, 3, 4]], y[[0, 2, 3, 4]], role="data", size=5),
        *line_handles(phi),
        grip(X[2] + DENSITY * np.exp(-nll(width, 0.0, width)), centres[2] + width,
             lambda _, y: {"width": np.abs(y - centres[2])}, "the width", key_step=(0, 0.1)),
        grip(X[1], y2, lambda _, y: {"y2": y}, "second point", role="data", key_step=(0, 0.2)),
    ]  # fmt: skip
    high = np.maximum(5, 1.15 * np.max(each))
    loss, reachable = np.sum(each), np.sum(nll(y, centres, best_width + 1e-9))
    return Drawing(
        panels=[
            Panel(world, x=Axis("$x$", -0.8, 5.6, ticks=range(6)), y=Axis("$y$", -1.5, 10), title="Densities",
                  span=1.25, aspect=0.9),
            Panel(
                [bars(X, each, role="loss", thickness=0.5, format=".2f")],
                x=Axis("$x$", -0.8, 4.8, ticks=range(5)), y=Axis(r"$-\log p_i$", -1.5, high),
                title="What each point costs", aspect=1.26,
            ),
        ],
        readouts=[
            Readout("$L$", loss, ".3f", role="loss", name="loss"),
            Readout("best width for this line", best_width, ".2f", role="model", name="best_width"),
            Readout("$L$ with it", reachable, ".3f", role="loss", name="reachable"),
        ],
        challenge=Challenge(
            "With normal noise and all points where they were, bring $L$ below 6.3.",
            (loss < 6.3) & (np.abs(y2 - 3) < 1e-9) & (noise == "normal"),
            answer={"intercept": 1.4, "slope": 0.8, "width": 0.84},
        ),
    )  # fmt: skip


# ----- cross-entropy by hand -----

PLACES, ANSWERS = data.five_answers()
APART = np.sort(ANSWERS)  # the same answers in an order that a threshold separates
CURVE = np.linspace(-3, 3, 121)
PINS = np.array([-1.5, 1.5])  # where the curve can be taken hold of
OFFSETS, STEEPNESSES = (-4, 4), (-4, 6)
GRID = linear.parameter_grid(np.linspace(*OFFSETS, 41), np.linspace(*STEEPNESSES, 51))
LOSS_LEVELS = (0.3, 1, 2, 2.5, 3, 5 * np.log(2), 5, 8, 12, 18)


def newton(x, y, steps=20):
    phi = np.zeros(2)
    for _ in range(steps):
        phi = phi - np.linalg.solve(losses.logistic_hessian(x, phi), losses.logistic_grad(x, y, phi))
    return phi


BEST = newton(PLACES, ANSWERS)


def curve_handles(phi):
    """Take hold of the curve at two places: where the other one is held, the probability stays."""
    scores = linear.predict(PINS, phi)

    def bend(end):
        def drag(_, height):
            score, held = losses.logit(np.clip(height, 0.001, 0.999)), scores[1 - end]
            slope = (score - held) / (PINS[end] - PINS[1 - end])
            return {"offset": held - slope * PINS[1 - end], "steepness": slope}

        return drag

    names = ("the curve, left", "the curve, right")
    return [grip(PINS[i], losses.sigmoid(scores)[i], bend(i), names[i], key_step=(0, 0.02)) for i in (0, 1)]


@figure(
    title="Cross-entropy by hand",
    controls=[
        Slider("offset", r"$\phi_0$", low=-4, high=4, step=0.01, start=1, role="model"),
        Slider("steepness", r"$\phi_1$", low=-4, high=6, step=0.01, start=-0.5, role="model"),
        Toggle("apart", label="swap answers 3 and 4", role="data", structural=True),
        Toggle("show_minimum", label="show the minimum", role="minimum"),
    ],
    caption=r"The curve is $\lambda(x)$, the probability of a yes. Bend it at its handles, or drag the point on the "
    r"map. The strokes $\lambda_i-y_i$ are the slopes of the single losses. How small can the five bars be together? "
    r"Is there a second valley? Then swap the third and the fourth answer, so that no and yes lie apart. "
    r"Where is the minimum now?",
    scenes={
        "The wrong way round": {"offset": 1, "steepness": -0.5, "apart": False, "show_minimum": False},
        "A coin for everybody": {"offset": 0, "steepness": 0, "apart": False},
        "The best curve": {"offset": -0.62, "steepness": 1.09, "apart": False, "show_minimum": True},
        "Sure and wrong": {"offset": -4, "steepness": 5, "apart": False},
        "No and yes apart": {"offset": -3, "steepness": 6, "apart": True},
    },
    description="Five answers and a curve of probabilities with offset {offset:.2f} and steepness {steepness:.2f}. The "
    "cross-entropy is {loss:.3f}; the dearest single point costs {dearest:.2f}.",
)
def cross_entropy_by_hand(offset, steepness, apart, show_minimum):
    y = APART if apart else ANSWERS
    phi = np.stack([offset, steepness])
    scores, gradient = linear.predict(PLACES, phi), losses.logistic_grad(PLACES, y, phi)
    each, loss = losses.bce_with_logits(y, scores), losses.logistic_nll(PLACES, y, phi)
    chances = [
        rules(y=0.5, role="grid", width=1),
        segments(PLACES, losses.sigmoid(scores), PLACES, y.astype(float), role="gradient", width=2),
        line(CURVE, losses.sigmoid(linear.predict(CURVE, phi)), role="model", width=2.5),
        points(PLACES, y.astype(float), role="data", size=5.5),
        *curve_handles(phi),
    ]
    minimum = points(*at(BEST), role="minimum", shape="cross", size=6, visible=show_minimum)
    plan = [
        contour(losses.logistic_nll(PLACES, y, GRID), OFFSETS, STEEPNESSES, LOSS_LEVELS, role="loss"),
        *([] if apart else [minimum]),
        arrows(*at(phi), *at(-0.15 * gradient), role="gradient", width=2),
        grip(offset, steepness, lambda x, y: {"offset": x, "steepness": y}, "the curve as a point",
             key_step=(0.05, 0.05)),
    ]  # fmt: skip
    place = Axis("$x$", -3, 3, ticks=range(-2, 3))
    return Drawing(
        panels=[
            Panel(chances, x=place, y=Axis(r"$\lambda$", -0.06, 1.06, ticks=[0, 0.5, 1]), title="Probability of yes"),
            Panel(plan, x=Axis(r"$\phi_0$", *OFFSETS), y=Axis(r"$\phi_1$", *STEEPNESSES), aspect="equal",
                  title="The loss of every curve"),
            Panel([bars(PLACES, each, role="loss", thickness=0.5, format=".2f")], title="What each answer costs",
                  x=place, y=Axis(r"$\ell_i$", 0, np.maximum(3, 1.2 * np.max(each))), aspect=0.3),
        ],
        columns=2,
        readouts=[
            Readout("$L$", loss, ".3f", role="loss", name="loss"),
            Readout("dearest point", np.max(each), ".2f", role="loss", name="dearest"),
            Readout(r"$\Vert\nabla L\Vert$", np.sqrt(np.sum(gradient**2)), ".2f", role="gradient"),
        ],
        challenge=Challenge("Without swapping, bring $L$ below 2.43.", loss < (-1 if apart else 2.43),
                            answer={"offset": -0.62, "steepness": 1.09}),
    )  # fmt: skip


# ----- the softmax triangle -----

CORNERS = np.array([[0, 0], [1, 0], [0.5, np.sqrt(3) / 2]])
TRIANGLE = np.concatenate([CORNERS, CORNERS[:1]])
LEADS = np.linspace(-6, 6, 97)
SIDE_LEVELS = np.array([0.25, 0.5, 1.0, 2.0])  # of the loss, on the triangle


def probabilities_at(x, y):
    """The three shares of a place in the triangle, kept a little inside it."""
    third = y / CORNERS[2, 1]
    shares = np.maximum(np.stack([1 - x - third / 2, x - third / 2, third]), 1e-4)
    return shares / np.sum(shares)


def level_lines(y):
    """Where the class y costs the same: parallels to the opposite side, with what they cost."""
    share = np.exp(-SIDE_LEVELS)[:, None]
    ends = [share * CORNERS[y] + (1 - share) * CORNERS[other] for other in range(3) if other != y]
    lines = segments(*ends[0].T, *ends[1].T, role="loss", width=1, opacity=0.6)
    names = [f"${level:g}$" for level in SIDE_LEVELS]
    left_of = {"anchor": "end", "dx": -5} if y == 2 else {"anchor": "middle", "dy": 14}
    return [lines, text(*ends[0].T, names, role="loss", **left_of)]


@figure(
    title="Three scores, one point",
    controls=[
        *(Slider(f"z{j + 1}", f"$z_{j + 1}$", label=f"score {j + 1}", low=-4, high=4, step=0.01, start=start,
                 role=CLASS_ROLES[j]) for j, start in enumerate((0.5, -1.0, 2.0))),
        Slider("heat", "$T$", label="temperature", low=0.1, high=10, step=0.02, start=1, scale="log", role="highlight"),
        Slider("shift", "$c$", label="add to all", low=-5, high=5, step=0.1, start=0, role="muted"),
        Choice("seen", label="observed class", options={"1": "1", "2": "2", "3": "3"}, start="1", role="data"),
    ],
    caption=r"Three scores become one point of a triangle, whose corners are certainty. Drag the point, or a bar. The "
    r"arrow starts at the corner of the observed class: it is the gradient, $\mathbf{p}-\mathbf{e}_y$. What does $c$ "
    r"do? What does $T$ do? How steep can the loss become?",
    scenes={
        "Wrong": {"z1": 0.5, "z2": -1, "z3": 2, "heat": 1, "shift": 0, "seen": "1"},
        "Right": {"z1": 0.5, "z2": -1, "z3": 2, "heat": 1, "shift": 0, "seen": "3"},
        "Cold": {"z1": 1, "z2": 0.6, "z3": 0, "heat": 0.1, "shift": 0, "seen": "1"},
        "Hot": {"z1": 4, "z2": -1, "z3": -2, "heat": 10, "shift": 0, "seen": "1"},
        "Sure and wrong": {"z1": -4, "z2": -1, "z3": 4, "heat": 1, "shift": 0, "seen": "1"},
    },
    description="Scores {z1:.2f}, {z2:.2f} and {z3:.2f} at temperature {heat:.2f} give the probabilities {p1:.3f}, "
    "{p2:.3f} and {p3:.3f}. Class {seen} was observed, which costs {loss:.3f}.",
)  # fmt: skip
def softmax_triangle(z1, z2, z3, heat, shift, seen):
    y, z = int(seen) - 1, np.stack([z1, z2, z3])
    raised = z + shift
    scores = raised / heat
    p, gradient = losses.softmax(scores), losses.cross_entropy_grad(y, scores)
    others = [j for j in range(3) if j != y]
    loss, lead = losses.cross_entropy(y, scores), scores[y] - losses.log_sum_exp(scores[others])
    place, arrow = p @ CORNERS, gradient @ CORNERS

    def pull(x, height):
        wanted = heat * np.log(probabilities_at(x, height))
        wanted = wanted - np.mean(wanted)  # many scores give this point; these add up to zero
        return {f"z{j + 1}": wanted[j] for j in range(3)}

    world = [
        line(*TRIANGLE.T, role="ink", width=1.5),
        *level_lines(y),
        *(text(*at(CORNERS[j]), f"class {j + 1}", role=CLASS_ROLES[j], anchor="middle", dy=(33, 33, -16)[j])
          for j in range(3)),
        arrows(*at(CORNERS[y]), *at(arrow), role="gradient", width=2.5),
        grip(*place, pull, "the probabilities", key_step=(0.02, 0.02)),
    ]  # fmt: skip
    heights = [
        handle(np.array([float(j)]), raised[j : j + 1], lambda _, h, j=j: {f"z{j + 1}": h - shift},
               label=f"score {j + 1}", role=CLASS_ROLES[j], key_step=(0, 0.1)) for j in range(3)
    ]  # fmt: skip
    names = Axis(None, -0.6, 2.6, ticks=range(3), tick_labels=("1", "2", "3"))

    def columns(values, **options):
        return [bars(np.array([float(j)]), values[j : j + 1], role=CLASS_ROLES[j], thickness=0.6, **options)
                for j in range(3)]  # fmt: skip

    slope = losses.sigmoid(lead) - 1
    tangent = np.stack([lead - 1.6, lead + 1.6])
    cost = [
        line(LEADS, losses.softplus(-LEADS), role="loss", width=2.5),
        line(tangent, loss + slope * (tangent - lead), role="gradient", width=2),
        points(np.reshape(lead, 1), np.reshape(loss, 1), role="loss", size=5.5),
    ]
    return Drawing(
        panels=[
            Panel(world, x=Axis(None, -0.12, 1.12, show=False), y=Axis(None, -0.2, 0.98, show=False), aspect="equal",
                  title="Probabilities as a point", span=1.3),
            Panel([*columns(raised), *heights], x=names, y=Axis("$z+c$", -9.4, 9.4), title="Scores"),
            Panel(columns(p, format=".3f"), x=names, y=Axis("$p$", 0, 1.1), title="Probabilities"),
            Panel(cost, x=Axis("lead of the observed class", -6, 6), y=Axis(r"$\ell$", 0, 6.5), title="Loss"),
        ],
        columns=2,
        readouts=[
            Readout(r"$\ell$", loss, ".3f", role="loss", name="loss"),
            Readout("slope of the loss", slope, ".3f", role="gradient"),
            *(Readout(f"$p_{j + 1}$", p[j], ".3f", role=CLASS_ROLES[j], name=f"p{j + 1}") for j in range(3)),
        ],
        challenge=Challenge(
            "Let the observed class be the most probable, and still cost more than 1.",
            (p[y] >= np.max(p)) & (loss > 1),
            answer={"z1": 0.1, "z2": 0, "z3": 0},
        ),
    )  # fmt: skip


# ----- two ways to be wrong -----

BUMPS = {"far": ((0.5, 0.5), (-2.0, 2.0), (0.6, 0.6)), "near": ((0.5, 0.5), (-1.0, 1.0), (0.6, 0.6))}
CENTRES, LOG_WIDTHS = (-4, 4), (-1.5, 1.5)
LINE = np.linspace(-7, 7, 181)
KL_LEVELS = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.5, 2, 3, 5, 10, 20, 50)


@cache
def map_of(divergence, bumps):
    """A divergence for every normal density: centres along the columns, logarithms of widths up the rows."""
    densities = np.meshgrid(np.linspace(*CENTRES, 61), np.exp(np.linspace(*LOG_WIDTHS, 41)))
    return divergence(*BUMPS[bumps], *densities).astype(np.float32).astype(float)  # half the bytes in the page


def one_sided(log_p, log_q):
    """The integrand of KL(p‖q), written so that it is nowhere negative: p log(p/q) - p + q."""
    return np.exp(log_p) * (log_p - log_q - 1) + np.exp(log_q)


@figure(
    title="Two ways to be wrong",
    controls=[
        Slider("centre", r"$\mu$", label="centre", low=-4, high=4, step=0.02, start=1, role="model"),
        Slider("log_width", r"$\log\sigma$", label="width", low=-1.5, high=1.5, step=0.02, start=-0.2,
               role="model"),
        Choice("bumps", label="bumps", options={"far": "far apart", "near": "close together"}, role="data"),
    ],
    caption=r"One normal density $q$ for two bumps $p$. Drag its peak and its flank, or the point on either map. "
    r"Which divergence is hurt by $p$ without $q$, and which by $q$ without $p$? Find every valley of both maps.",
    scenes={
        "Between": {"centre": 1, "log_width": -0.2, "bumps": "far"},
        "Best forward": {"centre": 0, "log_width": 0.74, "bumps": "far"},
        "Best reverse": {"centre": 2, "log_width": -0.5, "bumps": "far"},
        "Third valley": {"centre": 0, "log_width": 0.58, "bumps": "far"},
        "Close together": {"centre": 0, "log_width": 0.16, "bumps": "near"},
    },
    description="One normal density with centre {centre:.2f} and width {width:.2f} for two bumps. The forward "
    "divergence is {forward:.3f}, the reverse divergence {reverse:.3f}.",
)  # fmt: skip
def two_divergences(centre, log_width, bumps):
    mixture, width = BUMPS[bumps], np.exp(log_width)
    log_p, log_q = losses.log_mixture(LINE, *mixture), -losses.nll_normal(LINE, centre, width)
    forward = losses.kl_mixture_to_normal(*mixture, centre, width)
    reverse = losses.kl_normal_to_mixture(*mixture, centre, width)
    missed, invented = (np.minimum(one_sided(*pair), 9) for pair in ((log_p, log_q), (log_q, log_p)))
    flank, peak = np.clip(centre + width, -6.9, 6.9), np.exp(-losses.nll_normal(centre, centre, width))
    world = [
        area(LINE, 0 * LINE, np.exp(log_p), role="data", label="$p$"),
        line(LINE, np.exp(log_q), role="model", width=2.5, label="$q$"),
        grip(centre, peak, lambda x, _: {"centre": x}, "the peak", key_step=(0.1, 0)),
        grip(flank, np.exp(-losses.nll_normal(flank, centre, width)),
             lambda x, _: {"log_width": np.log(np.maximum(np.abs(x - centre), 0.05))}, "the flank", key_step=(0.1, 0)),
    ]  # fmt: skip
    pains = [
        area(LINE, 0 * LINE, missed, role="loss", label="forward"),
        area(LINE, 0 * LINE, invented, role="highlight", label="reverse"),
    ]

    def plan(divergence, role):
        levels = contour(map_of(divergence, bumps), CENTRES, LOG_WIDTHS, KL_LEVELS, role=role)
        here = grip(centre, log_width, lambda x, y: {"centre": x, "log_width": y}, "the density as a point",
                    key_step=(0.05, 0.05))  # fmt: skip
        return {"marks": [levels, here], "x": Axis(r"$\mu$", *CENTRES), "y": Axis(r"$\log\sigma$", *LOG_WIDTHS)}

    place = Axis("$x$", -7, 7)
    pain = np.maximum(0.6, 1.1 * np.maximum(np.max(missed), np.max(invented)))
    return Drawing(
        panels=[
            Panel(world, x=place, y=Axis("density", 0, np.maximum(0.45, 1.2 * peak)), title="Two bumps, one density"),
            Panel(pains, x=place, y=Axis("nats", 0, pain), title="Where it hurts"),
            Panel(**plan(losses.kl_mixture_to_normal, "loss"), title=r"Forward, KL$(p\Vert q)$"),
            Panel(**plan(losses.kl_normal_to_mixture, "highlight"), title=r"Reverse, KL$(q\Vert p)$"),
        ],
        columns=2,
        readouts=[
            Readout(r"KL$(p\Vert q)$", forward, ".3f", role="loss", name="forward"),
            Readout(r"KL$(q\Vert p)$", reverse, ".3f", role="highlight", name="reverse"),
            Readout(r"$\sigma$", width, ".2f", role="model", name="width"),
        ],
        challenge=Challenge(
            "Bumps far apart: with the peak between them, no farther from 0 than 0.3, bring the reverse divergence "
            "below 1.14.",
            (np.abs(centre) <= 0.3) & (reverse < (1.14 if bumps == "far" else -1)),
            answer={"centre": 0, "log_width": 0.58},
        ),
    )


# ----- the wrong code -----

BIT = np.log(2)  # nats
SYMBOLS = ("A", "B", "C", "D")
SYMBOL_ROLES = ("unit1", "unit2", "unit3", "highlight")
DRAWS = (np.arange(32) * 13 % 32 + 0.5) / 32  # evenly spread over 0 to 1, in an order that looks random


def spell(p):
    """A message of 32 symbols in which each occurs as often as p says: (32, 4), one 1 per row."""
    reached = DRAWS[:, None] < np.cumsum(p)  # (32, 4)
    return reached.astype(float) - np.concatenate([np.zeros((32, 1)), reached[:, :3].astype(float)], axis=1)


def tape(message, bits, low, high):
    """The message as a row of boxes, each as long as its code word."""
    ends = np.cumsum(message @ bits)
    starts = ends - message @ bits
    return [
        boxes(starts * message[:, j], low * message[:, j], ends * message[:, j], high * message[:, j],
              role=SYMBOL_ROLES[j]) for j in range(4)
    ]  # fmt: skip


def share_handles(scores, name, offset, role):
    """Take hold of one probability: the others keep their proportions."""
    p = losses.softmax(scores)

    def pull(j):
        others = scores[[i for i in range(4) if i != j]]

        def drag(_, height):
            score = losses.logit(np.clip(height, 0.001, 0.999)) + losses.log_sum_exp(others)
            return {f"{name}{j + 1}": score / BIT}

        return drag

    words = {"p": "the source sends", "q": "the code expects"}[name]
    return [
        grip(j + offset, p[j], pull(j), f"how often {words} {SYMBOLS[j]}", role=role, key_step=(0, 0.02))
        for j in range(4)
    ]


def symbol_sliders(name, words, role, starts):
    """Scores whose powers of two are in proportion to the probabilities."""
    return [
        Slider(f"{name}{j + 1}", label=f"{words}, {SYMBOLS[j]}", low=-4, high=4, step=0.02, start=start, role=role)
        for j, start in enumerate(starts)
    ]  # fmt: skip


HALVES = [2, 1, 0, 0]  # probabilities 1/2, 1/4, 1/8, 1/8


@figure(
    title="The wrong code",
    controls=[*symbol_sliders("p", "source", "data", HALVES), *symbol_sliders("q", "code", "model", [0, 0, 0, 0])],
    caption=r"A source sends A to D with probabilities $p$; the code was built for $q$ and spends $-\log_2q_j$ bits on "
    r"a symbol. Drag the bars. Each box is as wide as its symbol is frequent and as high as its word is long, so the "
    r"boxes together are the mean length. When is it shortest?",
    scenes={
        "Even code": {f"p{j + 1}": HALVES[j] for j in range(4)} | {f"q{j + 1}": 0 for j in range(4)},
        "Even source": {f"q{j + 1}": HALVES[j] for j in range(4)} | {f"p{j + 1}": 0 for j in range(4)},
        "The right code": {f"{name}{j + 1}": HALVES[j] for j in range(4) for name in "pq"},
        "The wrong way round": {f"p{j + 1}": HALVES[j] for j in range(4)}
        | {f"q{j + 1}": HALVES[3 - j] for j in range(4)},
        "Never expected": {"p1": 0, "p2": 0, "p3": 0, "p4": 4, "q1": 1, "q2": 1, "q3": 1, "q4": -4},
    },
    description="A source of four symbols needs {shortest:.3f} bits per symbol; the code that was built for other "
    "probabilities spends {spent:.3f}, which is {wasted:.3f} more.",
)
def wrong_code(p1, p2, p3, p4, q1, q2, q3, q4):
    p_scores, q_scores = BIT * np.stack([p1, p2, p3, p4]), BIT * np.stack([q1, q2, q3, q4])
    p, q = losses.softmax(p_scores), losses.softmax(q_scores)
    best, used = (-losses.log_softmax(scores) / BIT for scores in (p_scores, q_scores))
    shortest, spent = losses.entropy(p) / BIT, losses.cross_entropy_dist(p, q) / BIT
    right = np.cumsum(p)
    left, message = right - p, spell(p)
    places = np.arange(4.0)
    shares = [
        bars(places - 0.2, p, role="data", thickness=0.34, label="source $p$"),
        bars(places + 0.2, q, role="model", thickness=0.34, label="code $q$"),
        *share_handles(p_scores, "p", -0.2, "data"),
        *share_handles(q_scores, "q", 0.2, "model"),
    ]
    words = [
        *(boxes(left[j : j + 1], np.zeros(1), right[j : j + 1], used[j : j + 1], role=SYMBOL_ROLES[j])
          for j in range(4)),
        boxes(left, 0 * left, right, best, filled=False, role="ink", label="best code"),
        text((left + right) / 2, 0 * left, [f"{name}" for name in SYMBOLS], anchor="middle", dy=-10),
    ]  # fmt: skip
    total = 32 * np.maximum(spent, shortest)
    return Drawing(
        panels=[
            Panel(shares, x=Axis(None, -0.6, 3.6, ticks=range(4), tick_labels=SYMBOLS), y=Axis("probability", 0, 1),
                  title="Source and code"),
            Panel(words, x=Axis("probability", 0, 1), y=Axis("bits", 0, np.maximum(4, 1.1 * np.max(used * (p > 0)))),
                  title="Length of the words"),
            Panel([*tape(message, used, 0.55, 0.95), *tape(message, best, 0.05, 0.45)], x=Axis("bits", 0,
                  np.maximum(80, 1.15 * total)), y=Axis(None, 0, 1, ticks=[0.75, 0.25],
                  tick_labels=("this code", "best code")), title="A message of 32 symbols", aspect=0.2),
        ],
        columns=2,
        readouts=[
            Readout("$H(p)$", shortest, ".3f", unit="bits", role="data", name="shortest"),
            Readout("$H(p,q)$", spent, ".3f", unit="bits", role="model", name="spent"),
            Readout(r"KL$(p\Vert q)$", losses.kl_discrete(p, q) / BIT, ".3f", unit="bits", role="loss",
                    name="wasted"),
            Readout(r"KL$(q\Vert p)$", losses.kl_discrete(q, p) / BIT, ".3f", unit="bits", role="muted"),
        ],
        challenge=Challenge(
            "Make the source need less than 1.2 bits, and waste less than 0.01.",
            (shortest < 1.2) & (spent - shortest < 0.01),
            answer={"p1": 4, "q1": 4, "q2": 1},
        ),
    )  # fmt: skip


# ----- softmax regression on petals -----

PETALS, SPECIES = data.petals()
CENTRE_CM, SPREAD_CM = np.mean(PETALS, axis=0), np.std(PETALS, axis=0)
FLOWERS = linear.design_matrix(linear.standardise(PETALS))  # (150, 3)
LENGTHS, BREADTHS = (0.5, 7.5), (-0.2, 3)
MEADOW = np.stack(np.meshgrid(np.linspace(*LENGTHS, 60), np.linspace(*BREADTHS, 45)), axis=-1)  # (45, 60, 2)
KEPT = 200  # so many past losses are drawn


def petal_features(place):
    """Lengths in cm → the features that the scores are computed from. place: (..., 2). Returns (..., 3)."""
    return np.concatenate([np.ones(np.shape(place)[:-1] + (1,)), (place - CENTRE_CM) / SPREAD_CM], axis=-1)


def petal_gradient(W, penalty):
    return FLOWERS.T @ losses.cross_entropy_grad(SPECIES, FLOWERS @ W) / len(FLOWERS) + penalty * W


def petal_loss(W):
    return np.mean(losses.cross_entropy(SPECIES, FLOWERS @ W))


def untrained():
    W = -2 * petal_gradient(np.zeros((3, 3)), 0.0)
    return {"W": W, "past": np.append(np.full(KEPT - 1, np.log(3)), petal_loss(W))}


def learn(state, rate, penalised):
    W = state.W - rate * petal_gradient(state.W, 0.01 * penalised)
    return {"W": W, "past": np.append(state.past[1:], petal_loss(W))}


def boundaries(W):
    """Where two species share the highest score: three half-lines, as x1, y1, x2, y2 in cm, each (3,)."""
    ends = []
    for one, other, third in ((0, 1, 2), (0, 2, 1), (1, 2, 0)):
        level, *normal = W[:, one] - W[:, other]  # the difference of two scores is level + normal · place
        normal = np.stack(normal)
        nearest = -level * normal / (np.sum(normal**2) + 1e-12)
        along = np.stack([-normal[1], normal[0]]) / np.sqrt(np.sum(normal**2) + 1e-12)
        excess = W[:, third] - W[:, one]  # of the third species, which takes over at the meeting point
        slope = along @ excess[1:]
        meeting = -(excess[0] + nearest @ excess[1:]) / np.where(np.abs(slope) < 1e-9, 1e-9, slope)
        reach = np.stack([meeting, meeting - 60 * np.sign(slope)])
        ends.append(CENTRE_CM + SPREAD_CM * (nearest + np.clip(reach, -60, 60)[:, None] * along))  # (2, 2)
    ends = np.stack(ends)  # (3, 2, 2)
    return ends[:, 0, 0], ends[:, 0, 1], ends[:, 1, 0], ends[:, 1, 1]


@figure(
    title="Softmax regression learns three irises",
    controls=[
        Slider("rate", r"$\alpha$", label="learning rate", low=0.05, high=5, step=0.02, start=1, scale="log",
               role="gradient"),
        Toggle("penalised", label="penalise large weights", role="highlight"),
        Point("flower", label="a new flower", x=(*LENGTHS, 0.05), y=(*BREADTHS, 0.02), start=(4.9, 1.6), role="ink"),
    ],
    state=State(untrained, learn, rate=30),
    caption="Press play: nine weights learn the three species by gradient descent. Along the lines two species are "
    "equally probable; where it is dark the model is sure. Drag the new flower. Does training ever end? Try again with "
    "the penalty.",
    scenes={
        "Between two species": {"flower": (4.9, 1.6), "rate": 1, "penalised": False},
        "Far from all": {"flower": (7.4, 0), "rate": 1, "penalised": False},
        "Penalised": {"flower": (4.9, 1.6), "rate": 1, "penalised": True},
    },
    description="The mean cross-entropy of 150 flowers is {loss:.4f}, the weights have length {length:.2f}, and "
    "{right:.1%} of the flowers are classified rightly.",
)  # fmt: skip
def petals_learn(state, flower, penalised):
    W = state.W
    p, share = losses.softmax(petal_features(MEADOW) @ W), losses.softmax(petal_features(flower) @ W)
    meadow = [
        heatmap(np.max(p, axis=-1), LENGTHS, BREADTHS, range=(0.3, 2.2)),
        segments(*boundaries(W), role="ink", width=1.5),
        *(points(*PETALS[j == SPECIES].T, role=CLASS_ROLES[j], size=3, label=name)
          for j, name in enumerate(("setosa", "versicolor", "virginica"))),
        handle(*at(flower), "flower", label="a new flower", role="ink"),
    ]  # fmt: skip
    names = Axis(None, -0.6, 2.6, ticks=range(3), tick_labels=("setosa", "versicolor", "virginica"))
    chances = [bars(np.array([float(j)]), share[j : j + 1], role=CLASS_ROLES[j], format=".2f") for j in range(3)]
    past = np.clip(state.past, 0.01, 4)
    return Drawing(
        panels=[
            Panel(meadow, x=Axis("petal length in cm", *LENGTHS), y=Axis("petal width in cm", *BREADTHS), span=1.25,
                  title="150 flowers"),
            Panel(chances, x=names, y=Axis("$p$", 0, 1.1), title="The new flower"),
            Panel([line(np.arange(KEPT) - KEPT + 1.0, past, role="loss", width=2.5)], x=Axis("steps ago", -KEPT, 0),
                  y=Axis("$L$", 0.05, 2, scale="log"), title="Mean cross-entropy", aspect=0.3),
        ],
        columns=2,
        readouts=[
            Readout("$L$", petal_loss(W), ".4f", role="loss", name="loss"),
            Readout("length of the weights", np.sqrt(np.sum(W**2)), ".2f", role="model", name="length"),
            Readout("classified rightly", np.mean(np.argmax(FLOWERS @ W, axis=1) == SPECIES), ".1%", role="good",
                    name="right"),
        ],
    )  # fmt: skip
