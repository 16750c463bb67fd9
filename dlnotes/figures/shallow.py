"""Figures of chapter 02, shallow networks."""

import numpy as np

from dlnotes import data, linear, shallow
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
    arrows,
    boxes,
    contour,
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

UNITS = ("unit1", "unit2", "unit3", "value")  # one colour per hidden unit, in every figure of the chapter
FAR = 1e3  # where things wait that are not to be seen


def pair(x, y):
    """One place, as the x and y of a mark."""
    return np.reshape(x, 1), np.reshape(y, 1)


def between(low, value, high):
    return (low <= value) & (value <= high)


# ----- 02-a: one unit -----

Z = np.linspace(-5, 5, 161)
GIVEN = (-0.6, 1.0, 1.6)  # theta_0, theta_1 and phi of the unit that is drawn for comparison
FLAT = 0.05  # a slope below this counts as none


def flat_stretches(x, slope, floor, thickness):
    """A bar along the bottom, where the slope is nearly zero and hardly teaches anything."""
    top = np.where(np.abs(slope) < FLAT, floor + thickness, floor)
    return area(x, np.full(len(x), floor), top, role="ink", label="flat")


@figure(
    title="One hidden unit",
    controls=[
        Choice("kind", label="activation", options=list(shallow.ACTIVATIONS)),
        Slider("theta0", r"$\theta_0$", label="bias", low=-3, high=3, step=0.1, start=0.5, role="unit1"),
        Slider("theta1", r"$\theta_1$", label="weight", low=-3, high=3, step=0.1, start=-1, role="unit1"),
        Slider("phi", r"$\phi$", label="outer weight", low=-3, high=3, step=0.1, start=1, role="model"),
    ],
    caption=r"An activation function with its slope, and a unit that uses it; grey bars mark where they are flat. Drag "
    r"the joint, then turn the sign of $\theta_1$. Can you draw the dashed curve with other numbers than its own? With "
    "which activations?",
    scenes={
        "Facing left": {},
        "Facing right": {"theta0": -1, "theta1": 1.5},
        "Steep, then flat": {"kind": "sigmoid", "theta0": -1.8, "theta1": 3, "phi": 3},
        "A smooth corner": {"kind": "GELU", "theta0": 0, "theta1": 1},
        "Never on": {"theta0": -1, "theta1": 0},
    },
    description="The activation {kind} and one unit with bias {theta0:.1f}, weight {theta1:.1f} and outer weight "
    "{phi:.1f}. Its joint lies at {joint:.2f}; at most {gap:.2f} lies between its curve and the dashed one.",
)
def one_unit(kind, theta0, theta1, phi):
    a, a_grad = shallow.ACTIVATIONS[kind]
    z = theta0 + theta1 * Z
    unit, given = phi * a(z), GIVEN[2] * a(GIVEN[0] + GIVEN[1] * Z)
    joint = shallow.joints_1d(np.reshape(np.stack([theta0, theta1]), (1, 2)))[0]
    gap = np.max(np.abs(unit - given))
    shape = [
        flat_stretches(Z, a_grad(Z), -1.6, 0.16),
        line(Z, a_grad(Z), role="gradient", width=2, dash="5 4", label="slope $a'[z]$"),
        line(Z, a(Z), role="unit1", label="$a[z]$"),
    ]
    curve = [
        flat_stretches(Z, phi * theta1 * a_grad(z), -6, 0.3),
        rules(x=np.clip(joint, -FAR, FAR), role="unit1", width=1, dash="4 4"),
        line(Z, given, role="muted", width=2, dash="5 4", label="to match"),
        line(Z, unit, role="model", width=3),
        handle(*pair(np.clip(joint, -5, 5), 0.0), lambda x, _: {"theta0": -theta1 * x}, label="joint", role="unit1",
               key_step=(0.1, 0)),
    ]  # fmt: skip
    return Drawing(
        panels=[
            Panel(shape, x=Axis("$z$", -5, 5), y=Axis("$a$", -1.6, 5), title="The activation"),
            Panel(curve, x=Axis("$x$", -5, 5), y=Axis(r"$\phi\,a[\theta_0+\theta_1x]$", -6, 8), title="The unit"),
        ],
        readouts=[
            Readout(r"joint $-\theta_0/\theta_1$", joint, ".2f", role="unit1", name="joint"),
            Readout(r"slope $\phi\,\theta_1$ where it is on", phi * theta1, "+.2f", role="model"),
            Readout("largest gap", gap, ".2f", role="muted", name="gap"),
        ],
        challenge=Challenge(
            r"Match the dashed curve to 0.02 with a $\theta_1$ of at least 1.8.",
            (gap < 0.02) & (theta1 > 1.79),
            answer={"kind": "ReLU", "theta0": -1.2, "theta1": 2, "phi": 0.8},
        ),
    )


# ----- 02-b: anatomy -----

THETA = np.array([[-0.2, 1.0], [0.9, -1.0], [-1.0, 2.0]])  # the default network of the chapter
PHI = np.array([-2.0, 5.0, 3.5, -2.0])
LEFT, RIGHT = -0.5, 1.5  # what is shown of the x axis
X = np.linspace(LEFT, RIGHT, 121)
ENDS = np.array([LEFT, RIGHT])
PLACE = Axis("$x$", LEFT, RIGHT, ticks=5)
LINES, TERMS, SUM = Axis(None, -2, 2, ticks=5), Axis(None, -6, 6, ticks=5), Axis(None, -4, 4, ticks=5)


def unit_slider(name, symbol, label, d, reach, step, start):
    """A parameter of unit d; steps are fine, so that a handle follows the hand."""
    return Slider(name, symbol, label=label, low=-reach, high=reach, step=step, start=float(start), role=f"unit{d}")


