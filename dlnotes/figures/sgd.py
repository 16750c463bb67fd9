"""Figures of chapter 06, stochastic gradient descent."""

import numpy as np

from dlnotes import data, linear, sgd
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

# ----- the landscape of the Gabor model -----

X, Y = data.wave_packet()
PLACES, WIDTHS = (-10, 10), (2.5, 22.5)  # the part of the parameter plane that is shown
PLACE, WIDTH = Axis(r"place $\phi_0$", *PLACES), Axis(r"width $\phi_1$", *WIDTHS, ticks=5)
BEST = np.array([0, 16.6])
MIRROR = np.array([-1, 1])
LEVELS = np.array([0.5, 1, 2, 4, 6, 8, 10, 12])


def gradient(phi):
    return sgd.gabor_grad(X, Y, phi)


def at(phi):
    """One point of the parameter plane, as the x and y of a mark."""
    return phi[:1], phi[1:]


def plane(columns, rows):
    """Points of the parameter plane: widths go up the rows, places along the columns. Returns (rows, columns, 2)."""
    return linear.parameter_grid(np.linspace(*PLACES, columns), np.linspace(*WIDTHS, rows))


INNER, OUTER = (sgd.settle(gradient, np.array(near), 0.2, 300) for near in ((6.2, 17.4), (11.35, 9.25)))
FLOORS = np.stack([BEST, INNER, INNER * MIRROR, OUTER, OUTER * MIRROR])
SADDLES = np.array([[2.231420, 7.612078], [-2.231420, 7.612078], [6.001078, 8.734432], [-6.001078, 8.734432]])
LANDSCAPE = np.round(16 * sgd.gabor_loss(X, Y, plane(61, 41))) / 16  # rounded, so that the page loads less


