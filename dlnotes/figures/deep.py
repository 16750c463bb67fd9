"""Figures of chapter 04, deep networks."""

import numpy as np

from dlnotes import deep
from dlnotes.live import (
    Axis,
    Challenge,
    Drawing,
    Matrix,
    Panel,
    Points,
    Readout,
    Slider,
    cells,
    figure,
    handle,
    line,
    look_up,
    points,
    polygons,
    rules,
    segments,
    text,
)

UNITS = ("unit1", "unit2", "unit3", "value")
CLOSE = 1e-9  # what is nearer counts as equal, so that rounding decides nothing
NOWHERE = 99.0  # outside every panel: where a stroke goes that is not there
INPUT = Axis("$x$", -1.05, 1.05, ticks=[-1, -0.5, 0, 0.5, 1])


def count(label, number, **options):
    """A readout of a whole number that only structural controls change."""
    return Readout(label, np.asarray(number), "d", **options)


# ----- the folding machine -----

KNOTS = np.array([-1 / 3, 1 / 3, 1.0])  # where net 2 can be taken hold of: its joints and its right end
FLOOR, CEILING = -1.3, 1.3
RIBBON, BOTTOM = -1.6, -2.3  # where the folded axis lies below net 2, and where that panel ends
IDENTITY = deep.shallow_as_mlp([[1, 1]], [-1, 1])  # on [-1, 1]


def net_2(phi):
    """The second network: the units of the fold, with output weights of its own."""
    betas, omegas = deep.fold_net()
    return betas, [omegas[0], np.reshape(phi, (1, 3))]


def stretches(network, count):
    """The linear pieces of a network on [-1, 1]: ends (count, 2), values (count, 2), slopes (count,), and which exist.

    `count` is the most there can be; what does not exist comes last.
    """
    places, values, slopes = deep.trace_line(*network, -1.0, 1.0, thin=False)[-1]
    order = deep.bends(places, slopes)[0][:count]
    ends = [np.take(each, order, axis=0, mode="clip") for each in (places[:-1, 0], places[1:, 0])]
    heights = [np.take(each, order, axis=0, mode="clip") for each in (values[:-1, 0], values[1:, 0])]
    exists = ends[1] - ends[0] > CLOSE
    return np.stack(ends, axis=1), np.stack(heights, axis=1), np.take(slopes[:, 0], order, mode="clip"), exists


def strokes(x, y, shown, **style):
    """(n, 2) and (n, 2) as n straight strokes; those not shown lie outside the panel."""
    away = [np.where(shown, each, NOWHERE) for each in (x[:, 0], y[:, 0], x[:, 1], y[:, 1])]
    return segments(*away, **style)


def by_direction(x, y, rising, exists, **style):
    """Strokes of one colour where the fold rises, and of another where it falls."""
    return [
        strokes(x, y, exists & rising, role="data", label="forward", **style),
        strokes(x, y, exists & ~rising, role="test", label="mirrored", **style),
    ]


def preimages(y, xs, ys, exists):
    """The inputs at which each stretch (n, 2) takes the value y; outside the panel where it does not. Returns (n,)."""
    share = (y - ys[:, 0]) / np.where(ys[:, 1] == ys[:, 0], 1, ys[:, 1] - ys[:, 0])
    meets = exists & (share >= -CLOSE) & (share <= 1 + CLOSE)
    return np.where(meets, xs[:, 0] + share * (xs[:, 1] - xs[:, 0]), NOWHERE)


def ribbon(x, xs, ys, slopes, exists):
    """The x axis as net 2 sees it: a strip that lies in one level more for each fold, and the input on it."""
    change = np.abs(slopes[1:] - slopes[:-1]) / (np.abs(slopes[1:]) + np.abs(slopes[:-1]) + 1e-9)
    folds = np.concatenate([np.zeros(1), np.cumsum(np.where(exists[1:], change, 0))])
    levels = RIBBON - folds * min(0.16, 0.6 / len(xs))
    before = np.sum(np.where(exists & (xs[:, 0] <= x + CLOSE), 1, 0)) - 1  # the stretch that holds x
    here = np.stack([look_up(each, before) for each in (ys[:, 0], ys[:, 1], xs[:, 0], xs[:, 1])])
    y = here[0] + (x - here[2]) / (here[3] - here[2]) * (here[1] - here[0])
    flat, width = np.stack([levels, levels], axis=1), 2.5 if len(xs) < 20 else 1
    turns = [ys[:-1, 1], levels[:-1], ys[1:, 0], levels[1:]]
    away = [np.where(exists[1:], each, NOWHERE) for each in turns]
    return [
        segments(*away, role="muted", width=width),
        *by_direction(ys, flat, slopes > CLOSE, exists, width=width),
        points(np.reshape(y, 1), np.reshape(look_up(levels, before), 1), role="highlight", size=4),
    ]