def inner_sliders(d):
    return [
        unit_slider(f"theta{d}{i}", rf"$\theta_{{{d}{i}}}$", f"{word} {d}", d, 3, 0.01, THETA[d - 1, i])
        for i, word in enumerate(("bias", "weight"))
    ]


def outer_slider(d):
    return unit_slider(f"phi{d}", rf"$\phi_{d}$", f"outer {d}", d, 6, 0.05, PHI[d])


CURSOR = Slider("x", "$x$", label="cursor", low=LEFT, high=RIGHT, step=0.01, start=1.15, role="highlight")


def network(theta, phi):
    """theta and phi of scenes, as values of the sliders."""
    values = {"phi0": phi[0]}
    for d, (bias, weight) in enumerate(theta, start=1):
        values |= {f"theta{d}0": bias, f"theta{d}1": weight, f"phi{d}": phi[d]}
    return values


def shown_joints(theta):
    """Joints, with those that do not exist or lie far off just outside the panels."""
    return np.clip(shallow.joints_1d(theta), LEFT - 1, RIGHT + 1)


def upright(joints, x):
    """The joints and the cursor, in every panel at the same place."""
    dashed = [rules(x=joints[d], role=UNITS[d], width=1, dash="4 4", opacity=0.7) for d in range(np.shape(joints)[0])]
    return [*dashed, rules(x=x, role="highlight", width=1.5)]


def by_unit(curves, at_cursor, x, width=2.5):
    """One curve per unit, with a dot where the cursor meets it. curves: (n, D); at_cursor: (D,)."""
    marks = []
    for d in range(np.shape(curves)[1]):
        marks.append(line(X, curves[:, d], role=UNITS[d], width=width))
        marks.append(points(*pair(x, at_cursor[d]), role=UNITS[d], size=4))
    return marks


def joint_handle(d, joint, weight):
    """Drag a joint along the axis: only the bias answers."""
    return handle(*pair(np.clip(joint, LEFT, RIGHT), 0.0), lambda x, _: {f"theta{d}0": -weight * x},
                  label=f"joint {d}", role=UNITS[d - 1], key_step=(0.02, 0), visible=weight != 0)  # fmt: skip


def turn_handle(d, bias, weight):
    """Drag a line up or down by its right end: only the weight answers."""
    end = np.clip(bias + weight * RIGHT, LINES.low, LINES.high)
    return handle(*pair(RIGHT, end), lambda _, y: {f"theta{d}1": (y - bias) / RIGHT}, label=f"right end of line {d}",
                  role=UNITS[d - 1], key_step=(0, 0.05))  # fmt: skip


def weight_handle(d, h, phi):
    """Drag a weighted term at the end of the panel where its unit is on: only the outer weight answers. h: (2,)."""
    largest = np.maximum(np.max(h), 0.1)
    side = np.where(h[1] >= h[0], RIGHT, LEFT)
    height = np.clip(phi * np.max(h), TERMS.low, TERMS.high)
    return handle(*pair(side, height), lambda _, y: {f"phi{d}": y / largest}, label=f"weight of unit {d}",
                  role=UNITS[d - 1], key_step=(0, 0.2))  # fmt: skip


def cursor_handle(x, height):
    return handle(*pair(x, height), lambda place, _: {"x": place}, label="cursor", role="highlight", key_step=(0.02, 0))


def switch_board(theta, phi, joints, x):
    """Who is on: a bar per unit; above the bars, the pattern and the slope of every piece."""
    bias, weight = theta[:, 0], theta[:, 1]
    seen = np.clip(joints, LEFT, RIGHT)
    start = np.where(weight > 0, seen, LEFT)
    end = np.where(weight < 0, seen, np.where((weight == 0) & (bias <= 0), LEFT, RIGHT))
    bars = [boxes(*pair(start[d], 2.2 - d), *pair(end[d], 2.8 - d), role=UNITS[d]) for d in range(3)]
    edges = np.concatenate([[LEFT], np.sort(seen), [RIGHT]])
    middle = (edges[1:] + edges[:-1]) / 2
    width = edges[1:] - edges[:-1]
    place = np.where(width > 0.22, middle, FAR)  # no words where there is no room
    on, slope = shallow.pattern(middle, theta), shallow.local_map(middle, theta, phi)[:, 1]
    words = [
        text(place, np.full(4, 4.5), "{:.0f}{:.0f}{:.0f}", *(1 * on[:, d] for d in range(3)), anchor="middle"),
        text(place, np.full(4, 3.5), "{:+.1f}", slope, anchor="middle", role="model"),
    ]
    return [*bars, *upright(joints, x), *words, cursor_handle(x, 0.0)]


BOARD = Axis(None, 0, 5, ticks=[4.5, 3.5, 2.5, 1.5, 0.5], tick_labels=("on?", "slope", "unit 1", "unit 2", "unit 3"))


def struck_sum(row, name, symbols, terms, on, first=None):
    """One line of the board: name = first + terms, with a stroke through the terms of units that are off."""
    total = np.sum(np.where(on, terms, 0.0)) + (0.0 if first is None else first)
    marks = [
        text([0.45], [row], name, anchor="middle"),
        text([0.45], [row - 0.75], "{:.2f}", total, anchor="middle"),
        text([1.0], [row - 0.75], "=", anchor="middle"),
    ]
    if first is not None:
        marks.append(text([1.5], [row], [r"$\phi_0$"], anchor="middle"))
        marks.append(text([1.5], [row - 0.75], "{:+.2f}", first, anchor="middle"))
    for d in range(3):
        place = np.array([2.5 + d])
        off = np.logical_not(on[d])
        for seen, role, struck in ((on[d], UNITS[d], False), (off, "muted", True)):
            style = {"anchor": "middle", "role": role, "visible": seen, "struck": struck}
            marks.append(text(place, [row], [symbols[d]], **style))
            marks.append(text(place, [row - 0.75], "{:+.2f}", terms[d], **style))
    return marks


