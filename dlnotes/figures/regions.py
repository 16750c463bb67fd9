"""Figures of chapter 03, linear regions."""

import numpy as np

from dlnotes import data, regions
from dlnotes.live import (
    Axis,
    Challenge,
    Choice,
    Drawing,
    Panel,
    Point,
    Points,
    Readout,
    Slider,
    Toggle,
    area,
    bars,
    figure,
    handle,
    heatmap,
    line,
    look_up,
    points,
    rules,
    segments,
    text,
)


def at(point):
    """One point of the plane, as the x and y of a mark."""
    return point[:1], point[1:]


def spot(value):
    """A number as the only place of a mark; a float, because a pointer moves in fractions."""
    return np.reshape(value, 1) + 0.0


def curve(xy, **style):
    return line(xy[:, 0], xy[:, 1], **style)


def dots(xy, **style):
    return points(xy[:, 0], xy[:, 1], **style)


# ----- features by hand -----

RING_RNG = np.random.default_rng(5)
RING_ANGLES = np.linspace(-np.pi, np.pi, 80, endpoint=False) + RING_RNG.uniform(0, 0.15, 80)
SCATTER = np.clip(RING_RNG.normal(size=80), -1.5, 1.5)
IS_OUTER = np.arange(80) % 2  # the two rings take turns
AROUND = np.linspace(-np.pi + 1e-6, np.pi, 181)
CIRCLE = regions.from_polar(np.ones(181), AROUND)


def folded(x):
    """The angle as arctan(x_2 / x_1): opposite points share it."""
    return np.arctan(x[..., 1] / np.where(x[..., 0] == 0, 1e-9, x[..., 0]))


def features(x, arctan):
    """(r, angle) of each point."""
    r, angle = regions.to_polar(x)
    return np.stack([r, np.where(arctan, folded(x), angle)], axis=-1)


def unroll(polar, t):
    """Places of (r, angle): the plane at t = 0, axes at t = 1, and in between a strip that bends less and less.

    The circle of radius 1 keeps its length.
    """
    bend = np.maximum(1 - t, 1e-6)
    r, turn = polar[..., 0], bend * polar[..., 1]
    return np.stack([
        1 + (r - 1) * np.cos(turn) - 2 * np.sin(turn / 2) ** 2 / bend, (r - 1) * np.sin(turn) + np.sin(turn) / bend
    ], axis=-1)  # fmt: skip


@figure(
    title="Unroll the rings",
    controls=[
        Slider("morph", "$t$", label="unroll", low=0, high=1, step=0.02, start=0.5, role="model"),
        Slider("threshold", "$r_0$", label="threshold", low=0.2, high=4, step=0.05, start=1.2, role="model"),
        Slider("tilt", "$s$", label="tilt", low=-1.5, high=1.5, step=0.05, start=0, role="model"),
        Slider("noise", label="noise", low=0, high=0.6, step=0.02, start=0.2, role="data"),
        Slider("gap", label="gap between the rings", low=0, high=3, step=0.1, start=2, role="data"),
        Toggle("arctan", r"$\theta=\arctan(x_2/x_1)$", label="as in the lecture notes", role="highlight"),
        Point("probe", "$p$", label="point", x=(-4, 4, 0.1), y=(-4, 4, 0.1), start=(2.5, 3), role="highlight"),
    ],
    caption=r"No straight line separates the rings. Unroll the plane with $t$: in the end $r$ goes to the "
    r"right, the angle $\theta$ upwards, and the line $r=r_0+s\,\theta/\pi$ separates them. What is that line on the "
    r"plane? Then switch to the angle of the lecture notes and look where $-p$ lands.",
    scenes={
        "Two rings": {"morph": 0, "threshold": 2, "tilt": 0, "arctan": False},
        "Half way": {"morph": 0.5, "threshold": 2, "tilt": 0, "arctan": False},
        "Unrolled": {"morph": 1, "threshold": 2, "tilt": 0, "arctan": False},
        "A tilted line": {"morph": 1, "threshold": 2, "tilt": 1, "arctan": False},
        "Opposite points merged": {"morph": 1, "threshold": 2, "tilt": 0, "arctan": True, "probe": (1, 1)},
    },
    description="Two rings of points, unrolled by {morph:.2f}. The line at {threshold:.2f} with tilt {tilt:.2f} "
    "gets {mistakes:d} of 80 points wrong. The point p has the angle {angle:.0f} degrees, its opposite {opposite:.0f}.",
)
def unroll_the_rings(morph, threshold, tilt, noise, gap, arctan, probe):
    x = regions.from_polar(1 + gap * IS_OUTER + noise * SCATTER, RING_ANGLES)
    polar, rays = features(x, arctan), features(CIRCLE, arctan)
    reach = np.maximum(threshold + tilt * rays[:, 1] / np.pi, 0)  # of the border, in each direction
    border = np.stack([reach, rays[:, 1]], axis=-1)
    mistakes = np.sum((polar[:, 0] > threshold + tilt * polar[:, 1] / np.pi) != IS_OUTER)
    pair = np.stack([probe, -probe])
    angles = features(pair, arctan)[:, 1] * 180 / np.pi

    def both(place, border, pair):
        """What the two panels show alike."""
        inner, outer = place[IS_OUTER == 0], place[IS_OUTER == 1]
        return [
            dots(inner, role="positive", size=3.5),
            dots(outer, role="negative", size=3.5),
            curve(border, role="model", width=2.5),
            dots(pair[1:], role="highlight", shape="ring", size=6),
            text(pair[:, 0], pair[:, 1], ["$p$", "$-p$"], role="highlight", dx=10, dy=-10),
            handle(spot(threshold), np.zeros(1), lambda x, _: {"threshold": x}, label="border", role="model",
                   key_step=(0.05, 0)),
        ]  # fmt: skip

    landed = unroll(features(pair, arctan), morph)
    plane = [*both(x, CIRCLE * reach[:, None], pair), handle(*at(probe), "probe", label="point p", role="highlight")]
    strip = [*both(unroll(polar, morph), unroll(border, morph), landed), dots(landed[:1], role="highlight")]
    flat = {"aspect": "equal"}
    return Drawing(
        panels=[
            Panel(plane, x=Axis("$x_1$", -5, 5), y=Axis("$x_2$", -5, 5), title="The plane", **flat),
            Panel(strip, x=Axis("$x_1$ turns into $r$", -5, 5), y=Axis(r"$x_2$ turns into $\theta$", -5, 5),
                  title="The features", **flat),
        ],
        readouts=[
            Readout("points on the wrong side", mistakes, "d", role="model", name="mistakes"),
            Readout(r"$\theta$ of $p$ in degrees", angles[0], ".0f", role="highlight", name="angle"),
            Readout(r"$\theta$ of $-p$", angles[1], ".0f", role="highlight", name="opposite"),
        ],
        challenge=Challenge(
            "Separate the rings without a mistake while the noise is 0.4 or more and the gap 1.5 or less.",
            (mistakes == 0) & (noise >= 0.4) & (gap <= 1.5),
            answer={"noise": 0.4, "gap": 1.5, "threshold": 1.75},
        ),
    )  # fmt: skip


# ----- universal approximation -----