def ray(*corners):
    """A dashed way through corners (x, y)."""
    x, y = (np.stack([corner[axis] for corner in corners]) for axis in (0, 1))
    return line(x, y, role="highlight", width=1.5, dash="5 3")


def knot_handles(heights):
    """Pull net 2 up or down at a joint; its other joints stay where they are."""

    def pull(k):
        def drag(_, y):
            pulled = [np.clip(y, FLOOR, CEILING) if j == k else heights[j] for j in range(3)]
            rises = [pulled[0] + 1, pulled[1] - pulled[0], pulled[2] - pulled[1]]
            slopes = [1.5 * rise for rise in rises]
            weights = [slopes[0], slopes[1] - slopes[0], slopes[2] - slopes[1]]
            return {f"phi{j + 1}": np.clip(weight, -8, 8) for j, weight in enumerate(weights)}

        return drag

    return [
        handle(
            KNOTS[[k]],
            np.clip(heights[k : k + 1], FLOOR, CEILING),
            pull(k),
            label=f"knot {k + 1} of net 2",
            role="model",
            key_step=(0, 0.05),
        )
        for k in range(3)
    ]


def ray_up(x, y, same, ring, bottom):
    """The ray from an input up to the curve and on to the right, its handle, and rings at the inputs it falls on."""
    return [
        ray((x, np.array(bottom)), (x, y), (np.array(1.05), y)),
        points(same, y + np.zeros(len(same)), role="highlight", shape="ring", size=ring),
        handle(
            np.reshape(x, 1),
            np.reshape(y, 1),
            lambda x, _: {"x": np.clip(x, -1, 1)},
            label="input",
            role="highlight",
            key_step=(0.01, 0),
        ),
    ]


def net_2_panel(second, marks):
    heights = deep.mlp(KNOTS[:, None], *second)[:, 0]
    curve = line(np.append(-1.0, KNOTS), np.concatenate([[-1.0], heights]), role="model", width=2.5)
    words = text(np.array([-1.0]), np.array([RIBBON + 0.18]), ["the $x$ axis as net 2 sees it"], role="muted")
    return Panel(
        [curve, words, *marks, *knot_handles(heights)],
        x=Axis("$y$", -1.05, 1.05, ticks=[-1, 0, 1]),
        y=Axis("$y'$", BOTTOM, 1.5, ticks=[-1, 0, 1]),
        title="Net 2, $y$ to $y'$",
        legend=False,
    )