def two_sums(theta, phi, on):
    """Slope and intercept of the piece under the cursor, as sums over the units."""
    weights = [rf"$\phi_{d}\theta_{{{d}1}}$" for d in (1, 2, 3)]
    biases = [rf"$\phi_{d}\theta_{{{d}0}}$" for d in (1, 2, 3)]
    slope = struck_sum(3.6, "slope", weights, phi[1:] * theta[:, 1], on)
    return [*slope, *struck_sum(1.6, "intercept", biases, phi[1:] * theta[:, 0], on, first=phi[0])]


def unit_parameters(theta10, theta11, theta20, theta21, theta30, theta31):
    return np.reshape(np.stack([theta10, theta11, theta20, theta21, theta30, theta31]), (3, 2))


@figure(
    title="Anatomy of a shallow network",
    controls=[
        CURSOR,
        Slider("phi0", r"$\phi_0$", label="offset", low=-6, high=6, step=0.05, start=-2, role="model"),
        *(slider for d in (1, 2, 3) for slider in inner_sliders(d)),
        *(outer_slider(d) for d in (1, 2, 3)),
    ],
    caption="Three lines are clipped, weighted and added up. Drag the pink cursor; drag the joints along the axis, the "
    "lines by their right ends, the terms by their outer ends, and the offset. What moves a joint? What changes a "
    "slope but no joint? Which terms are struck out?",
    scenes={
        "The default network": {},
        "Three units on": {"x": 0.7},
        "All face right": network([(0, 1), (-0.5, 1), (-1, 1)], (-1, 4, -5.5, 5)) | {"x": 0.75},
        "A hat": network([(0, 1), (-0.5, 1), (-1, 1)], (-1, 3, -6, 3)) | {"x": 0.25},
        "A step": network([(-0.4, 1), (-0.6, 1), (-1.5, 1)], (-1, 6, -6, 0)) | {"x": 0.5},
        "Two joints in one place": {"theta30": -0.4, "x": 0.2},
        "A unit that is always on": {"theta11": 0, "theta10": 0.5},
    },
    description="A network with joints at {joint1:.2f}, {joint2:.2f} and {joint3:.2f}. At the cursor, x = {x:.2f}, its "
    "output is {y:.2f} and its slope {slope:.2f}.",
)
def anatomy(x, phi0, theta10, theta11, phi1, theta20, theta21, phi2, theta30, theta31, phi3):
    theta = unit_parameters(theta10, theta11, theta20, theta21, theta30, theta31)
    phi, here = np.stack([phi0, phi1, phi2, phi3]), np.reshape(x, 1)
    joints, slopes = shown_joints(theta), shallow.slopes_1d(theta, phi)
    on, tangent = shallow.pattern(here, theta)[0], shallow.local_map(here, theta, phi)[0]
    h, y = shallow.hidden(X, theta), shallow.shallow(here, theta, phi)

    def stage(number, title, marks, y_axis):
        return Panel([*upright(joints, x), *marks], x=PLACE, y=y_axis, title=f"{number} {title}", aspect=0.55)

    lines = by_unit(shallow.preactivations(X, theta), shallow.preactivations(here, theta)[0], x)
    grips = [joint_handle(d + 1, joints[d], theta[d, 1]) for d in range(3)]
    grips += [turn_handle(d + 1, theta[d, 0], theta[d, 1]) for d in range(3)]
    clipped = by_unit(h, shallow.hidden(here, theta)[0], x)
    terms = by_unit(shallow.weighted(h, phi), shallow.weighted(shallow.hidden(here, theta), phi)[0], x)
    pulls = [weight_handle(d + 1, shallow.hidden(ENDS, theta)[:, d], phi[d + 1]) for d in range(3)]
    total = [
        rules(y=phi0, role="muted", width=1, dash="2 3"),
        line(ENDS, linear.predict(ENDS, tangent), role="highlight", width=1.5, dash="6 4"),
        line(X, shallow.shallow(X, theta, phi), role="model", width=3),
        *(points(joints[[d]], shallow.shallow(joints[[d]], theta, phi), role=UNITS[d], size=5) for d in range(3)),
        handle(*pair(RIGHT, phi0), lambda _, y: {"phi0": y}, label="offset", role="model", key_step=(0, 0.1)),
        cursor_handle(x, y),
    ]
    return Drawing(
        panels=[
            stage(1, r"Lines $\theta_{d0}+\theta_{d1}x$", [*lines, *grips, cursor_handle(x, LINES.low)], LINES),
            stage(2, r"Clipped $h_d=a[\theta_{d0}+\theta_{d1}x]$", clipped, LINES),
            stage(3, r"Weighted $z_d=\phi_dh_d$", [*terms, *pulls], TERMS),
            stage(4, r"Sum $y=\phi_0+z_1+z_2+z_3$", total, SUM),
            Panel(switch_board(theta, phi, joints, x), x=PLACE, y=BOARD, title="Who is on", aspect=0.6),
            Panel(two_sums(theta, phi, on), x=Axis(None, 0, 5, show=False), y=Axis(None, 0, 4, show=False),
                  title="The dashed line", aspect=0.4),
        ],
        columns=2,
        readouts=[
            Readout("$y$", y[0], ".2f", role="model", name="y"),
            Readout("slope", tangent[1], "+.2f", role="highlight", name="slope"),
            *(Readout(f"joint {d + 1}", shallow.joints_1d(theta)[d], ".2f", role=UNITS[d], name=f"joint{d + 1}")
              for d in range(3)),
        ],
        challenge=Challenge(
            "Make the last piece flat; keep the slopes −3.50 and +1.50 of the first two.",
            (np.abs(slopes[3]) < 1e-6) & np.all(np.abs(slopes[:2] - np.array([-3.5, 1.5])) < 0.02),
            answer={"phi3": -2.5},
        ),
    )  # fmt: skip


# ----- 02-c: two outputs -----