UNIT = np.linspace(0, 1, 241)
KINK = np.sqrt(0.2)  # never a joint: irrational
MOST_HINGES = 40
SOME = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 40)
TARGETS = {
    "sine": lambda x: np.sin(2 * np.pi * x),
    "bump": lambda x: 1.2 * np.exp(-(((x - 0.6) / 0.12) ** 2)),
    "corner": lambda x: 1.8 * np.abs(x - KINK) - 0.6,
    "jump": lambda x: np.where(x < KINK, -0.7, 0.7),
}
OWN = ((0, -0.6), (0.17, 0.6), (0.33, 0.9), (0.5, -0.2), (0.67, -0.8), (0.83, 0.5), (1, 0.3))


def drawn(own):
    """A smooth curve that follows draggable points: at every x a mean of their heights, the near ones weighing most."""

    def value(x):
        closeness = -((np.expand_dims(x, -1) - own[:, 0]) ** 2) / (2 * 0.06**2)
        weights = np.exp(closeness - np.max(closeness, axis=-1, keepdims=True))
        return weights @ own[:, 1] / np.sum(weights, axis=-1)

    return value


ERROR_SPAN = 1e-4, 10


def decay(errors, n, error):
    """The largest error against the number of hinges, with two slopes to compare."""
    steps, shown = np.array(SOME, dtype=float), np.clip(errors, *ERROR_SPAN)
    return [
        line(steps, 1 / steps**2, role="muted", width=1, dash="4 4", label="slope −2", direct=True),
        line(steps, 1 / steps, role="muted", width=1, dash="1 4", label="slope −1", direct=True),
        line(steps, shown, role="loss", width=2.5),
        points(steps, shown, role="loss", size=3),
        handle(spot(n), spot(np.clip(error, *ERROR_SPAN)), lambda x, _: {"n": x}, label="hinges", role="model",
               key_step=(1, 0)),
    ]  # fmt: skip


@figure(
    title="Build any curve from hinges",
    controls=[
        Choice("target", label="target", options=[*TARGETS, "your own"], start="sine", role="data"),
        Slider("n", "$n$", label="hinges", low=1, high=MOST_HINGES, step=1, start=5, integer=True, role="model"),
        Slider("cursor", "$x$", label="look at", low=0, high=1, step=0.005, start=0.55, role="highlight"),
        Toggle("show", label="show each hinge", start=True, role="unit1"),
        Points("own", label="points of your own curve", x=(0, 1, 0.01), y=(-1.2, 1.2, 0.01), start=OWN, role="data"),
    ],
    caption=r"A network of $n$ hinges $w_j\,\mathrm{ReLU}[x-k_j]$ meets the target at $0,\frac{1}{n},\dots,1$. "
    r"Add hinges, and follow the largest error on the logarithmic axes: which targets fall with slope $-2$, which more "
    r"slowly, which not at all? Then drag a curve of your own.",
    scenes={
        "Five hinges": {"target": "sine", "n": 5, "show": True},
        "Eight hinges": {"target": "sine", "n": 8, "show": False},
        "Forty hinges": {"target": "sine", "n": 40, "show": False},
        "A corner": {"target": "corner", "n": 12, "show": False},
        "A jump": {"target": "jump", "n": 24, "show": False},
        "Your own": {"target": "your own", "n": 12, "show": False},
    },
    description="A network of {n:d} hinges follows the target {target}. The largest error is {error:.4f}. At "
    "{cursor:.3f} there are {active:d} hinges at work and the network has slope {slope:.2f}.",
)
def build_from_hinges(target, n, cursor, show, own):
    f = drawn(own) if target == "your own" else TARGETS[target]
    grid = np.arange(MOST_HINGES + 1) / n  # joints beyond 1 change nothing between 0 and 1
    offset, weights = regions.hinge_network(grid, f(np.minimum(grid, 1)))
    joints = grid[:-1]
    network, wanted = regions.hinge_sum(UNIT, offset, weights, joints), f(UNIT)
    error = regions.interpolation_error(lambda x: f(np.minimum(x, 1)), grid)
    errors = np.stack([regions.interpolation_error(f, np.arange(some + 1) / some) for some in SOME])
    is_active = (joints < cursor) & (joints < 1)
    each = np.clip(np.reshape(weights, (-1, 1)) * np.maximum(UNIT[::8] - np.reshape(joints, (-1, 1)), 0), -9, 9)
    place = spot(cursor)
    height = regions.hinge_sum(place, offset, weights, joints)
    used = np.minimum(grid, 1)
    world = [
        line(UNIT[::8], each, role="unit1", width=1, opacity=0.45, visible=show),
        area(UNIT, wanted, network, role="loss", opacity=0.45),
        line(UNIT, wanted, role="data", width=2.5, label="target"),
        line(used, f(used), role="model", width=2.5, label="network"),
        points(used, f(used), role="model", size=3),
        rules(x=cursor, role="highlight", width=1),
        handle(place, height, lambda x, _: {"cursor": x}, label="look at", role="highlight", key_step=(0.005, 0)),
    ]
    if target == "your own":
        world.append(handle(own[:, 0], own[:, 1], "own", label="your curve", role="data"))
    return Drawing(
        panels=[
            Panel(world, x=Axis("$x$", 0, 1), y=Axis(None, -1.4, 1.4), title="The curve", span=1.3),
            Panel(decay(errors, n, error), x=Axis("hinges $n$", 1, 40, scale="log", ticks=[1, 2, 5, 10, 20, 40]),
                  y=Axis("largest error", *ERROR_SPAN, scale="log"), title="The error"),
        ],
        readouts=[
            Readout("largest error", error, ".4f", role="loss", name="error"),
            Readout("hinges at work here", np.sum(is_active), "d", role="highlight", name="active"),
            Readout("their slopes add up to", np.sum(weights * is_active), "+.2f", role="highlight", name="slope"),
        ],
        challenge=Challenge(
            "Bring the error of the bump below 0.02 with as few hinges as possible.",
            (error < 0.02) & (n <= 32) if target == "bump" else 0 * n > 1,
            answer={"target": "bump", "n": 32},
        ),
    )  # fmt: skip


PLACES = np.linspace(0, 1, 5)
SIDE = np.linspace(-4, 4, 41)
UNITS = {
    "identity": lambda z: z,
    "square": lambda z: z**2,
    "ReLU": lambda z: np.maximum(z, 0),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
}
LARGEST = {"identity": 8, "square": 24, "ReLU": 4, "sigmoid": 0.8}  # what the strongest colour of the map stands for