def valley_map(columns, rows):
    """Where descent ends from a grid of starts: 4 on the deepest floor, -2 inner, -4 outer, 0 nowhere in 500 steps.

    Returns (rows, columns). Only the left half is computed; the map is its own mirror image.
    """
    half = plane(columns, rows)[:, : columns // 2 + 1].reshape(-1, 2)
    ends = sgd.settle(gradient, half, 0.2, 100)
    slow = nearest_floor(ends)[0] > 0.5
    ends[slow] = sgd.settle(gradient, ends[slow], 0.28, 400)
    distance, which = nearest_floor(ends)
    found = np.where(distance < 1, np.array([4, -2, -2, -4, -4])[which], 0).reshape(rows, -1)
    return np.concatenate([found, found[:, -2::-1]], axis=1)


def nearest_floor(phi):
    """Distance to the nearest of the five floors, and which it is. phi: (n, 2). Returns two arrays (n,)."""
    distances = np.sqrt(np.sum((phi[:, None] - FLOORS) ** 2, axis=-1))  # (n, 5)
    return distances.min(axis=-1), distances.argmin(axis=-1)


VALLEYS = valley_map(81, 31)
CELL = (PLACES[1] - PLACES[0]) / 80, (WIDTHS[1] - WIDTHS[0]) / 30


NAMES = ("deepest", "inner", "inner", "outer", "outer")


def ground():
    """The map: where it is blue, descent reaches the best floor, where it is orange, another one."""
    edges = [(low - cell / 2, high + cell / 2) for (low, high), cell in zip((PLACES, WIDTHS), CELL, strict=True)]
    return [
        heatmap(VALLEYS, *edges, range=(-9, 9), colors="diverging"),
        contour(LANDSCAPE, PLACES, WIDTHS, LEVELS, role="loss", width=0.8, opacity=0.5),
        points(FLOORS[:, 0], FLOORS[:, 1], role="minimum", shape="cross", size=5),
        text([0.0, -6.24, 6.24, -8.7, 8.7], [14.3, 15, 15, 6.2, 6.2], NAMES, anchor="middle", role="ink"),
    ]


def ground_under(phi):
    """What `VALLEYS` says at each of some points. phi: (n, 2). Returns (n,)."""
    column = np.clip(np.rint((phi[:, 0] - PLACES[0]) / CELL[0]), 0, 80)
    row = np.clip(np.rint((phi[:, 1] - WIDTHS[0]) / CELL[1]), 0, 30)
    return look_up(VALLEYS.ravel(), (81 * row + column).astype(int))


# ----- 06-a -----

FINE = np.linspace(-15, 15, 151)
CREST = 1.4454  # where sin(u) exp(-u²/32) is largest


@figure(
    title="Gabor playground",
    controls=[
        Slider("place", r"$\phi_0$", label="place", low=-10, high=10, step=0.05, start=5, role="model"),
        Slider("width", r"$\phi_1$", label="width", low=2.5, high=22.5, step=0.05, start=10, role="model"),
        Toggle("landmarks", label="show floors and saddles", role="minimum"),
    ],
    caption=r"Drag the curve by its middle and by its crest, or the point on the map. The arrow points "
    r"downhill, the longer the steeper. How many valleys can you find, and in how many of them is $L=0$?",
    scenes={
        "On a slope": {"place": 5, "width": 10},
        "The deepest floor": {"place": 0, "width": 16.6, "landmarks": True},
        "In a side valley": {"place": 5.5, "width": 13, "landmarks": False},
        "Two waves too far": {"place": -10, "width": 9.25, "landmarks": True},
        "Near a saddle": {"place": 2.25, "width": 7.6, "landmarks": True},
    },
    description="A wave packet with place {place:.2f} and width {width:.2f} misses 28 points with a sum of squares of "
    "{loss:.3f}. The gradient there has length {steepness:.3f}.",
)
def gabor_playground(place, width, landmarks):
    phi = np.stack([place, width])
    slope, loss = gradient(phi), sgd.gabor_loss(X, Y, phi)
    steepness = np.sqrt(np.sum(slope**2))
    value = sgd.gabor(X, phi)
    middle, crest = -place / (0.06 * width), (CREST - place) / (0.06 * width)
    top = sgd.gabor(np.zeros(1), np.array([CREST, 1.0]))
    world = [
        segments(X, Y, X, value, role="loss", width=1.5),
        line(FINE, sgd.gabor(FINE, phi), role="model", width=2.5),
        points(X, Y, role="data", size=3.5),
        handle(np.reshape(middle, 1), [0.0], lambda x, _: {"place": np.clip(-0.06 * width * x, *PLACES)},
               label="middle of the wave", role="model", key_step=(0.1, 0)),
        handle(np.reshape(crest, 1), top,
               lambda x, _: {"width": np.clip((CREST - place) / (0.06 * np.where(np.abs(x) < 0.1, 0.1, x)), *WIDTHS)},
               label="crest of the wave", role="model", key_step=(0.1, 0)),
    ]  # fmt: skip
    plan = [
        heatmap(LANDSCAPE, PLACES, WIDTHS, range=(0, 18)),
        contour(LANDSCAPE, PLACES, WIDTHS, LEVELS, role="loss", width=1, opacity=0.7),
        points(FLOORS[:, 0], FLOORS[:, 1], role="minimum", shape="cross", size=6, visible=landmarks),
        points(SADDLES[:, 0], SADDLES[:, 1], role="minimum", shape="ring", size=5, visible=landmarks),
        arrows(*at(phi), *at(-4 * slope / (1 + steepness)), role="gradient", width=2.5),
        handle(*at(phi), lambda x, y: {"place": x, "width": y}, label="the model as a point", role="model",
               key_step=(0.1, 0.1)),
    ]  # fmt: skip
    return Drawing(
        panels=[
            Panel(world, x=Axis("$x$", -15.5, 15.5), y=Axis("$y$", -1.25, 1.25), title="The model"),
            Panel(plan, x=PLACE, y=WIDTH, title="The loss of every model", span=1.2),
        ],
        readouts=[
            Readout("$L$", loss, ".3f", role="loss", name="loss"),
            Readout(r"$\Vert\nabla L\Vert$", steepness, ".3f", role="gradient", name="steepness"),
        ],
        challenge=Challenge(
            r"Stand on a floor that is not the deepest: $\Vert\nabla L\Vert<0.25$ and $1<L<3$.",
            (steepness < 0.25) & (loss > 1) & (loss < 3),
            answer={"place": 6.25, "width": 17.35},
        ),
    )


# ----- 06-b -----

COARSE = linear.parameter_grid(np.arange(-10, 11, 2.0), np.arange(2.5, 23, 2.5)).reshape(-1, 2)  # the 99 starts
REMEMBERED = 240  # moments of the way that are kept, close together at first
ACROSS = np.linspace(-10, 10, 81)
MOMENTS = np.round(10 * (np.exp(np.arange(REMEMBERED) / 36) - 1))


def set_out(start):
    crowd = np.concatenate([COARSE, np.reshape(start, (1, 2))])  # (100, 2), the reader's own start last
    way = np.reshape(start, (1, 2)) + np.zeros((REMEMBERED, 2))
    return {"crowd": crowd, "way": way, "loss": sgd.gabor_loss(X, Y, way), "count": np.zeros(())}


def descend_together(state, rate):
    crowd = np.clip(state.crowd - rate * gradient(state.crowd), -60, 60)
    still_to_come = state.count < MOMENTS
    return {
        "crowd": crowd,
        "way": np.where(still_to_come[:, None], crowd[-1], state.way),
        "loss": np.where(still_to_come, sgd.gabor_loss(X, Y, crowd[-1]), state.loss),
        "count": state.count + 1,
    }


@figure(
    title="Basins",
    controls=[
        Slider("rate", r"$\alpha$", label="learning rate", low=0.005, high=0.5, step=0.05, start=0.1, scale="log",
               role="gradient"),
        Point("start", label="start", x=(*PLACES, 0.1), y=(*WIDTHS, 0.1), start=(3.5, 20), role="gradient"),
    ],
    state=State(set_out, descend_together, rate=40),
    caption=r"Blue ground leads to the deepest floor, orange ground to another one, grey ground nowhere soon. Press "
    r"play: 99 starts and your own roll down. Drag your start across a border. Then raise $\alpha$ above 0.3: what "
    r"happens on the deepest floor?",
    scenes={
        "On a ridge": {"start": (3.5, 20), "rate": 0.1},
        "On the other side": {"start": (2.5, 20), "rate": 0.1},
        "Past a saddle": {"start": (2.2, 7.6), "rate": 0.1},
        "On a flat flank": {"start": (-7, 4), "rate": 0.3},
        "Too large a step": {"start": (1, 12), "rate": 0.32},
    },
    description="Gradient descent with learning rate {rate:.3f}: after {count:d} steps {arrived:d} of 99 starts have "
    "reached the deepest floor. Your own walker has a loss of {loss:.3f}.",
)  # fmt: skip
def basins(state, start, rate):
    crowd, here = state.crowd[:-1], state.crowd[-1]
    hair = -gradient(crowd)
    hair = 0.7 * hair / (0.3 + np.sqrt(np.sum(hair**2, axis=-1, keepdims=True)))
    far = np.sqrt(np.sum((here - FLOORS) ** 2, axis=-1))  # from each floor
    arrived = np.sum(np.sum((crowd - BEST) ** 2, axis=-1) < 0.25)
    way = np.clip(state.way, -12, 30)
    plan = [
        *ground(),
        segments(crowd[:, 0], crowd[:, 1], crowd[:, 0] + hair[:, 0], crowd[:, 1] + hair[:, 1], role="ink", width=1),
        points(crowd[:, 0], crowd[:, 1], role="ink", size=2),
        line(way[:, 0], way[:, 1], role="gradient", width=2.5),
        points(*at(np.clip(here, -12, 30)), role="gradient", size=5),
        handle(*at(start), "start", label="start", role="gradient"),
    ]
    cut = np.stack([ACROSS, here[1] + np.zeros(81)], axis=-1)  # through the map, at the width of the reader's walker
    height = sgd.gabor_loss(X, Y, here)
    profile = [
        line(ACROSS, sgd.gabor_loss(X, Y, cut), role="loss", width=2),
        points(np.clip(here[:1], -10.5, 10.5), np.reshape(height, 1), role="gradient", size=6),
    ]
    past = line(np.minimum(MOMENTS, state.count) + 1, state.loss, role="loss", width=2.5)
    return Drawing(
        panels=[
            Panel(plan, x=PLACE, y=WIDTH, title="Where descent ends", span=1.4),
            Panel(profile, x=PLACE, y=Axis("$L$", 0, 14), title="A cut through your walker"),
            Panel([past, points(np.reshape(state.count + 1, 1), np.reshape(height, 1), role="gradient", size=4)],
                  x=Axis("step, counted from 1", 1, 5000, scale="log"), y=Axis("$L$", 0, 14, ticks=3),
                  title="The loss of your walker", aspect=0.18),
        ],
        columns=2,
        readouts=[
            Readout("steps", state.count, "d", name="count"),
            Readout("of 99 on the deepest floor", arrived, "d", role="data", name="arrived"),
            Readout("$L$ of your walker", height, ".3f", role="loss", name="loss"),
            Readout(r"$\alpha\lambda_\mathrm{max}$ at $(0,16.6)$", 6.606661 * rate, ".2f", role="gradient"),
        ],
        challenge=Challenge(
            r"From a start with $\vert\phi_0\vert<3$, reach a floor that is not the deepest.",
            (np.abs(start[0]) < 3) & (np.min(far[1:]) < 0.3),
            answer={"start": (2, 2.5), "rate": 0.3},
            steps=700,
        ),
    )  # fmt: skip


# ----- 06-c -----

RUNS, CARDS = 48, 251
SHUFFLED = np.random.default_rng(6).permuted(np.tile(np.arange(28), (CARDS, 1)), axis=1)  # ranks of the 28 examples
FIRST, STRIDE = np.random.default_rng(7).integers(1, CARDS, (2, RUNS))  # each run reads the shuffles in its own order
SHOWN = 120  # updates of one run whose losses are drawn


def deal(state, batch, seed):
    """1 for the examples in each run's present batch, else 0. Returns (runs, 28)."""
    card = np.remainder(FIRST + STRIDE * state.epoch + 89 * seed, CARDS)
    rank = look_up(SHUFFLED, card.astype(int))  # (runs, 28)
    return 1.0 * (np.floor_divide(rank, batch) == state.update)


def batch_step(state, rate, batch, seed, cool):
    """The step that each run is about to take, (runs, 2), and what is in its batch, (runs, 28)."""
    dealt = deal(state, batch, seed)
    alpha = np.where(cool, np.minimum(rate, 0.05), rate)
    return -alpha * np.sum(dealt[:, :, None] * sgd.gabor_grads(X, Y, state.phi), axis=-2), dealt


def gather(start, seed):
    loss = sgd.gabor_loss(X, Y, start)
    flat = loss + 0.0 * seed + np.zeros(SHOWN)  # another seed starts anew
    return {
        "phi": np.reshape(start, (1, 2)) + np.zeros((RUNS, 2)),
        "epoch": np.zeros(()),
        "update": np.zeros(()),
        "batch_loss": flat,
        "full_loss": flat,
    }


def scatter(state, rate, batch, seed, cool):
    step, dealt = batch_step(state, rate, batch, seed, cool)
    phi = np.clip(state.phi + step, -30, 50)
    of_batch = np.sum(dealt[0] * (sgd.gabor(X, state.phi[0]) - Y) ** 2) * 28 / np.maximum(np.sum(dealt[0]), 1)
    is_last = (state.update + 1) * batch >= 28
    return {
        "phi": phi,
        "epoch": state.epoch + is_last,
        "update": np.where(is_last, 0.0, state.update + 1),
        "batch_loss": np.append(state.batch_loss[1:], of_batch),
        "full_loss": np.append(state.full_loss[1:], sgd.gabor_loss(X, Y, phi[0])),
    }


@figure(
    title="Noise as a ladder",
    controls=[
        Slider("batch", r"$\vert\mathcal{B}\vert$", label="batch size", low=1, high=28, step=1, start=28, integer=True,
               role="data"),
        Slider("rate", r"$\alpha$", label="learning rate", low=0.01, high=0.8, step=0.01, start=0.3, role="gradient"),
        Toggle("cool", label=r"cool down to $\alpha\leq0.05$", role="gradient"),
        Slider("seed", label="seed", low=0, high=20, step=1, start=0, integer=True),
        Point("start", label="start", x=(*PLACES, 0.1), y=(*WIDTHS, 0.1), start=(3.5, 20), role="highlight"),
    ],
    state=State(gather, scatter, rate=20),
    caption=r"Forty-eight runs of SGD leave one start together; only their shuffles differ. Press play with all 28 "
    r"points in the batch, then make the batch smaller and start again. How many end up on blue ground, and when is it "
    r"decided? Then drag the start down to an orange floor, and try everything to get them out.",
    scenes={
        "From a ridge": {"start": (3.5, 20), "batch": 4, "rate": 0.3, "cool": False},
        "All 28 points": {"start": (3.5, 20), "batch": 28, "rate": 0.3, "cool": False},
        "Small steps": {"start": (3.5, 20), "batch": 4, "rate": 0.05, "cool": False},
        "From a floor": {"start": (6.2, 17.4), "batch": 1, "rate": 0.8, "cool": False},
        "On blue ground": {"start": (1, 12), "batch": 1, "rate": 0.3, "cool": False},
    },
    description="48 runs of SGD with batches of {batch:d} and learning rate {rate:.2f}: after {epoch:d} epochs "
    "{blue:d} of them stand on ground that leads to the deepest floor.",
)  # fmt: skip
def noise_ladder(state, rate, batch, seed, cool, start):
    step, _ = batch_step(state, rate, batch, seed, cool)
    under = ground_under(state.phi)
    blue = np.sum(under > 0)
    shown = np.clip(state.phi, [-11, 1.5], [11, 23.5])
    step = np.clip(step, -6, 6)
    plan = [
        *ground(),
        segments(shown[:, 0], shown[:, 1], shown[:, 0] + step[:, 0], shown[:, 1] + step[:, 1], role="gradient",
                 width=1, opacity=0.6),
        points(shown[:, 0], shown[:, 1], role="ink", size=2.6),
        handle(*at(start), "start", label="start", role="highlight"),
    ]  # fmt: skip
    counts = np.stack([blue, np.sum(under == -2), np.sum(under == -4), np.sum(under == 0)])
    tally = bars(np.array([3.0, 2.0, 1.0, 0.0]), counts, color=np.array([0.8, -0.4, -0.9, 0.0]), horizontal=True,
                 thickness=0.6, format="d")  # fmt: skip
    ago = np.arange(SHOWN) - SHOWN + 1.0
    losses = [
        line(ago, np.minimum(state.batch_loss, 24), role="data", width=1, label="its batch, scaled to 28 points"),
        line(ago, np.minimum(state.full_loss, 24), role="loss", width=2.5, label="all points"),
    ]
    names = Axis(None, -0.6, 3.6, ticks=(3, 2, 1, 0), tick_labels=("deepest", "inner", "outer", "flat"))
    return Drawing(
        panels=[
            Panel(plan, x=PLACE, y=WIDTH, title="48 runs", span=1.3),
            Panel([tally], x=Axis("runs", 0, 55, ticks=(0, 12, 24, 36, 48)), y=names,
                  title="Where would they roll now?"),
            Panel(losses, x=Axis("updates ago", 1 - SHOWN, 0), y=Axis("$L$", 0, 16), title="The first run",
                  aspect=0.25),
        ],
        columns=2,
        readouts=[
            Readout("epochs", state.epoch, "d", name="epoch"),
            Readout("updates per epoch", np.ceil(28 / batch), "d", role="data"),
            Readout("on blue ground", blue, "d", role="positive", name="blue"),
        ],
        challenge=Challenge(
            "From a start on orange ground: 16 or more of the 48 runs on blue ground after three epochs.",
            (ground_under(np.reshape(start, (1, 2)))[0] < 0) & (blue >= 16) & (state.epoch >= 3),
            answer={"start": (3.5, 20), "batch": 4, "rate": 0.3},
            steps=70,
        ),
    )  # fmt: skip


# ----- 06-d -----

A, B = data.five_points()
HESSIAN, LINE = linear.mse_hessian(A), linear.fit_exact(A, B)
AROUND = np.linspace(-np.pi, np.pi, 91)
SUBSETS = [sgd.every_batch(5, size) for size in range(1, 6)]
SHARES = np.stack([np.resize([np.isin(range(5), one) / len(one) for one in some], (10, 5)) for some in SUBSETS])
SPINS = np.random.default_rng(3).permuted(np.tile(np.arange(5), (600, 1)), axis=1)  # ranks of the five points
KEPT = 40  # batches that the wheel has drawn


def before_the_first(phi0, phi1, size):
    nothing = 0.0 * (phi0 + phi1 + size)  # moving any of them empties the record
    return {"drawn": nothing + np.zeros((KEPT, 2)), "count": nothing}


def spin(state, phi0, phi1, size):
    rank = look_up(SPINS, np.remainder(state.count, 600).astype(int))
    chosen = 1.0 * (rank < size)  # (5,)
    drawn = chosen @ sgd.line_grads(A, B, np.stack([phi0, phi1])) / size
    return {
        "drawn": np.concatenate([state.drawn[1:], np.reshape(drawn, (1, 2))]),
        "count": state.count + 1,
    }


@figure(
    title="Batch roulette",
    controls=[
        Slider("size", "$b$", label="batch size", low=1, high=5, step=1, start=2, integer=True, role="data"),
        Slider("phi0", r"$\phi_0$", label="intercept", low=-2, high=6, step=0.1, start=0.3, role="model"),
        Slider("phi1", r"$\phi_1$", label="slope", low=-2, high=3, step=0.05, start=-0.7, role="model"),
    ],
    state=State(before_the_first, spin, rate=6),
    caption=r"The five points of chapter 1. Each thin arrow is a step along the gradient of one possible batch, the "
    r"thick one is the full step. Press play to draw batches at random. Where does their mean settle? Change $b$: "
    r"what moves and what stays? Then go to the best line: is the noise gone?",
    scenes={
        "Two at a time": {"size": 2, "phi0": 0.3, "phi1": -0.7},
        "One at a time": {"size": 1, "phi0": 0.3, "phi1": -0.7},
        "Four at a time": {"size": 4, "phi0": 0.3, "phi1": -0.7},
        "At the best line": {"size": 3, "phi0": 1.4, "phi1": 0.8},
    },
    description="Batches of {size:d} out of five points. Their gradients scatter around the full gradient with a "
    "covariance trace of {trace:.2f}; {count:d} have been drawn.",
)  # fmt: skip
def batch_roulette(state, size, phi0, phi1):
    phi = np.stack([phi0, phi1])
    grads = sgd.line_grads(A, B, phi)  # (5, 2)
    full = linear.mse_grad(A, B, phi)
    clouds = SHARES @ grads  # (5 sizes, 10, 2)
    cloud = look_up(SHARES, size - 1) @ grads  # (10, 2); small sets of batches repeat to fill ten
    traces = np.mean(np.sum((clouds - full) ** 2, axis=-1), axis=-1)  # (5,), by listing all batches
    trace = np.sum(traces * (np.arange(1, 6) == size))
    rings = [linear.level_set(HESSIAN, LINE, level - 0.72, AROUND) for level in (1, 2, 4, 8, 16, 32)]
    step = -0.05
    plan = [
        *(line(ring[:, 0], ring[:, 1], role="loss", width=1, opacity=0.5) for ring in rings),
        points(*at(LINE), role="minimum", shape="cross", size=6),
        arrows(phi0 + np.zeros(10), phi1 + np.zeros(10), step * cloud[:, 0], step * cloud[:, 1], role="data", width=1,
               opacity=0.8),
        arrows(*at(phi), *at(step * full), role="gradient", width=3),
        handle(*at(phi), lambda x, y: {"phi0": x, "phi1": y}, label="the line as a point", role="model",
               key_step=(0.1, 0.05)),
    ]  # fmt: skip
    seen = 1.0 * (np.arange(KEPT) >= KEPT - state.count)
    drawn = np.where(seen[:, None] > 0, state.drawn, full)
    average = np.sum(seen[:, None] * state.drawn, axis=0) / np.maximum(np.sum(seen), 1)
    average = np.where(state.count > 0, average, full)
    reach = np.maximum(3, 1.25 * np.max(np.abs(clouds[0] - full)))  # around the full gradient
    sideways, upwards = (Axis(rf"$\partial L/\partial\phi_{k}$", full[k] - reach, full[k] + reach, ticks=4)
                         for k in (0, 1))  # fmt: skip
    wheel = [
        rules(x=full[:1], role="gradient", width=1, opacity=0.5),
        rules(y=full[1:], role="gradient", width=1, opacity=0.5),
        points(cloud[:, 0], cloud[:, 1], role="data", shape="ring", size=6),
        points(drawn[:, 0], drawn[:, 1], role="data", size=2.5, opacity=0.4),
        points(*at(full), role="gradient", size=6, label="full"),
        points(*at(average), role="highlight", shape="cross", size=7, label="mean of the draws"),
    ]
    law = sgd.batch_covariance_trace(grads, np.linspace(1, 5, 41))
    spread = [
        bars(np.arange(1, 6.0), traces, role="muted", opacity=0.4),
        bars(np.reshape(1.0 * size, 1), np.reshape(trace, 1), role="data", format=".1f"),
        line(np.linspace(1, 5, 41), law, role="highlight", width=2),
    ]
    return Drawing(
        panels=[
            Panel(plan, x=Axis(r"intercept $\phi_0$", -2, 6), y=Axis(r"slope $\phi_1$", -2, 3), title="Steps",
                  span=1.2),
            Panel(wheel, x=sideways, y=upwards, title="Gradients"),
            Panel(spread, x=Axis("batch size $b$", 0.4, 5.6, ticks=(1, 2, 3, 4, 5)),
                  y=Axis("trace", 0, np.maximum(10, 1.25 * traces[0]), ticks=3), title="Spread", aspect=0.22),
        ],
        columns=2,
        readouts=[
            Readout("trace of the covariance", trace, ".3f", role="data", name="trace"),
            Readout(r"$\Vert\nabla L\Vert$", np.sqrt(np.sum(full**2)), ".3f", role="gradient"),
            Readout("batches drawn", state.count, "d", name="count"),
        ],
        challenge=Challenge(
            "Find a line where the full gradient is nearly zero (below 0.2) and batches of one still scatter.",
            (np.sqrt(np.sum(full**2)) < 0.2) & (size == 1) & (trace > 1),
            answer={"size": 1, "phi0": 1.4, "phi1": 0.8},
        ),
    )  # fmt: skip


# ----- 06-e -----

LONGEST, ADAM_LONGEST = 200, 100
RATES = np.geomspace(1e-3, 10**0.5, 121)
WALKS = {"descent": "ink", "momentum": "unit1", "Nesterov": "highlight", "Adam": "test"}
VALLEY_X, VALLEY_Y = (-2.2, 2.2), (-1.1, 1.1)


@figure(
    title="Heavy ball in a valley",
    controls=[
        Slider("kappa", r"$\kappa$", label="condition number", low=1, high=100, step=0.05, start=25, scale="log",
               role="loss"),
        Slider("rate", r"$\alpha$", label="learning rate", low=1e-3, high=10**0.5, step=0.02, start=0.07, scale="log",
               role="gradient"),
        Slider("beta", r"$\beta$", label="memory", low=0, high=0.99, step=0.01, start=0.8, role="unit1"),
        Slider("steps", "$T$", label="steps", low=0, high=200, step=1, start=60, integer=True),
        Point("start", label="start", x=(-2, 2, 0.05), y=(-1, 1, 0.05), start=(-1.8, 0.8), role="muted"),
    ],
    caption=r"Four walkers in a valley with curvatures $1$ and $\kappa$ (Adam for 100 steps at most). Raise $\beta$ "
    r"from 0: the zigzag fades, then the ball overshoots. Raise $\alpha$ until plain descent flies off. How much "
    r"further can momentum go?",
    scenes={
        "Zigzag": {"kappa": 25, "rate": 0.07, "beta": 0.5, "steps": 40, "start": (-1.8, 0.8)},
        "Overshoot": {"kappa": 25, "rate": 0.2, "beta": 0.96, "steps": 200, "start": (-1.8, 0.8)},
        "Best for descent": {"kappa": 25, "rate": 2 / 26, "beta": 0.46, "steps": 91, "start": (1, 1)},
        "A round bowl": {"kappa": 1, "rate": 0.5, "beta": 0.9, "steps": 100, "start": (-1.8, 0.8)},
        "Past descent's edge": {"kappa": 25, "rate": 0.1, "beta": 0.8, "steps": 60, "start": (-1.8, 0.8)},
    },
    description="In a valley with condition number {kappa:.0f}, each step multiplies the distance in the long run by "
    "{descent:.3f} for descent, {momentum:.3f} for momentum and {nesterov:.3f} for Nesterov's momentum. After "
    "{steps:d} steps momentum is {distance:.1e} from the minimum.",
)  # fmt: skip
def heavy_ball(kappa, rate, beta, steps, start):
    def until_it_leaves(walk):  # whoever is far outside only crosses the panel again
        exit = linear.first_true((np.abs(walk[:, 0]) > 5) | (np.abs(walk[:, 1]) > 2.5))
        return np.clip(np.take(walk, np.minimum(np.arange(len(walk)), exit), axis=0, mode="clip"), -9, 9)

    curvatures = np.stack([np.ones(()), kappa])
    all_steps = np.arange(LONGEST + 1)
    by_adam = sgd.adam(lambda phi, t: curvatures * phi, start, rate, ADAM_LONGEST)
    paths = [
        linear.descend_quadratic(np.diag(curvatures), np.zeros(2), start, rate, all_steps),
        sgd.momentum_quadratic(curvatures, start, rate, beta, LONGEST),
        sgd.nesterov_quadratic(curvatures, start, rate, beta, LONGEST),
        by_adam,
    ]
    paths = [np.clip(path, -1e3, 1e3) for path in paths]
    taken = [np.minimum(np.arange(len(path)), steps) for path in paths]
    walks = [np.take(path, some, axis=0, mode="clip") for path, some in zip(paths, taken, strict=True)]
    losses = [np.sum(curvatures * walk**2, axis=-1) / 2 for walk in walks]
    seen = [until_it_leaves(walk) for walk in walks]
    names, roles = list(WALKS), list(WALKS.values())
    rings = [np.stack([np.cos(AROUND), np.sin(AROUND) / np.sqrt(kappa)]) * size for size in (0.5, 1.2, 2.2, 3.4, 4.8)]
    plan = [
        *(line(ring[0], ring[1], role="loss", width=1, opacity=0.4) for ring in rings),
        points(np.zeros(1), np.zeros(1), role="minimum", shape="cross", size=6),
        *(line(walk[:, 0], walk[:, 1], role=role, width=1.5, opacity=0.9)
          for walk, role in zip(seen, roles, strict=True)),
        *(points(*at(walk[-1]), role=role, size=4) for walk, role in zip(seen, roles, strict=True)),
        handle(*at(start), "start", label="start", role="muted"),
    ]  # fmt: skip
    curves = [
        line(some, np.clip(loss, 1e-9, 1e6), role=role, width=2, label=name)
        for some, loss, role, name in zip(taken, losses, roles, names, strict=True)
    ]
    spectra = [
        (lambda a, h: np.abs(1 - a * h), "ink", "descent"),
        (lambda a, h: sgd.momentum_radius(a, beta, h), "unit1", "momentum"),
        (lambda a, h: sgd.nesterov_radius(a, beta, h), "highlight", "Nesterov"),
    ]
    gains, here = [], []
    for radius, role, _ in spectra:
        worst = np.maximum(radius(RATES, 1.0), radius(RATES, kappa))
        gains.append(line(RATES, np.clip(1 - worst, 1e-4, 1), role=role, width=2))
        here.append(np.maximum(radius(rate, 1.0), radius(rate, kappa)))
    edge = [
        *gains,
        rules(x=np.reshape(rate, 1), role="gradient", width=1.5),
        handle(np.reshape(rate, 1), [0.0025], lambda x, _: {"rate": x}, label="learning rate", role="gradient"),
    ]
    distance = np.sqrt(np.sum(walks[1][-1] ** 2))
    return Drawing(
        panels=[
            Panel(plan, x=Axis(r"$\phi_0$", *VALLEY_X), y=Axis(r"$\phi_1$", *VALLEY_Y), title="The valley", span=1.3,
                  aspect=0.6, legend=False),
            Panel(curves, x=Axis("step", 0, 200), y=Axis("$L$", 1e-8, 1e3, scale="log", ticks=5),
                  title="What is left to lose"),
            Panel(edge, x=Axis(r"$\alpha$", RATES[0], RATES[-1], scale="log"),
                  y=Axis("share", 1e-3, 1, scale="log", ticks=3),
                  title="Share of the distance that a step removes, in the long run", aspect=0.25),
        ],
        columns=2,
        readouts=[
            Readout("descent", here[0], ".3f", role="ink", name="descent"),
            Readout("momentum", here[1], ".3f", role="unit1", name="momentum"),
            Readout("Nesterov", here[2], ".3f", role="highlight", name="nesterov"),
            Readout(r"momentum, $\Vert\phi\Vert$", distance, ".1e", role="unit1", name="distance"),
        ],
        challenge=Challenge(
            r"With $\kappa\geq25$, from a start at least 1 away, bring momentum to $\Vert\phi\Vert<0.001$ in at most "
            r"30 steps.",
            (kappa >= 25) & (np.sum(start**2) >= 1) & (steps <= 30) & (distance < 1e-3),
            answer={"kappa": 25, "rate": 0.2, "beta": 0.46, "steps": 29, "start": (1, 1)},
        ),
    )  # fmt: skip


# ----- 06-f -----

HERD, LAST = 24, 500
REEL = B[np.random.default_rng(5).integers(0, 5, (LAST + 20 * 23, HERD))]  # what is drawn, step by step
CENTRE, SCATTER = np.mean(B), np.var(B)  # 3 and 2
CLOCK = np.arange(float(LAST))
MOMENT = np.linspace(0, 1, 126)  # of the time that is shown
SCHEDULES = {
    "constant": ("constant", lambda t, rate, time, T: sgd.constant(t, rate)),
    "steps": ("halved again and again", lambda t, rate, time, T: sgd.step_decay(t, rate, 0.5, time)),
    "exponential": ("exponential", lambda t, rate, time, T: sgd.exponential_decay(t, rate, np.exp(-1 / time))),
    "inverse": ("inverse time", lambda t, rate, time, T: sgd.inverse_time(t, rate, 1 / time)),
    "cosine": ("cosine", lambda t, rate, time, T: sgd.cosine(t, rate, T)),
    "warm": ("warm-up", lambda t, rate, time, T: sgd.warm_up(t, rate, np.ceil(time))),
}


@figure(
    title="Noise floor and schedule",
    controls=[
        Choice("schedule", label="schedule", options={key: label for key, (label, _) in SCHEDULES.items()},
               start="constant", role="gradient"),
        Slider("rate", r"$\alpha_0$", label="learning rate", low=0.01, high=1, step=0.01, start=0.3, role="gradient"),
        Slider("time", r"$\tau$", label="decay time", low=1, high=300, step=0.05, start=30, scale="log",
               role="gradient"),
        Slider("horizon", "$T$", label="steps", low=10, high=500, step=10, start=200, integer=True),
        Slider("seed", label="seed", low=0, high=20, step=1, start=0, integer=True),
    ],
    caption=r"Twenty-four runs look for the mean of five numbers, one random number per step; the band is where steps "
    r"of the present size hover. Can a constant $\alpha$ be quick and precise? Choose a schedule, then make its decay "
    r"time $\tau$ very short. What goes wrong?",
    scenes={
        "Constant": {"schedule": "constant", "rate": 0.3, "horizon": 200},
        "Constant, small": {"schedule": "constant", "rate": 0.02, "horizon": 200},
        "Inverse time": {"schedule": "inverse", "rate": 0.5, "time": 5, "horizon": 500},
        "Stops short": {"schedule": "exponential", "rate": 0.3, "time": 3, "horizon": 200},
        "Cosine": {"schedule": "cosine", "rate": 0.3, "horizon": 200},
        "Warm-up": {"schedule": "warm", "rate": 0.3, "time": 60, "horizon": 200},
    },
    description="Learning rate {rate:.2f}, schedule {schedule}: after {horizon:d} steps the runs are off by "
    "{error:.3f} in the root mean square; steps of the size reached then would hover at {floor:.3f}.",
)  # fmt: skip
def noise_floor(schedule, rate, time, horizon, seed):
    rates = SCHEDULES[schedule][1](CLOCK, rate, time, horizon)  # (500,)
    numbers = look_up(REEL, (23 * seed + np.arange(LAST)).astype(int))  # (500, 24)
    walks = sgd.chase(9.0, rates, numbers)  # (501, 24)
    shown = np.rint(MOMENT * horizon).astype(int)
    seen = np.take(walks, shown, axis=0, mode="clip")  # (126, 24)
    rate_seen = np.take(rates, shown, mode="clip")
    errors = np.sqrt(np.mean((seen - CENTRE) ** 2, axis=1))
    hover = np.sqrt(sgd.noise_floor(rate_seen, SCATTER))
    step = Axis("step", 0, 1.0 * horizon)
    world = [
        area(1.0 * shown, CENTRE - hover, CENTRE + hover, role="gradient", opacity=0.25),
        line(1.0 * shown, np.transpose(seen[:, :8]), role="model", width=1, opacity=0.4),
        line(1.0 * shown, np.stack([CENTRE - hover, CENTRE + hover]), role="gradient", width=2),
        rules(y=[CENTRE], role="minimum", width=1.5, dash="4 4"),
        text(np.reshape(0.99 * horizon, 1), [8.4], r"start 9, mean 3", anchor="end", role="muted"),
    ]
    precision = [
        line(1.0 * shown, np.maximum(hover, 1e-3), role="gradient", width=1.5, dash="4 3", label="hover of such steps"),
        line(1.0 * shown, np.maximum(errors, 1e-3), role="model", width=2.5, label="24 runs"),
    ]
    error, floor = errors[-1], hover[-1]
    return Drawing(
        panels=[
            Panel(world, x=step, y=Axis(r"$\phi_t$", -0.5, 9.5), title="Eight of the runs", span=1.3),
            Panel(precision, x=step, y=Axis("error", 0.01, 10, scale="log"), title="Root mean square error"),
            Panel([line(1.0 * shown, np.maximum(rate_seen, 1e-4), role="gradient", width=2.5)], x=step,
                  y=Axis(r"$\alpha_t$", 1e-3, 1, scale="log"), title="The schedule", aspect=0.22),
        ],
        columns=2,
        readouts=[
            Readout("error after $T$ steps", error, ".3f", role="model", name="error"),
            Readout(r"$\sqrt{\alpha s^2/(2-\alpha)}$ then", floor, ".3f", role="gradient", name="floor"),
            Readout(r"$\sum\alpha_t$", np.sum(rates * (horizon > CLOCK)), ".1f", role="gradient"),
        ],
        challenge=Challenge(
            "Bring the error of the 24 runs below 0.08 in at most 400 steps.",
            (error < 0.08) & (horizon <= 400),
            answer={"schedule": "inverse", "rate": 1, "time": 1, "horizon": 400},
        ),
    )  # fmt: skip