WEIGHTS = np.array([1.5, -1.0, 2.0, 1.0])  # theta_d1 of the four units
FIRST, SECOND = (1.8, 1.2, -1.5, -2.2, 3.0), (-0.5, -1.6, 1.5, 1.2, 1.0)  # phi_1 and phi_2
OUTPUTS = ("model", "ink")


def weight_slider(j, d):
    name = f"unit {d} to {j}" if d else f"offset {j}"
    start = (FIRST, SECOND)[j - 1][d]
    return Slider(f"phi{j}{d}", rf"$\phi_{{{j}{d}}}$", label=name, low=-3, high=3, step=0.1, start=start,
                  role=OUTPUTS[j - 1])  # fmt: skip


def bias_sliders(joints):
    """Biases that put the joints where they are wanted."""
    return [
        Slider(f"theta{d}", rf"$\theta_{{{d}0}}$", label=f"bias {d}", low=-3, high=3, step=0.01,
               start=float(np.round(-WEIGHTS[d - 1] * joint, 2)) + 0.0, role=UNITS[d - 1])
        for d, joint in enumerate(joints, start=1)
    ]  # fmt: skip


@figure(
    title="Two outputs, one set of joints",
    controls=[*bias_sliders((0.0, 0.45, 0.8, 1.1)), *(weight_slider(j, d) for d in range(5) for j in (1, 2))],
    caption="Two outputs read the same four hidden units. Drag a joint in either panel: which curves move? Then change "
    "the weights of one output only. Can one output have a joint that the other does not show?",
    scenes={
        "Start": {},
        "Two joints in one place": {"theta3": -0.9},
        "Output 2 sees two units": {"phi23": 0, "phi24": 0},
        "Opposite outputs": {f"phi2{d}": -value for d, value in enumerate(FIRST)},
    },
    description="Four hidden units and two outputs, 18 parameters. The joints lie at {joint1:.2f}, {joint2:.2f}, "
    "{joint3:.2f} and {joint4:.2f}, for both outputs.",
)
def two_outputs(theta1, theta2, theta3, theta4, phi10, phi11, phi12, phi13, phi14, phi20, phi21, phi22, phi23, phi24):
    theta = np.stack([np.stack([theta1, theta2, theta3, theta4]), WEIGHTS], axis=1)  # (4, 2)
    phi = np.stack([np.stack([phi10, phi11, phi12, phi13, phi14]), np.stack([phi20, phi21, phi22, phi23, phi24])])
    joints, places = shown_joints(theta), shallow.joints_1d(theta)
    h, y, bends = shallow.hidden(X, theta), shallow.shallow(X, theta, phi), shallow.shallow(joints, theta, phi)
    fences = [rules(x=joints[d], role=UNITS[d], width=1, dash="4 4", opacity=0.7) for d in range(4)]
    slides = [
        handle(*pair(np.clip(joints[d], LEFT, RIGHT), low), lambda x, _, d=d: {f"theta{d + 1}": -WEIGHTS[d] * x},
               label=f"joint {d + 1}", role=UNITS[d], key_step=(0.02, 0))
        for low in (0.0, -5.0) for d in range(4)
    ]  # fmt: skip
    units = [line(X, h[:, d], role=UNITS[d]) for d in range(4)]
    names = ("$y_1$", "$y_2$")
    curves = [line(X, y[:, j], role=OUTPUTS[j], width=3, label=names[j], direct=True) for j in range(2)]
    dots = [points(joints, bends[:, j], role=OUTPUTS[j], size=5) for j in range(2)]
    kinks = [np.max(np.abs(phi[j, 1:] * WEIGHTS)) for j in range(2)]
    return Drawing(
        panels=[
            Panel([*fences, *units, *slides[:4]], x=PLACE, y=Axis("$h_d$", -0.5, 3), title="Hidden units"),
            Panel([*fences, *curves, *dots, *slides[4:]], x=PLACE, y=Axis("$y$", -5, 5), title="Outputs"),
        ],
        readouts=[Readout(f"joint {d + 1}", places[d], ".2f", role=UNITS[d], name=f"joint{d + 1}") for d in range(4)],
        challenge=Challenge(
            "Make output 2 one straight line, and let output 1 keep its four joints.",
            (kinks[1] < 1e-9) & (np.min(np.abs(phi[0, 1:])) > 0.05),
            answer={f"phi2{d}": 0 for d in range(1, 5)},
        ),
    )


# ----- 02-d: folded planes -----

CORNERS = np.linspace(-2, 2, 41)
CENTRES = (CORNERS[1:] + CORNERS[:-1]) / 2
PLANE = np.stack(np.meshgrid(CORNERS, CORNERS), axis=-1).reshape(-1, 2)  # (1681, 2)
SCATTERED = 0.999 * PLANE + 0.0037  # no line of the reader's runs through these by accident
CODES = ["000", "001", "010", "011", "100", "101", "110", "111"]
SIDE = Axis("$x_1$", -2, 2, ticks=5), Axis("$x_2$", -2, 2, ticks=5)


def line_through(ends):
    """The unit whose joint is the line through two points: its bias and weights (3,), on to the left of the way."""
    way = ends[1] - ends[0]
    length = np.sqrt(np.sum(way**2))
    way = np.where(length > 1e-6, way / np.maximum(length, 1e-6), np.array([1.0, 0.0]))
    normal = np.stack([-way[1], way[0]])
    return np.concatenate([np.reshape(-np.sum(normal * ends[0]), 1), normal])


def region_names(on):
    """The pattern of every region, written in the middle of what is seen of it. on: (1681, 3)."""
    code = on @ np.array([4.0, 2.0, 1.0])
    inside = 1.0 * (np.expand_dims(code, -1) == np.arange(8))  # (1681, 8)
    seen = np.sum(inside, axis=0)
    middle = inside.T @ SCATTERED / np.expand_dims(np.maximum(seen, 1), -1)  # (8, 2)
    return text(np.where(seen > 25, middle[:, 0], FAR), middle[:, 1], CODES, anchor="middle")