@figure(
    title="A measure that hides",
    controls=[
        Choice("unit", label="activation", options=list(UNITS), start="ReLU", role="model"),
        Point("chosen", r"$(y,\theta)$", label="unit", x=(-4, 4, 0.1), y=(-4, 4, 0.1), start=(1, -0.5), role="model"),
        *[
            Slider(
                f"w{i}", f"$w_{i}$", label=f"weight at {place:g}", low=-6, high=6, step=0.5, start=start, role="data"
            )
            for i, (place, start) in enumerate(zip(PLACES, (1, 0, -2, 0, 1), strict=True))
        ],
    ],
    caption=r"A measure $\mu$ puts five weights on $[0,1]$; drag them. The map shows what every unit "
    r"$\sigma(yx+\theta)$ measures, $\int\sigma\,d\mu$. A blank map means that $\mu$ hides from $\sigma$ altogether. "
    r"From which activations can you hide?",
    scenes={
        "Seen by ReLU": {"unit": "ReLU", "w0": 1, "w1": 0, "w2": -2, "w3": 0, "w4": 1, "chosen": (1, -0.5)},
        "Hidden from the identity": {"unit": "identity", "w0": 1, "w1": 0, "w2": -2, "w3": 0, "w4": 1},
        "Seen by the square": {"unit": "square", "w0": 1, "w1": 0, "w2": -2, "w3": 0, "w4": 1},
        "Seen by the sigmoid": {"unit": "sigmoid", "w0": 1, "w1": 0, "w2": -2, "w3": 0, "w4": 1, "chosen": (4, -2.8)},
    },
    description="Five weights on the unit interval, {w0:.1f}, {w1:.1f}, {w2:.1f}, {w3:.1f} and {w4:.1f}. The {unit} "
    "measures {value:.3f}; the largest value of any unit on the map is {largest:.3f}.",
)
def measure_that_hides(unit, chosen, w0, w1, w2, w3, w4):
    weights = np.stack([w0, w1, w2, w3, w4])
    sigma = UNITS[unit]
    shown = PLACES + 0 * w0  # computed in the page: 41 × 41 × 5 numbers need not travel
    seen = regions.integral(sigma, SIDE, SIDE[:, None], shown, weights)  # (41, 41)
    value = regions.integral(sigma, chosen[0], chosen[1], PLACES, weights)
    largest = np.max(np.abs(seen))
    response = np.clip(sigma(chosen[0] * UNIT[::8] + chosen[1]), -9, 9)
    grips = [
        handle(PLACES[[i]], weights[i : i + 1], lambda _, h, i=i: {f"w{i}": h}, label=f"weight at {PLACES[i]:g}",
               role="data", key_step=(0, 0.5))
        for i in range(5)
    ]  # fmt: skip
    measure = [
        line(UNIT[::8], response, role="model", width=2.5, label=r"$\sigma(yx+\theta)$"),
        segments(PLACES, 0 * PLACES, PLACES, weights, role="data", width=4),
        *grips,
    ]
    strongest = LARGEST[unit]
    plan = [
        heatmap(seen, (-4.1, 4.1), (-4.1, 4.1), range=(-strongest, strongest), colors="diverging", colorbar=True),
        handle(*at(chosen), "chosen", label="unit", role="model"),
    ]
    heights = Axis(r"weights of $\mu$", -6.5, 6.5)
    return Drawing(
        panels=[
            Panel(measure, x=Axis("$x$", -0.06, 1.06), y=heights, title="The measure, and one unit"),
            Panel(plan, x=Axis("$y$", -4.1, 4.1), y=Axis(r"$\theta$", -4.1, 4.1), aspect="equal",
                  title=r"$\int\sigma(yx+\theta)\,d\mu$ for every unit"),
        ],
        readouts=[
            Readout(r"$\int\sigma(yx+\theta)\,d\mu$", value, "+.3f", role="model", name="value"),
            Readout("largest on the map", largest, ".3f", role="loss", name="largest"),
        ],
        challenge=Challenge(
            "Hide a measure from the square: a blank map, and some weight of 1 or more.",
            (largest < 1e-9) & (np.max(np.abs(weights)) >= 1) if unit == "square" else 0 * w0 > 1,
            answer={"unit": "square", "w0": 1, "w1": -3, "w2": 3, "w3": -1, "w4": 0},
        ),
    )  # fmt: skip


COUNTS = 10 ** np.linspace(0, 4, 81)
DIMENSIONS = np.arange(1.0, 101.0)


@figure(
    title="Fixed or learned",
    controls=[
        Slider("d", "$d$", label="dimensions", low=1, high=100, step=1, start=6, integer=True, role="data"),
        Slider("n", "$n$", label="basis functions", low=1, high=10**4, step=0.05, start=100, scale="log", role="model"),
        Slider("r", "$r$", label="radius", low=0.5, high=6, step=0.1, start=0.5, role="loss"),
        Slider("C", "$C_f$", label="Barron constant", low=0.1, high=10, step=0.1, start=1, role="loss"),
    ],
    caption=r"Learned units are sure to reach $(2rC_f)^2/n$. For fixed functions the worst case is at best of order "
    r"$n^{-2/d}$; its constant, which also depends on the class, is left out. Drag the two points. In how many "
    r"dimensions does learning begin to pay? What happens to the learned curve when the ball grows?",
    scenes={
        "On a line": {"d": 1, "n": 100, "r": 0.5, "C": 1},
        "They meet": {"d": 2, "n": 100, "r": 0.5, "C": 1},
        "Ten dimensions": {"d": 10, "n": 1000, "r": 0.5, "C": 1},
        "A hundred": {"d": 100, "n": 1000, "r": 0.5, "C": 1},
        "A larger ball": {"d": 10, "n": 1000, "r": 6, "C": 1},
    },
    description="With {n:.0f} basis functions in {d:d} dimensions, the learned ones are sure to reach an error of "
    "{learned:.2e}; fixed ones cannot be better than of order {fixed:.2e}.",
)
def fixed_or_learned(d, n, r, C):
    learned, fixed = regions.barron_bound(C, r, n), regions.fixed_basis_rate(n, d)
    low, high = 1e-8, 1e4

    def compare(x, by_learning, by_hand):
        return [
            line(x, np.clip(by_learning, low, high), role="model", width=2.5, label=r"learned: $(2rC_f)^2/n$"),
            line(x, np.clip(by_hand, low, high), role="data", width=2.5, label="fixed: $n^{-2/d}$"),
        ]

    error = Axis("mean squared error", low, high, scale="log", ticks=[1e-8, 1e-6, 1e-4, 1e-2, 1, 1e2, 1e4])
    here = spot(fixed)
    in_n = [
        *compare(COUNTS, regions.barron_bound(C, r, COUNTS), regions.fixed_basis_rate(COUNTS, d)),
        rules(x=n, role="muted", width=1),
        points(spot(n), spot(learned), role="model"),
        handle(spot(n), here, lambda x, _: {"n": x}, label="basis functions", role="data"),
    ]
    in_d = [
        *compare(DIMENSIONS, learned + 0 * DIMENSIONS, regions.fixed_basis_rate(n, DIMENSIONS)),
        rules(x=d, role="muted", width=1),
        points(spot(d), spot(learned), role="model"),
        handle(spot(d), here, lambda x, _: {"d": x}, label="dimensions", role="data", key_step=(1, 0)),
    ]
    count = Axis("basis functions $n$", 1, 1e4, scale="log", ticks=[1, 10, 100, 1e3, 1e4])
    dimension = Axis("dimensions $d$", 1, 100, scale="log", ticks=[1, 2, 5, 10, 20, 50, 100])
    return Drawing(
        panels=[
            Panel(in_n, x=count, y=error, title="More functions"),
            Panel(in_d, x=dimension, y=error, title="More dimensions", legend=False),
        ],
        readouts=[
            Readout("learned, at most", learned, ".2e", role="model", name="learned"),
            Readout("fixed, of order", fixed, ".2e", role="data", name="fixed"),
            Readout("fixed functions for an error of 0.01: about", np.minimum(10.0**d, 1e100), ".0e", role="data"),
        ],
        challenge=Challenge(
            "With two dimensions, find the smallest $n$ for which the fixed rate is 0.01.",
            (d == 2) & (fixed <= 0.01001) & (n < 101),
            answer={"d": 2, "n": 100.0},
        ),
    )