@figure(
    title="Folding machine",
    controls=[
        Slider(
            "depth", "$K$", label="networks", low=1, high=5, step=1, start=2, integer=True, structural=True, role="data"
        ),
        Slider("amount", "$s$", label="fold", low=0, high=1, step=0.01, start=1, role="data"),
        Slider("x", "$x$", label="input", low=-1, high=1, step=0.005, start=0.2, role="highlight"),
        *[
            Slider(f"phi{d}", rf"$\phi'_{d}$", label="net 2", low=-8, high=8, step=0.05, start=start, role="model")
            for d, start in ((1, 2.4), (2, -3.9), (3, 2.85))
        ],
    ],
    caption=r"The fold lays the $x$ axis over itself, the strip below net 2 shows how, and net 2 acts on the folded "
    r"axis. Drag the ray along: which other inputs end where it ends (rings)? Pull net 2 at a knot: what happens to "
    r"its copies? Unfold with $s$, then add networks with $K$.",
    scenes={
        "One network": {"depth": 1, "amount": 1},
        "Two in a row": {"depth": 2, "amount": 1},
        "Half folded": {"depth": 2, "amount": 0.4},
        "The fold of the fold": {"depth": 2, "amount": 1, "phi1": 3, "phi2": -6, "phi3": 6},
        "Three": {"depth": 3, "amount": 1, "phi1": 3, "phi2": -6, "phi3": 6},
        "Five": {"depth": 5, "amount": 1, "phi1": 3, "phi2": -6, "phi3": 6},
    },
    description="Networks in a row with {parameters:d} parameters, fold {amount:.2f}. The input {x:.2f} becomes "
    "{y:.2f} and then {out:.2f}. The composition has {pieces:d} linear pieces; a shallow network with as many "
    "parameters has at most {shallow:d}.",
)
def folding_machine(depth, amount, x, phi1, phi2, phi3):
    second = net_2(np.stack([phi1, phi2, phi3]))
    first = deep.iterated(deep.fold_net(amount), depth - 1) if depth > 1 else IDENTITY
    both = deep.composed_as_deep(first, second)
    y, out = (deep.mlp(np.reshape(x, 1), *network)[0] for network in (first, both))
    strip, copies = stretches(first, 3 ** (depth - 1)), stretches(both, 3**depth)
    xs, ys, slopes, exists = strip
    rising = deep.mlp(copies[0][:, 1:], *first) - deep.mlp(copies[0][:, :1], *first) > CLOSE
    width, ring = (2.5, 4) if depth < 4 else (1.5, 2)
    same = preimages(y, xs, ys, exists)
    folded = [
        *by_direction(xs, ys, slopes > CLOSE, exists, width=width),
        *ray_up(x, y, same, ring, bottom=-1.2),
    ]
    composed = [
        *by_direction(*copies[:2], rising[:, 0], copies[3], width=width),
        *ray_up(x, out, same, ring, bottom=FLOOR - 0.2),
    ]
    pieces = deep.count_pieces_1d(*both, -1.0, 1.0, thin=False)
    level, result = (Axis(name, -end, end, ticks=[-1, 0, 1]) for name, end in (("$y$", 1.2), ("$y'$", CEILING + 0.2)))
    return Drawing(
        panels=[
            Panel(folded, x=INPUT, y=level, title="Fold, $x$ to $y$", legend=False),
            net_2_panel(second, [*ribbon(x, *strip), ray((y, np.array(BOTTOM)), (y, out), (np.array(1.05), out))]),
            Panel(composed, x=INPUT, y=result, title="Both, $x$ to $y'$", aspect=0.36),
        ],
        columns=2,
        readouts=[
            Readout("pieces", pieces, "d", role="data", name="pieces"),
            count("$3^K$", 3**depth),
            count("parameters", 10 * depth, name="parameters"),
            count("shallow, as many parameters: at most", deep.max_pieces_shallow(10 * depth), name="shallow"),
            Readout("$y$", y, ".2f", role="highlight", name="y"),
            Readout("$y'$", out, ".2f", role="highlight", name="out"),
        ],
        challenge=Challenge(
            "Four networks, folds complete: make it exactly 54 pieces by changing net 2 alone.",
            (depth == 4) & (amount == 1) & (pieces == 54),
            answer={"depth": 4, "amount": 1, "phi2": 0},
        ),
    )


# ----- the rank-one tie -----

FOLD = deep.fold_net()
ASYMMETRIC = deep.shallow_as_mlp([[1, 1], [1, 2], [-0.25, 0.5]], [-0.8, 3.2, -2.25, 4.6])
TIED_BETAS, TIED_OMEGAS = deep.composed_as_deep(FOLD, ASYMMETRIC)
PSI = TIED_OMEGAS[1]
THIRDS = [("data", "first third", 9), ("test", "middle third", 5.5), ("loss", "last third", 2)]
Y = np.linspace(-1, 1, 121)
OF_Y = np.stack([(Y - 2) / 3, -Y / 3, (Y + 2) / 3])  # (3, 121): where each third of the x axis folds to Y
X = np.linspace(-1, 1, 241)


def minors(matrix):
    """All nine 2 × 2 determinants of a 3 × 3 matrix; they vanish together exactly when the rank is 1 or 0."""
    down, right = np.roll(matrix, -1, axis=0), np.roll(matrix, -1, axis=1)
    return matrix * np.roll(down, -1, axis=1) - down * right


def matrix_panel(psi):
    numbers = cells(
        psi,
        format=".1f",
        colors="diverging",
        range=(-12, 12),
        row_labels=["$h_1'$", "$h_2'$", "$h_3'$"],
        column_labels=["$h_1$", "$h_2$", "$h_3$"],
    )
    hidden = Axis(None, -0.5, 2.5, show=False)
    return Panel([numbers], x=hidden, y=hidden, title=r"The matrix $\mathbf{\Psi}$", aspect=0.7)