def folds(ends, theta):
    """Each joint as a line across the plane, with an arrow to the side where the unit is on, and its two handles."""
    marks = []
    for d in range(3):
        (a, b), unit = ends[d], theta[d]
        way = 9 * np.stack([unit[2], -unit[1]])
        marks.append(segments(*pair(*(a - way)), *pair(*(a + way)), role=UNITS[d], width=2.5))
        marks.append(arrows(*pair(*((a + b) / 2)), *pair(*(0.35 * unit[1:])), role=UNITS[d], width=2))
    return marks


def crossings(theta):
    """Sines of the angles between the three lines."""
    a, b = theta[:, 1], theta[:, 2]
    return np.stack([a[i] * b[j] - b[i] * a[j] for i, j in ((0, 1), (0, 2), (1, 2))])


def plane_unit(d, start):
    return Points(f"unit{d}", label=f"line {d}", x=(-2, 2, 0.5), y=(-2, 2, 0.5), start=start, role=UNITS[d - 1])


def plane_weight(d, start):
    return Slider(
        f"phi{d}", rf"$\phi_{d}$", label=f"weight {d}", low=-3, high=3, step=0.1, start=start, role=UNITS[d - 1]
    )


@figure(
    title="Folded planes",
    controls=[
        plane_weight(1, 1.0),
        plane_weight(2, -1.0),
        plane_weight(3, 1.5),
        Point("probe", label="probe", x=(-2, 2, 0.1), y=(-2, 2, 0.1), start=(0.6, -0.7), role="highlight"),
        plane_unit(1, ((0, 1.4), (0, -1.4))),
        plane_unit(2, ((-1.4, -0.3), (1.4, -0.3))),
        plane_unit(3, ((1.6, -0.6), (-0.6, 1.6))),
    ],
    caption="Each unit folds the plane along a line; its arrow points to the side where it is on. Blue is high. "
    "Turn a line by either end: can three lines make fewer regions than 7? Then move the probe. When does its arrow, "
    "the gradient, change?",
    scenes={
        "Seven regions": {},
        "Three parallels": {
            "unit1": ((-1.5, -1), (1.5, -1)),
            "unit2": ((-1.5, 0), (1.5, 0)),
            "unit3": ((-1.5, 1), (1.5, 1)),
        },
        "Two parallels": {"unit2": ((0.8, 1.4), (0.8, -1.4)), "unit3": ((-1.5, 0.3), (1.5, 0.3))},
        "One unit": {"phi2": 0, "phi3": 0},
        "A ridge": {
            "unit1": ((0.5, -1.4), (0.5, 1.4)),
            "unit2": ((0.5, 1.4), (0.5, -1.4)),
            "phi1": -2,
            "phi2": -2,
            "phi3": 0,
        },
    },
    description="Three lines cut the plane into {regions:d} regions. At the probe the output is {y:.2f}, and its "
    "slopes along the two inputs are {slope1:.2f} and {slope2:.2f}.",
)
def folded_planes(phi1, phi2, phi3, probe, unit1, unit2, unit3):
    theta = np.stack([line_through(unit1), line_through(unit2), line_through(unit3)])
    phi, here = np.concatenate([[0.0], np.stack([phi1, phi2, phi3])]), np.reshape(probe, (1, 2))
    corners = np.reshape(shallow.shallow(PLANE, theta, phi), (41, 41))
    cells = (corners[1:, 1:] + corners[:-1, 1:] + corners[1:, :-1] + corners[:-1, :-1]) / 4
    cut = np.stack([CORNERS, 0 * CORNERS + probe[1]], axis=1)  # along x_1, at the height of the probe
    slopes, y = shallow.local_map(here, theta, phi)[0, 1:], shallow.shallow(here, theta, phi)
    regions, terms = shallow.line_regions(theta), shallow.weighted(shallow.hidden(cut, theta), phi)
    grips = [
        handle(unit[:, 0], unit[:, 1], f"unit{d}", label=f"end of line {d}", role=UNITS[d - 1], key_step=(0.05, 0.05))
        for d, unit in enumerate((unit1, unit2, unit3), start=1)
    ]
    world = [
        heatmap(cells, (-2, 2), (-2, 2), range=(-6, 6), colors="diverging"),
        contour(corners, (-2, 2), (-2, 2), np.arange(-8, 8.5, 0.5), width=0.75, role="muted"),
        rules(y=probe[1], role="highlight", width=1, dash="3 3"),
        *folds((unit1, unit2, unit3), theta),
        region_names(shallow.pattern(SCATTERED, theta)),
        *grips,
        arrows(*pair(*probe), *pair(*(0.3 * slopes)), role="highlight", width=2.5),
        handle(probe[:1], probe[1:], "probe", label="probe", role="highlight", key_step=(0.1, 0.1)),
    ]
    profile = [
        *(line(CORNERS, terms[:, d], role=UNITS[d], width=1.5, dash="5 4") for d in range(3)),
        line(CORNERS, shallow.shallow(cut, theta, phi), role="model", width=3),
        rules(x=probe[0], role="highlight", width=1.5),
        points(probe[:1], y, role="highlight"),
    ]
    return Drawing(
        panels=[
            Panel(world, x=SIDE[0], y=SIDE[1], aspect="equal", title="The plane of inputs"),
            Panel(profile, x=SIDE[0], y=Axis("$y$", -6, 6), title="The cut through the probe"),
        ],
        readouts=[
            Readout("regions", regions, "d", role="ink", name="regions"),
            Readout("$y$", y[0], ".2f", role="model", name="y"),
            Readout(r"$\partial y/\partial x_1$", slopes[0], "+.2f", role="highlight", name="slope1"),
            Readout(r"$\partial y/\partial x_2$", slopes[1], "+.2f", role="highlight", name="slope2"),
        ],
        challenge=Challenge(
            "Three lines that all cross, and only six regions.",
            (regions == 6) & (np.min(np.abs(crossings(theta))) > 0.1),
            answer={"unit1": ((0, 1.4), (0, 0)), "unit2": ((-1.4, 0), (0, 0)), "unit3": ((1, -1), (0, 0))},
        ),
    )