# ----- regions -----

MOST_LINES = 6
LATTICE = 4  # places per unit, at which the ends of lines snap, so that all their numbers are whole
PUSHES = 50
REACH = 4.0  # half the side of the window
ENDS = (
    (-3.5, -1), (3.5, 2.5), (-3, 3), (3, -2.5), (-2, -3.5), (-0.5, 3.5), (1, -3.5), (2.75, 3.5), (-3.5, -2),
    (3.5, -2.75), (-3.5, 3.25), (3.5, 1.25),
)  # fmt: skip
STRIPES = tuple((x, y + k) for k in (-2.5, -1.5, -0.5, 0.5, 1.5, 2.5) for x, y in ((-3, -0.5), (3, 0.5)))
GRID = (
    (-3, -1),
    (3, -1),
    (-1, -3),
    (-1, 3),
    (-3, 1),
    (3, 1),
    (1, -3),
    (1, 3),
    (-3, 2.5),
    (3, 2.5),
    (2.5, -3),
    (2.5, 3),
)


def nonzero(a, instead=1.0):
    return np.where(a == 0, instead, a)


def heights(lines, x):
    """Where each line is at each x, (D, n); far above if the line is not there, nearly upright if it is upright."""
    c, a, b = (lines[:, [i]] for i in range(3))
    is_there = (a != 0) | (b != 0)
    return np.where(is_there, -(c + a * x) / nonzero(b, 1e-4), 9)


def bands(lines):
    """All that lies above k lines, for every k: a layer of colour for each active unit.

    The layers have corners at the crossings and where a line leaves the window, so the regions they show are exact.
    """
    c, a, b = lines[:, 0], lines[:, 1], lines[:, 2]
    i, j = np.triu_indices(len(lines), 1)
    crossings = (b[i] * c[j] - b[j] * c[i]) / nonzero(a[i] * b[j] - a[j] * b[i])
    leaving = [-(c + y * nonzero(b, 1e-4)) / nonzero(a) for y in (-REACH, REACH)]
    x = np.concatenate([[-REACH, REACH], *(np.clip(places, -REACH, REACH) for places in (crossings, *leaving))])
    x = np.sort(x)
    edges = np.sort(np.clip(heights(lines, x), -REACH, REACH), axis=0)
    return [area(x, edge, np.full(len(x), REACH), role="model", opacity=0.85) for edge in edges]


def strokes(lines, silent):
    """Each line across the whole window; dashed if its unit is silent."""
    length = nonzero(np.sum(lines[:, 1:] ** 2, axis=1))
    foot = -lines[:, [0]] * lines[:, 1:] / np.reshape(length, (-1, 1))  # the point nearest to the origin
    along = 12 * np.stack([-lines[:, 2], lines[:, 1]], axis=1) / np.reshape(np.sqrt(length), (-1, 1))
    tips = np.concatenate([foot - along, foot + along], axis=1)  # (D, 4)
    loud, quiet = {"role": "model"}, {"role": "muted", "dash": "3 5"}
    return [
        segments(*tips[i : i + 1].T, visible=is_shown, **style)
        for i in range(len(lines))
        for style, is_shown in ((loud, silent != i + 1), (quiet, silent == i + 1))
    ]


def growth(D, cut):
    """Regions against lines, for three kinds of arrangement, and the one at hand."""
    counts = np.arange(MOST_LINES + 1)
    grey = {"role": "muted", "direct": True}
    return [
        line(counts, 1 + counts + counts * (counts - 1) / 2, label="general", **grey),
        line(counts[1:], 2 * counts[1:], dash="5 4", label="one point", **grey),
        line(counts, 1 + counts, dash="1 4", label="parallel", **grey),
        points(np.array([D]), spot(cut), role="highlight", size=7, label="yours"),
    ]


@figure(
    title="Cut the plane",
    controls=[
        Slider(
            "D",
            "$D$",
            label="lines",
            low=1,
            high=MOST_LINES,
            step=1,
            start=3,
            integer=True,
            structural=True,
            role="model",
        ),
        Slider("push", label="push to one point", low=0, high=1, step=0.02, start=0, role="highlight"),
        Slider("silent", "$d$", label="unit with weight 0", low=0, high=6, step=1, start=0, integer=True, role="muted"),
        Point("probe", "$x$", label="where you are", x=(-4, 4, 0.1), y=(-4, 4, 0.1), start=(0, 1.5), role="highlight"),
        Points("ends", label="ends of the lines", x=(-4, 4, 0.25), y=(-4, 4, 0.25), start=ENDS, role="model"),
    ],
    caption=r"Each line is where a hidden unit is zero; above it the unit is active. Drag the ends of the lines; they "
    r"snap to a lattice, so the count is exact. Carry the point through all regions and read its pattern. How can you "
    r"lose regions? How far must you push before the first one is lost?",
    scenes={
        "Three lines": {"D": 3, "push": 0, "silent": 0, "ends": ENDS},
        "Six lines": {"D": 6, "push": 0, "silent": 0, "ends": ENDS},
        "Almost one point": {"D": 6, "push": 0.9, "silent": 0, "ends": ENDS},
        "One point": {"D": 6, "push": 1, "silent": 0, "ends": ENDS},
        "Parallel": {"D": 6, "push": 0, "silent": 0, "ends": STRIPES},
        "Chessboard": {"D": 6, "push": 0, "silent": 0, "ends": GRID},
        "A silent unit": {"D": 3, "push": 0, "silent": 2, "ends": ENDS},
    },
    description="The lines cut the plane into {regions:d} regions; at most {most:d} are possible. The network that "
    "adds up the units has {pieces:d} linear pieces.",
)
def cut_the_plane(D, push, silent, probe, ends):
    corners = np.reshape(np.rint(LATTICE * ends), (MOST_LINES, 2, 2))[:D]  # whole numbers
    closer = np.stack([np.rint(PUSHES * (1 - push)), 0 * push + PUSHES, 0 * push + PUSHES])
    whole = regions.line_through(corners[:, 0], corners[:, 1]) * closer
    is_heard = np.reshape(np.arange(1, D + 1) != silent, (-1, 1))
    cut, pieces = regions.count_plane_regions(whole), regions.count_plane_regions(whole * is_heard)
    lines = whole / np.array([LATTICE, 1, 1])  # the same lines in the units of the window
    is_above = probe[1] > heights(lines, spot(probe[0]))[:, 0]
    pattern = [
        text(*at(probe), "{:.0f}", is_above[i].astype(float), dx=12 + 10 * i, dy=-14, role="highlight")
        for i in range(D)
    ]
    places = np.reshape(corners / LATTICE, (-1, 2))
    world = [
        *bands(lines),
        *strokes(lines, silent),
        handle(places[:, 0], places[:, 1], "ends", label="end of a line", role="model", visible=push == 0),
        *pattern,
        handle(*at(probe), "probe", label="where you are", role="highlight"),
    ]
    most = regions.max_regions(2, D)
    window = (-REACH, REACH)
    return Drawing(
        panels=[
            Panel(world, x=Axis("$x_1$", *window), y=Axis("$x_2$", *window), aspect="equal", title="The plane",
                  span=1.2),
            Panel(growth(D, cut), x=Axis("lines $D$", 0, MOST_LINES), y=Axis("regions", 0, 23),
                  title="How many regions", legend=False),
        ],
        readouts=[
            Readout("regions", cut, "d", role="highlight", name="regions"),
            Readout("at most", np.asarray(most), "d", role="muted", name="most"),
            Readout("linear pieces of $f$", pieces, "d", role="model", name="pieces"),
        ],
        challenge=Challenge(
            "Cut the plane into exactly 9 regions with four lines.",
            cut == (9 if D == 4 else 0),
            answer={"D": 4, "ends": GRID},
        ),
    )  # fmt: skip