@figure(
    title="Rank-one tie",
    controls=[
        Slider("t", "$t$", label="untie", low=0, high=1, step=0.02, start=0.3, role="highlight"),
        Matrix(
            "free",
            r"$\mathbf{\Psi}_\mathrm{free}$",
            label="a free matrix",
            low=-12,
            high=12,
            step=0.5,
            start=((2.5, -5.5, 6.5), (5.5, -9, 8.5), (0, 1.5, -2)),
            role="model",
        ),
    ],
    caption=r"At $t=0$ the matrix comes from two networks in a row: its rows are multiples of one another, and each "
    r"third of the $x$ axis carries a copy of net 2. Raise $t$ towards a free matrix. Which joints stay where they "
    r"are? When do the three copies, laid over each other in the last panel, stop being copies?",
    scenes={
        "Tied": {"t": 0},
        "Slightly untied": {"t": 0.1},
        "Half way": {"t": 0.5},
        "Free": {"t": 1},
    },
    description="Untied by {t:.2f}: the largest 2 by 2 minor of the matrix is {minor:.2f}, the three copies differ by "
    "up to {apart:.2f}, and the output has {pieces:d} linear pieces.",
)
def rank_one_tie(t, free):
    psi = (1 - t) * PSI + t * free
    network = TIED_BETAS, [TIED_OMEGAS[0], psi, TIED_OMEGAS[2]]
    minor = np.max(np.abs(minors(psi)))
    inner, _ = deep.layers(X[:, None], *network)
    copies = deep.mlp(OF_Y[:, :, None], *network)[:, :, 0]  # (3, 121)
    apart = np.max(np.max(copies, axis=0) - np.min(copies, axis=0))
    pieces = deep.count_pieces_1d(*network, -1.0, 1.0, thin=False)
    old = rules(x=KNOTS[:2], role="muted", width=1.5, dash="4 4")
    units = [line(X, inner[1][:, d], role=UNITS[d], label=f"$f_{d + 1}'$") for d in range(3)]
    output = [line(OF_Y[i], copies[i], role=role, width=2.5) for i, (role, _, _) in enumerate(THIRDS)]
    over = [line(Y, copies[i], role=role, width=width, label=name) for i, (role, name, width) in enumerate(THIRDS)]
    result = Axis("$y'$", -3, 2)
    over_y = Axis("$y$", -1.05, 1.05, ticks=[-1, 0, 1])
    into = [old, rules(y=0, role="muted", width=1), *units]
    return Drawing(
        panels=[
            matrix_panel(psi),
            Panel(into, x=INPUT, y=Axis("$f'$", -4, 4), title="Into the second layer", aspect=0.7),
            Panel([old, *output], x=INPUT, y=result, title="Output, $x$ to $y'$", aspect=0.7),
            Panel(over, x=over_y, y=result, title="The same, over the fold $y$", aspect=0.7),
        ],
        columns=2,
        readouts=[
            Readout(r"largest $2\times2$ minor", minor, ".2f", role="highlight", name="minor"),
            Readout("copies differ by", apart, ".3f", role="model", name="apart"),
            Readout("pieces", pieces, "d", role="data", name="pieces"),
        ],
        challenge=Challenge(
            r"At $t=1$, edit the free matrix until the copies agree again, without making the output flat.",
            (t == 1) & (apart < 1e-6) & (np.max(copies) - np.min(copies) > 0.5),
            answer={"t": 1, "free": ((3, -6, 6), (-3, 6, -6), (1, -2, 2))},
        ),
    )


# ----- layer by layer -----

SEEDS = (666, 1801, 2797, 4588, 4769, 4880, 5012, 8699, 8700)  # networks whose joints lie well apart
COARSE = 32  # tables hold multiples of 1/32, which take one byte each in the page
MOST_LAYERS, MOST_UNITS = 3, 4
GENERATIONS = ("muted", "highlight", "gradient")  # the colour of a joint says which layer made it


def draw_weights(seed):
    """Weights for up to three layers of four units: name → array, in multiples of 1/32."""
    rng = np.random.default_rng(seed)
    drawn = {
        "rises": rng.choice([-1, 1], MOST_UNITS) * rng.uniform(0.8, 2.2, MOST_UNITS),
        "places": np.array([-0.4, 0.35, -0.75, 0.75]) + rng.uniform(-0.2, 0.2, MOST_UNITS),
        "lifts": rng.normal(0, 0.5, (MOST_LAYERS - 1, MOST_UNITS)),
        "hidden": rng.normal(0, 1.1, (MOST_LAYERS - 1, MOST_UNITS, MOST_UNITS)),
        "output": rng.normal(0, 1, 1 + MOST_UNITS),
    }
    return {name: np.clip(np.rint(COARSE * array), -127, 127).astype(np.int8) for name, array in drawn.items()}


WEIGHTS = {name: np.stack([draw_weights(seed)[name] for seed in SEEDS]) for name in draw_weights(0)}