# ----- 02-e: no nonlinearity -----

ZIGZAG = np.array([0.0, 0.25, 0.5, 0.75, 1.0]), np.array([0.0, 1.0, 0.0, 1.0, 0.0])
ACROSS = np.linspace(0, 1, 161)
TARGET = np.interp(ACROSS, *ZIGZAG)
ZIG_UNITS = np.array([[0.0, 1], [-0.5, 1], [-0.25, 1], [0.75, -1], [-0.125, 1], [-0.625, 1]])  # theta
BENDS = np.linspace(0, 1, 51)


def best_weights(D, bend):
    """The best outer weights for the first D units; the others get none. Returns (7,)."""
    phi = shallow.fit_output(ACROSS, TARGET, ZIG_UNITS[:D], lambda z: shallow.leaky_relu(z, 1 - bend))
    return np.concatenate([phi, np.zeros(6 - D)])


BEST = np.array([[best_weights(D, bend) for bend in BENDS] for D in range(1, 7)])  # (6, 51, 7)

INNER = np.array(
    [[0.1, 0.9, 0.5], [-0.2, -0.6, 0.8], [0.3, 0.4, -0.9], [0, -0.8, -0.5], [0.2, 0.7, -0.2], [-0.1, 0.3, 0.6]]
)
OUTER = np.array([[0, 0.8, -0.7, 0.3, -0.5, 0.6, 0.2], [0, 0.3, 0.7, -0.8, 0.4, 0.1, 0.6]])
RANKS = np.array([np.linalg.matrix_rank(OUTER[:, 1 : D + 1] @ INNER[:D, 1:]) for D in range(1, 7)])
SHEET = np.stack(np.meshgrid(np.linspace(-1, 1, 17), np.linspace(-1, 1, 17)), axis=-1)  # (17, 17, 2)


def mesh(sheet, **style):
    """Every second row and column of a (17, 17, 2) sheet of points, as strokes."""
    rows, columns = sheet[::2], np.swapaxes(sheet, 0, 1)[::2]
    starts = np.concatenate([rows[:, :-1], columns[:, :-1]]).reshape(-1, 2)
    ends = np.concatenate([rows[:, 1:], columns[:, 1:]]).reshape(-1, 2)
    return segments(starts[:, 0], starts[:, 1], ends[:, 0], ends[:, 1], **style)


@figure(
    title="No bend, no depth",
    controls=[
        Slider("units", "$D$", label="hidden units", low=1, high=6, step=1, start=4, integer=True, role="unit1"),
        Slider("bend", "$s$", label="bend", low=0, high=1, step=0.02, start=0.4, role="highlight"),
        Toggle("refit", label="refit the outer weights", role="model"),
    ],
    caption=r"Every unit uses $a[z]=(1-s)\,z+s\,\mathrm{ReLU}[z]$. Drag $s$ to 0 and see what two layers do without a "
    "bend, to a zigzag and to a square sheet. Then let the outer weights be refitted for each $s$. How much bend is "
    "needed?",
    scenes={
        "Half bent": {},
        "No bend at all": {"bend": 0},
        "No bend, refitted": {"bend": 0, "refit": True},
        "A trace of bend, refitted": {"bend": 0.02, "refit": True},
        "One unit, no bend": {"units": 1, "bend": 0},
    },
    description="Two layers with {units:d} hidden units and a bend of {bend:.2f}. The mean squared error to the zigzag "
    "is {error:.4f}; without a bend, the two layers of the sheet are one matrix of rank {rank:d}.",
)  # fmt: skip
def no_bend_no_depth(units, bend, refit):
    place = np.rint(50 * bend).astype(int)
    leak, row = 1 - place / 50, look_up(BEST, units - 1)  # (51, 7)
    phi = np.where(refit, np.take(row, place, axis=0, mode="clip"), row[-1])

    def a(z):
        return shallow.leaky_relu(z, leak)

    y = shallow.shallow(ACROSS, ZIG_UNITS, phi, a)
    error = np.mean((y - TARGET) ** 2)
    used = np.concatenate([[True], np.arange(6) < units])
    image = shallow.shallow(SHEET.reshape(-1, 2), INNER, np.where(used, OUTER, 0.0), a)
    rank = look_up(RANKS, units - 1)
    fit = [
        line(ACROSS, TARGET, role="data", width=2, dash="5 4", label="zigzag"),
        line(ACROSS, np.clip(y, -9, 9), role="model", width=3, label="two layers"),
    ]
    sheet = [
        mesh(SHEET, role="muted", width=0.75, label="square"),
        mesh(np.reshape(image, (17, 17, 2)), role="model", width=1.5, label="after two layers"),
    ]
    return Drawing(
        panels=[
            Panel(fit, x=Axis("$x$", 0, 1), y=Axis("$y$", -2, 2), title="One input"),
            Panel(
                sheet,
                x=Axis("$x_1$ or $y_1$", -2, 2),
                y=Axis("$x_2$ or $y_2$", -2, 2),
                aspect="equal",
                title="Two inputs",
            ),
        ],
        readouts=[
            Readout("error", error, ".4f", role="loss", name="error"),
            Readout("largest outer weight", np.max(np.abs(phi)), ".1f", role="model"),
            Readout(r"rank of $\mathbf{W}^{(2)}\mathbf{W}^{(1)}$", rank, "d", role="unit1", name="rank"),
        ],
        challenge=Challenge(
            "Fit the zigzag with an error below 0.001 and a bend of at most 0.1.",
            (error < 1e-3) & (bend <= 0.1),
            answer={"units": 4, "bend": 0.02, "refit": True},
        ),
    )