WIDTHS = np.arange(101)
MOST_REGIONS = np.array([[float(regions.max_regions(Di, int(D))) for D in WIDTHS] for Di in range(1, 51)])


@figure(
    title="Regions against parameters",
    controls=[
        Slider("Di", "$D_i$", label="inputs", low=1, high=50, step=1, start=10, integer=True, role="data"),
        Slider("D", "$D$", label="hidden units", low=1, high=100, step=1, start=50, integer=True, role="model"),
    ],
    caption=r"The most regions that $D$ hidden units can cut from a space of $D_i$ dimensions, next to the number of "
    r"parameters of the network. Drag the point. Up to where does every unit double the number of regions? What makes "
    r"them many: width, or inputs?",
    scenes={
        "On a line": {"Di": 1, "D": 30},
        "In the plane": {"Di": 2, "D": 30},
        "Ten inputs, fifty units": {"Di": 10, "D": 50},
        "Fifty inputs": {"Di": 50, "D": 50},
    },
    description="{D:d} units with {Di:d} inputs cut at most {most:.3e} regions and have {parameters:d} parameters.",
)
def regions_against_parameters(Di, D):
    most = look_up(MOST_REGIONS, Di - 1)
    here = look_up(most, D)
    before = look_up(most, D - 1)
    parameters = WIDTHS * (Di + 1) + WIDTHS + 1
    chosen = D * (Di + 1) + D + 1
    lines = [
        line(WIDTHS, 2.0**WIDTHS, role="muted", dash="4 4", label="$2^D$"),
        line(WIDTHS, most, role="highlight", width=2.5, label="regions, at most"),
        line(WIDTHS, parameters, role="model", width=2.5, label="parameters"),
        points(spot(D), spot(chosen), role="model"),
        handle(spot(D), spot(here), lambda x, _: {"D": x}, label="hidden units", role="highlight",
               key_step=(1, 0)),
    ]  # fmt: skip
    return Drawing(
        panels=[
            Panel(lines, x=Axis("hidden units $D$", 0, 100),
                  y=Axis(None, 1, 1e30, scale="log", ticks=[1, 1e5, 1e10, 1e15, 1e20, 1e25, 1e30]), aspect=0.5),
        ],
        readouts=[
            Readout("regions, at most", here, ".3e", role="highlight", name="most"),
            Readout("the last unit multiplied them by", here / before, ".3f", role="highlight"),
            Readout("parameters", chosen, "d", role="model", name="parameters"),
        ],
        challenge=Challenge(
            "With two inputs, find the smallest width at which regions outnumber parameters.",
            (Di == 2) & (here > chosen) & (before <= chosen - 4),
            answer={"Di": 2, "D": 8},
        ),
    )  # fmt: skip


# ----- fixed basis functions -----

UP_TO = np.arange(1, 101)
MONOMIALS = np.array([[float(regions.n_monomials(int(D), M)) for D in UP_TO] for M in range(1, 7)])
PRODUCTS = np.array([[float(regions.n_products(int(D), M)) for D in UP_TO] for M in range(1, 7)])


@figure(
    title="Counting features",
    controls=[
        Slider("D", "$D$", label="dimensions", low=1, high=100, step=1, start=20, integer=True, role="data"),
        Slider("M", "$M$", label="order", low=1, high=6, step=1, start=3, integer=True, role="model"),
        Slider("m", "$m$", label="parts per axis", low=2, high=10, step=1, start=3, integer=True, role="loss"),
        Toggle("loglog", label="logarithmic $D$", structural=True, role="muted"),
    ],
    caption=r"Three ways to pay for features: the different monomials of order up to $M$, the same without merging "
    r"$x_ix_j$ and $x_jx_i$, and one feature for each of $m^D$ boxes. On which axes is a curve straight, and what does "
    r"that say about its growth?",
    scenes={
        "Straight means exponential": {"loglog": False, "M": 3, "m": 3},
        "Straight means polynomial": {"loglog": True, "M": 3, "m": 3},
        "Order six": {"loglog": True, "M": 6, "m": 2},
        "Ten parts, ten dimensions": {"loglog": False, "D": 10, "m": 10},
    },
    description="In {D:d} dimensions there are {monomials:.3e} monomials of order up to {M:d}, and {boxes:.3e} boxes "
    "with {m:d} parts per axis. One more dimension multiplies the monomials by {factor:.4f}.",
)
def counting_features(D, M, m, loglog):
    top = 1e16
    monomials, products = look_up(MONOMIALS, M - 1), look_up(PRODUCTS, M - 1)
    boxes = (0.0 + m) ** UP_TO
    here = [look_up(each, D - 1) for each in (monomials, products, boxes)]
    place = spot(D)
    curves = [
        line(UP_TO, np.minimum(boxes, 10 * top), role="loss", width=2.5, label="boxes $m^D$"),
        line(UP_TO, np.minimum(products, 10 * top), role="model", width=1.5, dash="4 4", label="products, unmerged"),
        line(UP_TO, np.minimum(monomials, 10 * top), role="model", width=2.5, label="monomials"),
        rules(x=D, role="muted", width=1),
        points(place, np.minimum(spot(here[2]), 10 * top), role="loss"),
        points(place, spot(here[1]), role="model", shape="ring"),
        handle(place, spot(here[0]), lambda x, _: {"D": x}, label="dimensions", role="model", key_step=(1, 0)),
    ]
    steps = Axis("dimensions $D$", 1, 100, scale="log", ticks=[1, 2, 5, 10, 20, 50, 100])
    return Drawing(
        panels=[
            Panel(curves, x=steps if loglog else Axis("dimensions $D$", 0, 100),
                  y=Axis("features", 1, top, scale="log", ticks=[1, 1e4, 1e8, 1e12, 1e16]), aspect=0.5),
        ],
        readouts=[
            Readout("monomials", here[0], ".3e", role="model", name="monomials"),
            Readout("boxes", here[2], ".3e", role="loss", name="boxes"),
            Readout("one more dimension: monomials times", (D + M + 1) / (D + 1), ".4f", role="model", name="factor"),
            Readout("boxes times", m, "d", role="loss"),
        ],
        challenge=Challenge(
            "Find the first dimension in which polynomials of order 3 need more than 100 000 features.",
            (M == 3) & (here[0] > 1e5) & (look_up(monomials, D - 2) <= 1e5),
            answer={"M": 3, "D": 83},
        ),
    )  # fmt: skip