def sample_network(seed, K, D, joint, lift):
    """A random network with one input; unit 1 of the first layer has its joint at `joint`, and the second unit of the
    last hidden layer is raised by `lift`."""
    drawn = {name: look_up(table, seed) / COARSE for name, table in WEIGHTS.items()}
    rises, places = drawn["rises"][:D], np.concatenate([np.reshape(joint, 1), drawn["places"][1:D]])
    betas = [-rises * places, *[drawn["lifts"][k, :D] for k in range(K - 1)]]
    omegas = [np.reshape(rises, (D, 1)), *[drawn["hidden"][k, :D, :D] for k in range(K - 1)]]
    betas[-1] = betas[-1] + lift * (np.arange(D) == 1)
    return [*betas, drawn["output"][:1]], [*omegas, np.reshape(drawn["output"][1 : 1 + D], (1, D))]


def births(network):
    """Every place where a unit of a network on [-1, 1] bends, (n,), and for each hidden layer those that it made."""
    trace = deep.trace_line(*network, -1.0, 1.0, thin=False)
    made = []
    for k, (places, _, _) in enumerate(trace[:-1]):
        x = places[:, 0]
        is_zero = np.min(np.abs(deep.layers(x[:, None], *network)[0][k]), axis=1) < CLOSE
        made.append(np.where(is_zero & (np.abs(x) < 1 - CLOSE), x, NOWHERE))
    return trace[-1][0][:, 0], made


def unit_handles(network, joint, lift):
    """The handles of each hidden layer: on the first layer's first joint, and on the last layer's second curve."""
    K, place = len(network[0]) - 1, np.array([0.85])
    height = deep.layers(place[:, None], *network)[0][K - 1][:, 1]
    grips = [[] for _ in range(K)]

    def move(x, _):
        return {"joint": np.clip(x, -0.95, 0.95)}

    def raise_unit(_, y):
        return {"lift": np.clip(y - height[0] + lift, -3, 3)}

    on_joint = {"label": "joint of unit 1", "role": "unit1", "key_step": (0.01, 0)}
    on_curve = {"label": "unit 2 of the last layer", "role": "unit2", "key_step": (0, 0.05)}
    grips[0].append(handle(np.reshape(joint, 1), np.zeros(1), move, **on_joint))
    grips[-1].append(handle(place, height, raise_unit, **on_curve))
    return grips


@figure(
    title="Layer by layer",
    controls=[
        Slider("K", "$K$", label="hidden layers", low=1, high=3, step=1, start=2, integer=True, structural=True),
        Slider("D", "$D$", label="units in each", low=2, high=4, step=1, start=3, integer=True, structural=True),
        Slider("seed", label="another network", low=0, high=len(SEEDS) - 1, step=1, start=4, integer=True),
        Slider("joint", label="joint of unit 1", low=-0.95, high=0.95, step=0.01, start=-0.4, role="unit1"),
        Slider("lift", label="raise unit 2 of the last layer", low=-3, high=3, step=0.05, start=0, role="unit2"),
    ],
    caption="From the top: straight lines go into the first layer, it cuts them off at zero, sums of what is left go "
    "into the next layer, and so on. Vertical strokes carry each joint down, in the colour of the layer that made it. "
    "Drag the curve with the handle up and down through zero: where do the joints of the last layer come from, and "
    "where do they go?",
    scenes={
        "One layer": {"K": 1, "D": 3, "lift": 0},
        "Two layers": {"K": 2, "D": 3, "lift": 0},
        "Three layers": {"K": 3, "D": 3, "lift": 0},
        "Wider": {"K": 2, "D": 4, "lift": 0},
    },
    description="A network with {units:d} hidden units. Its output has {pieces:d} linear pieces between -1 and 1; the "
    "bound is {bound:d}. The joint of unit 1 is at {joint:.2f}; unit 2 of the last layer is raised by {lift:.2f}.",
)
def layer_by_layer(K, D, seed, joint, lift):
    network = sample_network(seed, K, D, joint, lift)
    x, made = births(network)
    fs, hs = deep.layers(x[:, None], *network)
    pieces = deep.count_pieces_1d(*network, -1.0, 1.0, thin=False)
    joints = [rules(x=place, role=role, width=1.5, dash="4 4") for place, role in zip(made, GENERATIONS, strict=False)]
    grips = unit_handles(network, joint, lift)
    panels = []
    for k in range(K):
        into, out = ([line(x, each[:, d], role=UNITS[d]) for d in range(D)] for each in (fs[k], hs[k + 1]))
        zeros = points(made[k], np.zeros(len(made[k])), role=GENERATIONS[k], size=4)
        marks = [*joints[:k], rules(y=0, role="muted", width=1), *into, zeros, *grips[k]]
        before, after = Axis(f"$f_{k}$", -2.5, 2.5, ticks=[-2, 0, 2]), Axis(f"$h_{k + 1}$", -0.25, 2.5, ticks=[0, 1, 2])
        panels += [
            Panel(marks, x=INPUT, y=before, title=f"Into layer {k + 1}", aspect=0.5),
            Panel([*joints[: k + 1], *out], x=INPUT, y=after, title=f"Out of layer {k + 1}", aspect=0.5),
        ]
    output = [*joints, line(x, fs[K][:, 0], role="model", width=2.5)]
    panels.append(Panel(output, x=INPUT, y=Axis("$y$", -3, 3, ticks=[-2, 0, 2]), title="Output", aspect=0.3))
    return Drawing(
        panels=panels,
        columns=2,
        readouts=[
            Readout("pieces", pieces, "d", role="model", name="pieces"),
            count("hidden units", K * D, name="units"),
            count("bound $(D+1)^K$", deep.max_pieces([D] * K), name="bound"),
        ],
        challenge=Challenge(
            "Two layers of three units: bring the output to 10 pieces.",
            (K == 2) & (D == 3) & (pieces >= 10),
            answer={"K": 2, "D": 3, "seed": 4, "joint": -0.45, "lift": 1.25},
        ),
    )