# ----- 02-f: counting -----

MOST_IN, MOST_HIDDEN, MOST_OUT = 6, 8, 4
REST = np.array([[0.4 - 0.2 * ((3 * d + 2 * i) % 5) for i in range(MOST_IN - 1)] for d in range(MOST_HIDDEN)])
MORE = np.array([[0.5, -0.6], [-0.3, 1.0], [0.2, 0.8], [0.9, -1.2], [-0.9, 1.0]])
WIRING = np.concatenate([np.concatenate([THETA, MORE]), REST], axis=1)  # (8, 7): bias, x_1, and the other inputs
KNOB = 0.45  # how far above the selected unit its handle sits
OTHERS = np.array([0.5, -0.5, 0.25, -0.25, 0.75])  # what those others are


def column(count, most):
    """Heights of up to `most` nodes, of which `count` exist, which those are, and the distance between two."""
    number = np.arange(most)
    gap = np.minimum(2.4, 8 / np.maximum(count - 1, 1))
    return np.where(number < count, ((count - 1) / 2 - number) * gap, FAR), number < count, gap


def wires(x, left, right, drawn, **style):
    """Strokes from left to right nodes where drawn (right, left) is true; the others shrink to a point under a node."""
    start = np.where(drawn, np.expand_dims(left, 0), left[0])
    end = np.where(drawn, np.expand_dims(right, 1), left[0])
    far = np.where(drawn, x + 1.0, x)
    return segments(np.full(np.size(start), x), np.ravel(start), np.ravel(far), np.ravel(end), **style)


def layer(x, left, right, works, chosen, role):
    """All wires of a layer: faint, in colour where they carry something, and bold into the chosen node."""
    exists = np.expand_dims(right < FAR, 1) & np.expand_dims(left < FAR, 0)
    return [
        wires(x, left, right, exists, role="muted", width=1, opacity=0.35),
        wires(x, left, right, exists & works, role=role, width=1.5),
        wires(x, left, right, exists & np.expand_dims(chosen, 1), role="highlight", width=3.5),
    ]


def nodes(x, heights, names, role):
    places = np.full(len(names), x)
    return [
        points(places, heights, role="surface", size=13.0),
        points(places, heights, role=role, size=10.5, shape="ring"),
        text(places, heights, names, anchor="middle"),
    ]


def product(x, count, each, role):
    """Parameters of a layer, written above it."""
    return text([x], [5.1], r"{:.0f} $\times$ ({:.0f} + 1)", count, each, anchor="middle", role=role)


def symbols(letter, most, *before):
    return [*before, *(f"${letter}_{number}$" for number in range(1, most + 1))]


@figure(
    title="Count the wires",
    controls=[
        Slider("inputs", "$D_i$", label="inputs", low=1, high=MOST_IN, step=1, start=2, integer=True, role="data"),
        Slider("units", "$D$", label="hidden units", low=1, high=MOST_HIDDEN, step=1, start=3, integer=True,
               role="unit1"),
        Slider("outputs", "$D_o$", label="outputs", low=1, high=MOST_OUT, step=1, start=1, integer=True, role="model"),
        Slider("selected", label="selected unit", low=1, high=MOST_HIDDEN + MOST_OUT, step=1, start=1, integer=True,
               role="highlight"),
        Slider("x", "$x_1$", label="first input", low=-0.5, high=1.5, step=0.05, start=1.1, role="data"),
    ],
    caption="Every wire is one parameter; the wires from a node 1 carry the biases. Drag the pink knob to another "
    "unit: which wires belong to it? Drag $x_1$: grey units are off, and so are their wires. How many parameters do "
    "you expect before you read the number?",
    scenes={
        "Two, three, one": {},
        "One, three, one": {"inputs": 1, "selected": 2},
        "One, three, two": {"inputs": 1, "outputs": 2, "selected": 10},
        "Two, three, two": {"inputs": 2, "outputs": 2, "selected": 9},
        "The largest": {"inputs": 6, "units": 8, "outputs": 4},
    },
    description="A network with {inputs:d} inputs, {units:d} hidden units and {outputs:d} outputs has {total:d} "
    "parameters: {first:d} into the hidden units and {second:d} into the outputs. The selected unit has {incoming:d}.",
)  # fmt: skip
def count_the_wires(inputs, units, outputs, selected, x):
    entry, given, _ = column(inputs + 1, MOST_IN + 1)
    middle, _, gap = column(units + 1, MOST_HIDDEN + 1)
    leave, _, gap_out = column(outputs, MOST_OUT)
    values = np.where(given[1:], np.concatenate([np.reshape(x, 1), OTHERS]), 0.0)
    on = WIRING[:, 0] + WIRING[:, 1:] @ values > 0  # (8,)
    works = np.concatenate([[True], on])  # node 1 always works
    is_hidden = selected <= MOST_HIDDEN
    unit = np.where(is_hidden, np.minimum(selected, units), 0)  # 0 for none
    output = np.where(is_hidden, 0, np.minimum(selected - MOST_HIDDEN, outputs))
    mine = np.arange(1, MOST_HIDDEN + 1) == unit, np.arange(1, MOST_OUT + 1) == output
    place = np.sum(np.where(mine[0], middle[1:], 0.0)) + np.sum(np.where(mine[1], leave, 0.0))

    def select(x, y):
        hidden = np.clip(np.rint(units / 2 - (y - KNOB) / gap), 1, units)
        final = np.clip(np.rint((outputs - 1) / 2 - (y - KNOB) / gap_out) + 1, 1, outputs)
        return {"selected": np.where(x < 1.5, hidden, MOST_HIDDEN + final)}

    chosen = pair(np.where(is_hidden, 1.0, 2.0), place)
    marks = [
        *layer(0, entry, middle[1:], np.expand_dims(on, 1), mine[0], "unit1"),
        *layer(1, middle, leave, np.expand_dims(works, 0), mine[1], "model"),
        *nodes(0.0, entry, symbols("x", MOST_IN, "$1$"), "data"),
        *nodes(1.0, np.where(works, middle, FAR), symbols("h", MOST_HIDDEN, "$1$"), "unit1"),
        *nodes(1.0, np.where(works, FAR, middle), symbols("h", MOST_HIDDEN, "$1$"), "muted"),
        *nodes(2.0, leave, symbols("y", MOST_OUT), "model"),
        points(*chosen, role="highlight", size=13.0, shape="ring"),
        handle(chosen[0], chosen[1] + KNOB, select, label="selected unit", role="highlight", key_step=(1, 1)),
        product(0.5, units, inputs, "unit1"),
        product(1.5, outputs, units, "model"),
    ]
    total = shallow.n_params_shallow(inputs, units, outputs)
    return Drawing(
        panels=[Panel(marks, x=Axis(None, -0.3, 2.3, show=False), y=Axis(None, -4.6, 5.6, show=False), aspect=0.85)],
        readouts=[
            Readout("into hidden units", units * (inputs + 1), "d", role="unit1", name="first"),
            Readout("into outputs", outputs * (units + 1), "d", role="model", name="second"),
            Readout("parameters", total, "d", role="ink", name="total"),
            Readout(
                "into the selected unit", np.where(is_hidden, inputs, units) + 1, "d", role="highlight", name="incoming"
            ),
        ],
        challenge=Challenge(
            "Build a network with two inputs and exactly 37 parameters.",
            (total == 37) & (inputs == 2),
            answer={"inputs": 2, "units": 7, "outputs": 2},
        ),
    )