BOX_RNG = np.random.default_rng(1)
TRAINING, FRESH = BOX_RNG.uniform(size=(10**4, 10)), BOX_RNG.uniform(size=(1000, 10))
SIZES = np.rint(10 ** np.arange(1, 4.1, 0.25)).astype(int)  # 10 to 10 000
MOST_PARTS, MOST_AXES = 10, 10


def label(x):
    """1 inside a disc, -1 outside: only the first two coordinates matter."""
    return np.where(np.sum((x[:, :2] - 0.5) ** 2, axis=1) < 0.16, 1, -1)


def box_tables(m):
    """For every dimension and size: how many boxes are hit, the accuracy, and the majorities in a slice (m * m)."""
    middle = (np.arange(m) + 0.5) / m
    slice_points = np.full((m * m, MOST_AXES), 0.5)
    slice_points[:, 1], slice_points[:, 0] = (axis.ravel() for axis in np.meshgrid(middle, middle, indexing="ij"))
    asked = np.concatenate([slice_points, FRESH])
    labels, truth = label(TRAINING), label(FRESH)
    hit, right, majority = [], [], []
    for D in range(1, MOST_AXES + 1):
        answers, blocks_hit = regions.block_learning(TRAINING[:, :D], labels, asked[:, :D], m, SIZES)
        majority.append(answers[:, : m * m] + 0.0)  # no −0, which would travel as eight bytes
        right.append(np.mean(np.where(answers[:, m * m :] == 0, 0.5, answers[:, m * m :] == truth), axis=1))
        hit.append(blocks_hit)
    return np.stack(hit), np.stack(right), np.stack(majority)


BOXES = {m: box_tables(m) for m in range(2, MOST_PARTS + 1)}
AXES_COUNT = np.arange(1, MOST_AXES + 1)
RIM = 0.5 + 0.4 * np.stack([np.cos(AROUND), np.sin(AROUND)], axis=1)


@figure(
    title="Empty boxes",
    controls=[
        Slider("D", "$D$", label="dimensions", low=1, high=10, step=1, start=2, integer=True, role="data"),
        Slider("m", "$m$", label="parts per axis", low=2, high=10, step=1, start=5, integer=True, structural=True,
               role="model"),
        Slider("n", "$n$", label="training points", low=10, high=10**4, step=0.25, start=1000, scale="log",
               role="train"),
    ],
    caption=r"Only $x_1$ and $x_2$ decide the class: inside the disc or outside. A box answers with the majority of "
    r"the training points in it; an empty box, left pale, tosses a coin. Add dimensions that do not matter. How many "
    r"points would you need to make up for it?",
    scenes={
        "Two dimensions": {"D": 2, "m": 5, "n": 1000},
        "Three": {"D": 3, "m": 5, "n": 1000},
        "Five": {"D": 5, "m": 5, "n": 1000},
        "Ten": {"D": 10, "m": 5, "n": 1000},
        "Ten, with ten times the data": {"D": 10, "m": 5, "n": 10**4},
        "Coarser boxes": {"D": 6, "m": 4, "n": 10**4},
    },
    description="{n:.0f} points in {D:d} dimensions: {hit:.0f} of {boxes:.0f} boxes hold a point, "
    "and {accuracy:.1%} of new points are classified correctly.",
)  # fmt: skip
def empty_boxes(D, m, n):
    hit, right, majority = BOXES[m]
    size = np.rint(4 * np.log10(n)).astype(int) - 4
    boxes = float(m) ** AXES_COUNT
    filled, accuracy = look_up(hit.T, size) / boxes, look_up(right.T, size)
    here = (D - 1) * len(SIZES) + size
    shown = look_up(majority.reshape(-1, m * m), here)
    cuts = np.arange(1, m) / m
    face = [
        heatmap(np.reshape(shown, (m, m)), (0, 1), (0, 1), range=(-1.6, 1.6), colors="diverging"),
        rules(x=cuts, role="muted", width=0.5),
        rules(y=cuts, role="muted", width=0.5),
        curve(RIM, role="ink", width=1.5, dash="4 4", label="inside or outside"),
    ]
    place = spot(D)

    def of(values):
        return look_up(values, D - 1)

    shares = [
        rules(y=0.5, role="muted", width=1, dash="4 4"),
        line(AXES_COUNT, filled, role="train", width=2.5, label="boxes with a point"),
        line(AXES_COUNT, accuracy, role="test", width=2.5, label="new points classified correctly"),
        points(place, spot(of(filled)), role="train"),
        handle(place, spot(of(accuracy)), lambda x, _: {"D": x}, label="dimensions", role="test", key_step=(1, 0)),
    ]
    return Drawing(
        panels=[
            Panel(face, x=Axis("$x_1$", 0, 1), y=Axis("$x_2$", 0, 1), aspect="equal",
                  title="A slice through the boxes"),
            Panel(shares, x=Axis("dimensions $D$", 1, 10, ticks=10), y=Axis("share", 0, 1, format=".0%"),
                  title="What is left", span=1.3),
        ],
        readouts=[
            Readout("boxes", of(boxes), ".0f", role="model", name="boxes"),
            Readout("with a point", look_up(hit.ravel(), here), "d", role="train", name="hit"),
            Readout("accuracy", of(accuracy), ".1%", role="test", name="accuracy"),
        ],
        challenge=Challenge(
            "Classify at least 73 % of the new points correctly in six dimensions.",
            (D == 6) & (of(accuracy) >= 0.73),
            answer={"D": 6, "m": 3, "n": 10**4},
        ),
    )  # fmt: skip


# ----- where a Gaussian lives -----

MOST_DIMENSIONS = 200
GAPS = np.linspace(-2.5, 2.5, 101)  # from the mode, in units of sigma
BIN_EDGES = np.linspace(-2.5, 2.5, 26)
NORMALS = np.random.default_rng(2).normal(size=(1000, MOST_DIMENSIONS))
LENGTHS = np.sqrt(np.cumsum(NORMALS**2, axis=1))  # (1000, 200): of the first D coordinates
COUNTED = np.stack([
    np.histogram(LENGTHS[:, D - 1] - regions.radial_mode(D, 1), BIN_EDGES)[0] for D in range(1, MOST_DIMENSIONS + 1)
])  # fmt: skip
INSIDE = np.array([regions.radial_mass(0, 1, D, 1) for D in range(1, MOST_DIMENSIONS + 1)])  # P(r < sigma)
SPAN = np.linspace(0.01, 24, 481)


def shape_of_shell(D, sigma):
    """The density of the length at a distance from its mode, relative to the density there."""
    mode = regions.radial_mode(D, sigma)
    peak = regions.radial_log_pdf(np.maximum(mode, 1e-9), D, sigma)

    def ratio(offset):
        r = mode + offset
        height = regions.radial_log_pdf(np.maximum(r, 1e-9), D, sigma) - peak
        return np.where(r > 0, np.exp(np.minimum(height, 50)), 0)

    return ratio