# ----- pieces against parameters -----

WIDTHS, DEPTHS, DRAWS = np.arange(2, 21), np.arange(1, 9), 5


def size_table(number):
    """A quantity of the network with K layers of D units, for every D (rows) and K (columns)."""
    return np.array([[number(int(D), int(K)) for K in DEPTHS] for D in WIDTHS])


def count_random(D, seed):
    """Pieces on the whole line of random networks with D units in each of 1, 2, ..., 8 layers: one grown upwards."""
    tall = deep.random_mlp((1, *[D] * len(DEPTHS), 1), np.random.default_rng([D, seed]))
    return deep.pieces_by_layer(*tall)[: len(DEPTHS)]


PARAMETERS = size_table(lambda D, K: deep.n_params_mlp((1, *[D] * K, 1)))
BOUNDS = size_table(lambda D, K: deep.max_pieces([D] * K))
COUNTED = np.array([[count_random(int(D), seed) for D in WIDTHS] for seed in range(DRAWS)])  # (draws, 19, 8)
HIDDEN_UNITS = WIDTHS[:, None] * DEPTHS
SHALLOW = np.array([deep.n_params_mlp((1, D, 1)) for D in (2, 1300)]), np.array([3.0, 1301.0])


def nearest_size(x, y):
    """The D and K whose bound lies closest to a place in the panel."""
    across, up = np.log(PARAMETERS) - np.log(np.maximum(x, 1)), np.log(BOUNDS) - np.log(np.maximum(y, 1))
    distance = across**2 + 0.1 * up**2
    row, column = np.divmod(np.argmin(np.ravel(distance)), len(DEPTHS))
    return {"D": row + WIDTHS[0], "K": column + DEPTHS[0]}