# ----- real data -----

FLAVANOIDS, COLOUR = data.wine()
BEST_LINE = linear.fit_exact(FLAVANOIDS, COLOUR)
WIDE = np.linspace(0, 5.4, 109)


def in_order(corners):
    """Corners from left to right, a little apart, so that a line runs from each to the next."""
    order = np.argsort(corners[:, 0], kind="stable")
    x, y = (np.take_along_axis(corners[:, axis], order, axis=0) for axis in (0, 1))
    places = [x[0]]
    for k in range(1, 4):
        places.append(np.maximum(x[k], places[-1] + 0.1))
    return np.stack(places), y


@figure(
    title="Bend it by hand",
    controls=[
        Points("corners", label="corners", x=(0.1, 5.1, 0.1), y=(0, 13, 0.25), role="model",
               start=((0.5, 7), (1.6, 4), (3, 5), (4.6, 4.5)))
    ],
    caption="Each dot is a wine. Drag the four corners. The polyline is a network with three hidden units, and each "
    "bends the line from its corner on. Which corners change the third unit? Where does a negative weight come from?",
    scenes={
        "A first guess": {},
        "A straight line": {"corners": ((0.5, 5.7), (1.6, 5.2), (3, 4.7), (4.6, 4))},
        "A valley": {"corners": ((0.5, 8), (1.8, 2.5), (3, 5), (4.6, 7))},
        "Level, then up": {"corners": ((2.2, 4), (3, 5.5), (3.8, 7), (4.6, 8.5))},
    },
    description="178 wines and a polyline with four corners. Its loss is {loss:.2f}, and it explains {share:.1%} of "
    "the variance of the colour.",
)  # fmt: skip
def bend_by_hand(corners):
    x, y = in_order(corners)
    theta, phi = shallow.polyline(x, y)
    terms = shallow.weighted(shallow.hidden(WIDE, theta), phi)  # (109, 3)
    partial = np.clip(phi[0] + np.cumsum(terms, axis=1), -90, 90)
    loss = np.mean((shallow.shallow(FLAVANOIDS, theta, phi) - COLOUR) ** 2)
    share = 1 - loss / np.var(COLOUR)
    scatter = [
        points(FLAVANOIDS, COLOUR, role="data", size=2.5, opacity=0.6),
        line(WIDE, linear.predict(WIDE, BEST_LINE), role="muted", width=1.5, dash="5 4", label="best line"),
        line(WIDE, np.clip(shallow.shallow(WIDE, theta, phi), -90, 90), role="model", width=3, label="network"),
        handle(corners[:, 0], corners[:, 1], "corners", label="corner", role="model", key_step=(0.1, 0.25)),
    ]
    hinges = [
        *(rules(x=x[d], role=UNITS[d], width=1, dash="4 4", opacity=0.7) for d in range(3)),
        rules(y=phi[0], role="muted", width=1.5, dash="2 3", label=r"$\phi_0$"),
        *(line(WIDE, partial[:, d], role=UNITS[d], width=6 - 2 * d, label=f"$+z_{d + 1}$") for d in range(3)),
    ]
    return Drawing(
        panels=[
            Panel(scatter, x=Axis("flavanoids", 0, 5.4), y=Axis("colour", 0, 14), title="The wines", span=1.2),
            Panel(hinges, x=Axis("flavanoids", 0, 5.4), y=Axis("colour", 0, 14), title="One unit after the other"),
        ],
        readouts=[
            Readout(r"$\phi_0$", phi[0], ".1f", role="muted"),
            *(Readout(rf"$\phi_{d}$", phi[d], "+.1f", role=UNITS[d - 1]) for d in (1, 2, 3)),
            Readout("$L$", loss, ".2f", role="loss", name="loss"),
            Readout("share explained", share, ".1%", role="loss", name="share"),
        ],
        challenge=Challenge(
            "Explain more than 40 % of the variance.",
            share > 0.4,
            answer={"corners": ((0.3, 2.6), (0.7, 8.4), (1.8, 2.5), (4.8, 8.7))},
        ),
    )