def everywhere(D, sigma):
    root = sigma * np.sqrt(D)
    name = r"density of $\mathbf{x}$ at this distance, scaled"
    return [
        line(SPAN, np.exp(-((SPAN / sigma) ** 2) / 2) / sigma, role="muted", width=1.5, dash="4 4", label=name),
        line(SPAN, np.minimum(regions.radial_pdf(SPAN, D, sigma), 9 / sigma), role="data", width=2.5, label="$p(r)$"),
        rules(x=root, role="muted", width=1, dash="1 4"),
        text(spot(root), spot(0.97 / sigma), [r"$\sigma\sqrt{D}$"], dx=5, role="muted"),
    ]


RIGHT, WRONG = r"$e^{-\varepsilon^2/\sigma^2}$", r"$e^{-3\varepsilon^2/2\sigma^2}$"


def around_the_mode(D, sigma, ratio):
    peak = regions.radial_pdf(np.maximum(regions.radial_mode(D, sigma), 1e-9), D, sigma)
    found = look_up(COUNTED, D - 1) / (len(NORMALS) * 0.2 * sigma * peak)  # a bin is 0.2 sigma wide
    return [
        bars(BIN_EDGES[:-1] + 0.1, np.minimum(found, 1.3), thickness=0.19, role="train", opacity=0.5,
             label="1000 random vectors"),
        line(GAPS, ratio(GAPS * sigma), role="data", width=2.5, label="exact"),
        line(GAPS, regions.radial_local(GAPS * sigma, sigma), role="good", dash="6 4", label=RIGHT),
        line(GAPS, np.exp(-1.5 * GAPS**2), role="negative", dash="2 4", label=WRONG),
    ]  # fmt: skip


@figure(
    title="Where the Gaussian lives",
    controls=[
        Slider("D", "$D$", label="dimensions", low=1, high=MOST_DIMENSIONS, step=1, start=20, integer=True,
               role="data"),
        Slider("sigma", r"$\sigma$", label="standard deviation", low=0.25, high=1.5, step=0.05, start=1, role="data"),
        Slider("epsilon", r"$\varepsilon$", label="distance from the mode", low=-2, high=2, step=0.05, start=0.8,
               role="highlight"),
    ],
    caption=r"The length $r$ of a normal vector with $D$ components. Raise $D$: does the shell become thinner? Then "
    r"compare the three curves around the mode, and the lengths of 1000 random vectors: which exponent is right?",
    scenes={
        "One dimension": {"D": 1, "sigma": 1},
        "Two": {"D": 2, "sigma": 1},
        "Twenty": {"D": 20, "sigma": 1},
        "Two hundred": {"D": 200, "sigma": 1},
        "Twice as wide": {"D": 50, "sigma": 1.5},
    },
    description="In {D:d} dimensions with standard deviation {sigma:.2f} the most likely length is {mode:.3f}. At "
    "{epsilon:.2f} from it the density falls to {exact:.4f}; exp(-e²/s²) gives {right:.4f}, exp(-3e²/2s²) {wrong:.4f}.",
)  # fmt: skip
def gaussian_shell(D, sigma, epsilon):
    mode, ratio = regions.radial_mode(D, sigma), shape_of_shell(D, sigma)
    exact, right, wrong = ratio(epsilon), regions.radial_local(epsilon, sigma), np.exp(-1.5 * (epsilon / sigma) ** 2)
    whole = [
        *everywhere(D, sigma),
        handle(
            spot(mode),
            spot(np.minimum(regions.radial_pdf(np.maximum(mode, 1e-9), D, sigma), 1 / sigma)),
            lambda x, _: {"D": (np.maximum(x, 0) / sigma) ** 2 + 1},
            label="mode",
            role="data",
            key_step=(0.1, 0),
        ),
    ]
    near = [
        *around_the_mode(D, sigma, ratio),
        handle(
            spot(np.clip(epsilon / sigma, -2.5, 2.5)),
            spot(exact),
            lambda x, _: {"epsilon": x * sigma},
            label="distance from the mode",
            role="highlight",
            key_step=(0.05, 0),
        ),
    ]
    inside = look_up(INSIDE, D - 1)
    return Drawing(
        panels=[
            Panel(whole, x=Axis("length $r$", 0, 24), y=Axis(None, 0, 1 / sigma), title="How long"),
            Panel(near, x=Axis(r"$\varepsilon/\sigma$", -2.5, 2.5), y=Axis(r"$p(r^{*}+\varepsilon)/p(r^{*})$", 0, 1.3),
                  title="Around the mode"),
        ],
        readouts=[
            Readout("mode $r^{*}$", mode, ".3f", role="data", name="mode"),
            Readout(r"exact ratio at $\varepsilon$", exact, ".4f", role="data", name="exact"),
            Readout(RIGHT, right, ".4f", role="good", name="right"),
            Readout(WRONG, wrong, ".4f", role="negative", name="wrong"),
            Readout(r"$P(r<\sigma)$", inside, ".2e", role="muted", name="inside"),
        ],
        challenge=Challenge(
            r"Find the smallest $D$ in which less than 0.1 % of the mass lies within $\sigma$ of the origin.",
            (inside < 1e-3) & (look_up(INSIDE, D - 2) >= 1e-3),
            answer={"D": 9},
        ),
    )  # fmt: skip


# ----- manifolds -----

BLOB_WIDTHS = np.round(np.arange(0.6, 3.01, 0.1), 1)
BLOB_NOISES = np.array([0, 0.05, 0.1, 0.15])
POSITIONS = np.linspace(0, 1, 101)
SPECKLE = np.rint(16 * np.random.default_rng(3).normal(size=(101, 256))) + 0.0  # whole, without −0: one byte each
SHOWN_BARS = 10
FINE = 4000  # places per unit to which the paths are rounded


def blob_table():
    """For every width and noise: the path in three components (51, 3), the cumulative shares of variance (10,), and how
    many components are needed for 95 %.
    """
    paths, shares, needed = [], [], []
    for width in BLOB_WIDTHS:
        clean = regions.blob_images(POSITIONS, width)
        for noise in BLOB_NOISES:
            scores, variances = regions.pca_scores(clean + noise * SPECKLE / 16, 3)
            paths.append((scores * np.sign(scores[-1] - scores[0]))[::2])
            shares.append(np.cumsum(variances)[:SHOWN_BARS] / np.sum(variances))
            needed.append(regions.components_for(variances, 0.95))
    return np.rint(FINE * np.array(paths)) + 0.0, np.array(shares, dtype=np.float32), np.array(needed)


PATHS, SHARES, NEEDED = blob_table()
ROWS = np.arange(1, SHOWN_BARS + 1)


def seen_from(place, turn):
    """Points of space (n, 3) as seen from an angle: turned about the third axis, then tipped by 25 degrees."""
    cos, sin, tip = np.cos(turn), np.sin(turn), np.deg2rad(25)
    across = place[..., 0] * cos - place[..., 1] * sin
    away = place[..., 0] * sin + place[..., 1] * cos
    return np.stack([across, place[..., 2] * np.cos(tip) + away * np.sin(tip)], axis=-1)