@figure(
    title="Pieces and parameters",
    controls=[
        Slider("D", "$D$", label="units in each layer", low=2, high=20, step=1, start=5, integer=True, role="model"),
        Slider("K", "$K$", label="hidden layers", low=1, high=8, step=1, start=5, integer=True, role="model"),
        Slider("seed", label="draw again", low=0, high=DRAWS - 1, step=1, start=0, integer=True, role="data"),
    ],
    caption=r"Each small dot is a random network of one input whose pieces were counted exactly, one for every width "
    r"$D$ and depth $K$. Drag the large point, the bound $(D+1)^K$ of the size you chose; below it lies the random "
    r"network of that size (ring). What does depth do to the bound, and what does it do to the random networks?",
    scenes={
        "Shallow": {"D": 12, "K": 1},
        "Two layers": {"D": 10, "K": 2},
        "Five of five": {"D": 5, "K": 5},
        "Narrow and deep": {"D": 2, "K": 8},
        "The largest": {"D": 20, "K": 8},
    },
    description="A network with {K:d} layers of {D:d} units has {parameters:d} parameters and at most {bound:d} "
    "linear pieces; a random one has {counted:d}, and a shallow network with as many parameters at most {shallow:d}.",
)
def pieces_and_parameters(D, K, seed):
    here = (D - WIDTHS[0]) * len(DEPTHS) + K - DEPTHS[0]
    counted = np.reshape(look_up(COUNTED, seed), -1)
    pick = [look_up(np.ravel(table), here) for table in (PARAMETERS, BOUNDS, HIDDEN_UNITS)]
    parameters, bound, units = (np.reshape(each, 1) for each in pick)
    mine = np.reshape(np.take(counted, here, mode="clip"), 1)
    widths = look_up(PARAMETERS.T, K - 1), look_up(BOUNDS.T, K - 1)  # all sizes of this depth
    ceiling = [
        *[line(PARAMETERS[:, k], BOUNDS[:, k], role="muted", width=1, opacity=0.5) for k in range(1, len(DEPTHS))],
        line(*SHALLOW, role="ink", width=1.5),
        text(SHALLOW[0][1:], SHALLOW[1][1:], ["shallow"], anchor="end", dy=16),
        text(PARAMETERS[-1, -1:], BOUNDS[-1, -1:], ["$K=8$"], role="muted", anchor="end", dx=-8),
        line(*widths, role="model", width=2),
        segments(parameters, mine, parameters, bound, role="muted", width=1, dash="3 3"),
        points(np.ravel(PARAMETERS), counted, role="data", size=3, opacity=0.6),
        points(parameters, mine, role="data", shape="ring", size=5),
        handle(parameters, bound, nearest_size, label="the bound of this size", role="model"),
    ]
    honest = [
        line(np.array([0.0, 160.0]), np.array([1.0, 161.0]), role="muted", width=1.5, dash="4 4"),
        text(np.array([104.0]), np.array([128.0]), ["units + 1"], role="muted", anchor="end"),
        points(np.ravel(HIDDEN_UNITS), counted, role="data", size=3, opacity=0.6),
        points(units, mine, role="data", shape="ring", size=5),
    ]
    size, many = Axis("parameters", 5, 4e3, scale="log"), Axis("pieces", 0.7, 1e11, scale="log", ticks=6)
    total, few = Axis("hidden units $KD$", 0, 165), Axis("pieces", 0, 240)
    shallow = np.floor_divide(parameters[0] - 1, 3) + 1
    return Drawing(
        panels=[
            Panel(ceiling, x=size, y=many, title="Bounds, and random networks", aspect=0.85, legend=False),
            Panel(honest, x=total, y=few, title="Random networks alone", aspect=0.85),
        ],
        readouts=[
            Readout("parameters", parameters[0], "d", role="model", name="parameters"),
            Readout("at most", bound[0], "d", unit="pieces", role="model", name="bound"),
            Readout("shallow, as many parameters: at most", shallow, "d", name="shallow"),
            Readout("random network", mine[0], "d", unit="pieces", role="data", name="counted"),
            Readout("units + 1", units[0] + 1, "d"),
        ],
        challenge=Challenge(
            "Find a size whose bound is above a million with at most 250 parameters.",
            (bound[0] > 1e6) & (parameters[0] <= 250),
            answer={"D": 5, "K": 8},
        ),
    )


# ----- two inputs -----

ANGLES = np.random.default_rng(12).uniform(0, 2 * np.pi, (12, 4))
NORMALS = np.clip(np.rint(64 * np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=-1)), -127, 127).astype(np.int8)
MIX = np.clip(np.rint(COARSE * np.random.default_rng(13).normal(0, 1, (12, 4, 4))), -127, 127).astype(np.int8)

DASHES = (None, "9 4", "2 4")  # of the three units of the second layer


def shades(count, spread):
    """Colours in [-spread, spread] that differ well from one to the next."""
    return spread * (2 * np.mod(np.arange(count) * 0.618034, 1) - 1)


def drawn(starts, ends, exists, **style):
    """Strokes (..., 2) to (..., 2), flattened; those that do not exist lie outside the panel."""
    away = [np.ravel(np.where(exists, each[..., axis], NOWHERE)) for each in (starts, ends) for axis in (0, 1)]
    return segments(*away, **style)


def two_layers(normals, mix, first, second):
    """Two layers whose lines pass through the points. normals: (D_1, 2); mix: (D_2, D_1). Returns betas, omegas."""
    beta = -np.sum(normals * first[: len(normals)], axis=1)
    seen = deep.relu(second[: len(mix)] @ normals.T + beta)  # (D_2, D_1)
    nearly = 1e-6  # so that a unit which receives nothing is off, and not exactly zero
    return [beta, -np.sum(mix * seen, axis=1) - nearly], [normals, mix]


def fill(betas, omegas, box, color):
    """The regions of some layers as a mark, and their number."""
    corners = deep.polygons(*deep.cells_2d(betas, omegas, box)[1:])
    is_seen = deep.polygon_areas(corners) > deep.THIN * (box[1] - box[0]) ** 2
    corners = np.where(np.expand_dims(is_seen, (1, 2)), corners, NOWHERE)
    return polygons(corners[:, :, 0], corners[:, :, 1], color=color, opacity=0.7), np.sum(is_seen)


@figure(
    title="Two inputs, two layers",
    controls=[
        Slider("D1", "$D_1$", label="first layer", low=2, high=4, step=1, start=3, integer=True, structural=True),
        Slider("D2", "$D_2$", label="second layer", low=1, high=3, step=1, start=2, integer=True, structural=True),
        Slider("seed", label="other directions", low=0, high=len(ANGLES) - 1, step=1, start=4, integer=True),
        Slider("zoom", low=0.5, high=8, step=0.1, start=1),
        Points(
            "first",
            label="points on the lines of the first layer",
            x=(-2, 2, 0.05),
            y=(-2, 2, 0.05),
            start=((-0.6, 0.5), (0.7, 0.6), (0.1, -0.8), (-1.2, -1.1)),
            role="ink",
        ),
        Points(
            "second",
            label="points on the lines of the second layer",
            x=(-2, 2, 0.05),
            y=(-2, 2, 0.05),
            start=((-1.2, 1.3), (1.3, -0.5), (0.2, 1.5)),
            role="highlight",
        ),
    ],
    caption="Each unit of the first layer is zero on a straight line. A unit of the second layer is zero on a line "
    "that bends wherever it meets one of the first. Drag the lines by their points, in both panels. Is there a region "
    "of the first layer into which you cannot pull a line of the second?",
    scenes={
        "Two and one": {"D1": 2, "D2": 1},
        "Three and one": {"D1": 3, "D2": 1},
        "Three and two": {"D1": 3, "D2": 2},
        "Four and three": {"D1": 4, "D2": 3},
        "Four and three, from afar": {"D1": 4, "D2": 3, "zoom": 0.5},
    },
    description="{units:d} units in two layers cut the part of the plane that is shown into {regions:d} regions; the "
    "first layer alone makes {coarse:d}.",
)
def two_inputs(D1, D2, seed, zoom, first, second):
    betas, omegas = two_layers(look_up(NORMALS, seed)[:D1] / 64, look_up(MIX, seed)[:D2, :D1] / COARSE, first, second)
    reach = 2 / zoom
    box = (-reach, reach, -reach, reach)
    sides = [np.broadcast_to(side, (D1, *np.shape(side))) for side in deep.box_sides(box)]
    straight = deep.clip_lines(omegas[0], betas[0], *sides)
    bent = deep.bent_lines(betas, omegas, box)
    hue = shades(2**D1, 0.75)
    tint = np.tile(hue, 2**D2) + np.repeat(shades(2**D2, 0.25), 2**D1)
    fill_once, coarse = fill(betas[:1], omegas[:1], box, hue)
    fill_twice, regions = fill(betas, omegas, box, tint)
    once = [
        fill_once,
        drawn(*straight, role="ink", width=2.5),
        handle(first[:D1, 0], first[:D1, 1], "first", label="line of the first layer", role="ink"),
    ]
    twice = [
        fill_twice,
        drawn(*straight, role="ink", width=1.5),
        *[drawn(*(each[:, d] for each in bent), role="highlight", width=2.5, dash=DASHES[d]) for d in range(D2)],
        handle(second[:D2, 0], second[:D2, 1], "second", label="line of the second layer", role="highlight"),
    ]
    axes = {"x": Axis("$x_1$", -reach, reach, ticks=5), "y": Axis("$x_2$", -reach, reach, ticks=5), "aspect": "equal"}
    most = (1 + D1 + D1 * (D1 - 1) // 2) * (1 + D2 + D2 * (D2 - 1) // 2)
    return Drawing(
        panels=[Panel(once, title="First layer", **axes), Panel(twice, title="Both layers", **axes)],
        readouts=[
            Readout("regions of the first layer", coarse, "d", role="ink", name="coarse"),
            Readout("of both", regions, "d", role="highlight", name="regions"),
            count("at most", most),
            count("units", D1 + D2, name="units"),
        ],
        challenge=Challenge(
            "Three units, then two: drag 17 regions or more into view.",
            (D1 == 3) & (D2 == 2) & (regions >= 17),
            answer={"seed": 4, "second": ((0.3, -0.4), (0.3, -0.4), (0.2, 1.5))},
        ),
    )