@figure(
    title="One knob, 256 pixels",
    controls=[
        Slider("t", "$t$", label="the knob", low=0, high=1, step=0.02, start=0.3, role="highlight"),
        Slider("width", "$w$", label="width of the blob", low=0.6, high=3, step=0.1, start=1.5, role="data"),
        Slider("noise", label="noise", low=0, high=0.15, step=0.05, start=0, role="loss"),
        Slider("turn", label="look from", low=0, high=360, step=2, start=30, unit="°", role="muted"),
    ],
    caption=r"A blob slides along an image, moved by one knob $t$. Every image is a point in 256 dimensions; the path "
    r"is shown in the three directions in which it is longest. Turn it with the last slider. Make the blob thinner: "
    r"how many directions does the path now need, though one knob still moves it?",
    scenes={
        "A wide blob": {"width": 3, "noise": 0},
        "As in the text": {"width": 1.5, "noise": 0},
        "A thin blob": {"width": 0.6, "noise": 0},
        "On or near": {"width": 1.5, "noise": 0.05},
    },
    description="A blob of width {width:.1f} at position {t:.2f}. Its images need {needed:d} principal components for "
    "95 percent of the variance; the first explains {first:.1%}.",
)
def one_knob(t, width, noise, turn):
    row = np.rint(10 * width - 6).astype(int) * len(BLOB_NOISES) + np.rint(20 * noise).astype(int)
    step = np.rint(50 * t).astype(int)
    path, shares = look_up(PATHS, row) / FINE, look_up(SHARES, row)
    image = regions.blob_images(step / 50, width) + noise / 16 * look_up(SPECKLE[::2], step)
    angle = turn * np.pi / 180
    seen = seen_from(path, angle)
    axes = seen_from(2.2 * np.eye(3), angle)
    here = look_up(seen, step)
    needed = look_up(NEEDED, row)
    space = [
        segments(np.zeros(3), np.zeros(3), axes[:, 0], axes[:, 1], role="muted", width=1),
        text(axes[:, 0], axes[:, 1], ["1", "2", "3"], role="muted", dx=3, dy=-8),
        curve(seen, role="data", width=2),
        dots(np.reshape(here, (1, 2)), role="highlight", size=7),
    ]
    spectrum = [
        bars(ROWS, shares, thickness=0.7, role="data"),
        rules(y=0.95, role="model", width=1, dash="4 4"),
        text(np.array([0.5]), np.array([0.95]), ["95 %"], role="model", dy=-10),
    ]
    span = (-0.5, 15.5)
    off = {"show": False}
    return Drawing(
        panels=[
            Panel([heatmap(np.reshape(image, (16, 16)), span, span[::-1], range=(0, 1))], x=Axis(None, *span, **off),
                  y=Axis(None, *span, **off), aspect="equal", title="The image", span=0.8),
            Panel(space, x=Axis(None, -2.6, 2.6, **off), y=Axis(None, -2.6, 2.6, **off), aspect="equal",
                  title="Its path through 256 dimensions"),
            Panel(spectrum, x=Axis("components", 0.4, SHOWN_BARS + 0.6, ticks=ROWS[::1]),
                  y=Axis("variance explained", 0, 1.05, ticks=[0, 0.25, 0.5, 0.75, 1], format=".0%"),
                  title="How many directions", aspect=0.3),
        ],
        readouts=[
            Readout("components for 95 %", needed, "d", role="model", name="needed"),
            Readout("the first explains", shares[0], ".1%", role="data", name="first"),
        ],
        challenge=Challenge(
            "Without noise, find the widest blob that needs six components for 95 % of the variance.",
            (noise < 0.02) & (needed == 6) & (look_up(NEEDED, row + len(BLOB_NOISES)) < 6),
            answer={"width": 0.7, "noise": 0},
        ),
    )  # fmt: skip


DIGITS, DIGIT_LABELS = data.digits()
DIGIT_MEAN, DIGIT_COMPONENTS, DIGIT_VARIANCES = regions.pca(DIGITS)
DIGIT_COMPONENTS = DIGIT_COMPONENTS.astype(np.float32).astype(float)  # half the size in the page
FIRST_DIGITS = DIGITS[:40]
KEPT = np.arange(65)


def growing(variances):
    return np.concatenate([[0], np.cumsum(variances) / np.sum(variances)])


DIGIT_SHARES = growing(DIGIT_VARIANCES)
BLOB_SHARES = [growing(regions.pca(regions.blob_images(POSITIONS, width))[2][:64]) for width in (1.5, 0.6)]


@figure(
    title="Rebuild a digit",
    controls=[
        Slider("K", "$K$", label="components", low=0, high=64, step=1, start=8, integer=True, role="model"),
        Slider("which", label="digit", low=0, high=39, step=1, start=2, integer=True, role="data"),
    ],
    caption="A scanned digit has 64 pixels; here it is rebuilt from the mean of all digits and its first $K$ principal "
    "components. How many do you need to read it? How many for 95 % of the variance of all 1797 digits, and how does "
    "that compare with the blobs, which one knob moves?",
    scenes={
        "The mean": {"K": 0},
        "Two components": {"K": 2},
        "Ten": {"K": 10},
        "95 %": {"K": 29},
        "All": {"K": 64},
    },
    description="Digit {which:d} of the data, rebuilt from {K:d} components, which hold {share:.1%} of the variance of "
    "all digits. A typical pixel is off by {miss:.2f} of 16 grey levels.",
)
def rebuild_a_digit(K, which):
    image = look_up(FIRST_DIGITS, which)
    code = (image - DIGIT_MEAN) @ DIGIT_COMPONENTS.T * (np.arange(64) < K)
    rebuilt = DIGIT_MEAN + code @ DIGIT_COMPONENTS
    share = look_up(DIGIT_SHARES, K)

    def picture(pixels, left):
        return heatmap(np.reshape(pixels, (8, 8)), (left, left + 8), (8, 0), range=(0, 16))

    place = spot(K)
    spectrum = [
        rules(y=0.95, role="muted", width=1, dash="4 4"),
        line(KEPT, BLOB_SHARES[0], role="unit2", label="blob, width 1.5"),
        line(KEPT, BLOB_SHARES[1], role="unit3", label="blob, width 0.6"),
        line(KEPT, DIGIT_SHARES, role="data", width=2.5, label="digits"),
        handle(place, spot(share), lambda x, _: {"K": x}, label="components", role="model", key_step=(1, 0)),
    ]
    return Drawing(
        panels=[
            Panel([picture(image, 0), picture(rebuilt, 9)], x=Axis(None, 0, 17, show=False),
                  y=Axis(None, 0, 8, show=False), aspect="equal", title="A digit, and the same rebuilt"),
            Panel(spectrum, x=Axis("components $K$", 0, 64, ticks=[0, 16, 32, 48, 64]),
                  y=Axis("variance explained", 0, 1.02, ticks=[0, 0.25, 0.5, 0.75, 1], format=".0%"),
                  title="How many components"),
        ],
        readouts=[
            Readout("of the variance of all digits", share, ".1%", role="model", name="share"),
            Readout("typical miss of a pixel, of 16", np.sqrt(np.mean((rebuilt - image) ** 2)), ".2f", role="loss",
                    name="miss"),
        ],
        challenge=Challenge(
            "Keep 95 % of the variance of the digits with as few components as possible.",
            (share >= 0.95) & (look_up(DIGIT_SHARES, K - 1) < 0.95),
            answer={"K": 29},
        ),
    )  # fmt: skip
