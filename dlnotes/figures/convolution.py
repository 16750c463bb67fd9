"""Figures of chapter 07, convolution."""

import numpy as np

from dlnotes import convolution as conv
from dlnotes import data, losses
from dlnotes.live import (
    Axis,
    Challenge,
    Choice,
    Drawing,
    Matrix,
    Pad,
    Panel,
    Points,
    Readout,
    Slider,
    State,
    Toggle,
    bars,
    boxes,
    cells,
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
from dlnotes.shallow import relu

NOWHERE = 99.0  # outside every panel: where a mark goes that is not there


def hidden(low, high):
    """An axis that only says what is in view."""
    return Axis(None, low, high, show=False)


def away(shown, *places):
    """The places of what is shown; the rest lies outside the panel."""
    return [np.where(shown, place, NOWHERE) for place in places]


def tiled(maps, columns):
    """(n, h, w) maps side by side, `columns` in a row, with a gap of one empty cell. n: a multiple of `columns`."""
    n, h, w = np.shape(maps)
    framed = np.reshape(np.pad(maps, ((0, 0), (0, 1), (0, 1))), (n // columns, columns, h + 1, w + 1))
    return np.reshape(np.transpose(framed, (0, 2, 1, 3)), (n // columns * (h + 1), columns * (w + 1)))[:-1, :-1]


def picture(values, left=0, top=None, **options):
    """A grid as colours, with row 0 on top and cells of size 1."""
    rows, columns = np.shape(values)
    top = rows if top is None else top
    return heatmap(values, (left, left + columns), (top, top - rows), **options)


def frames(n, columns, corner, size, step):
    """Outlines of n tiles, `columns` in a row, from their upper left corner."""
    x = corner[0] + step * (np.arange(n) % columns)
    y = corner[1] - step * (np.arange(n) // columns)
    return boxes(x, y - size[1], x + size[0], y, filled=False, role="muted", opacity=0.5)


# ----- kernel workbench -----

SIDE, BESIDE = 64, 3  # of the picture, in pixels; how far from the window its handle lies
DISC = np.rint(data.photograph()[2:92, 8:98]).astype(np.int16)  # as much as 64 × 64 pixels need when they are turned
FROM_CENTRE = np.stack(np.meshgrid(np.arange(SIDE) - 31.5, np.arange(SIDE) - 31.5))  # (2, 64, 64): right, down
KERNELS = {
    "Identity": ((0, 0, 0), (0, 1, 0), (0, 0, 0)),
    "Box: the mean": ((1 / 9,) * 3,) * 3,
    "Gaussian: smooth": ((1 / 16, 1 / 8, 1 / 16), (1 / 8, 1 / 4, 1 / 8), (1 / 16, 1 / 8, 1 / 16)),
    "Sobel, vertical edges": ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
    "Sobel, horizontal edges": ((1, 2, 1), (0, 0, 0), (-1, -2, -1)),
    "Laplacian: outlines": ((0, 1, 0), (1, -4, 1), (0, 1, 0)),
    "Sharpen": ((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
}


def turned(angle):
    """The places right and down of the centre at which a picture turned by `angle` degrees is read. Two (64, 64)."""
    right, down = FROM_CENTRE
    c, s = np.cos(angle * np.pi / 180), np.sin(angle * np.pi / 180)
    return c * right - s * down, s * right + c * down


def photo(angle):
    """The photograph as darkness from 0 to 1, read between its pixels."""
    right, down = (place + 44.5 for place in turned(angle))
    column, row = np.floor(right), np.floor(down)
    flat = np.ravel(DISC)
    dark = 0.0
    for i in (0, 1):
        for j in (0, 1):
            share = (1 - np.abs(down - row - i)) * (1 - np.abs(right - column - j))
            dark = dark + share * (1 - look_up(flat, (90 * (row + i) + column + j).astype(int)) / 255)
    return dark


def shapes(angle):
    """A frame, a disc, three strokes and a ramp, as darkness from 0 to 1."""
    right, down = turned(angle)

    def inside(distance):  # below 0 inside; the border is one pixel wide
        return np.clip(0.5 - distance, 0, 1)

    square = np.maximum(np.abs(right + 13), np.abs(down + 12))
    frame = inside(square - 11) - inside(square - 6)
    disc = inside(np.sqrt((right - 14) ** 2 + (down + 12) ** 2) - 10)
    strokes = sum(inside(np.maximum(np.abs(right + 13) - 11, np.abs(down - y) - 1)) for y in (6, 13, 20))
    ramp = inside(np.maximum(np.abs(right - 14) - 10, np.abs(down - 13) - 8)) * np.clip((right - 4) / 20, 0, 1)
    return frame + disc + strokes + ramp


def around(image, row, column):
    """The 3 × 3 patch around a pixel."""
    near = np.arange(-1, 2)
    return np.take(np.take(image, row + near, axis=0, mode="clip"), column + near, axis=1, mode="clip")


def window_frame(cursor):
    """The outline of nine pixels."""
    corners = 1.5 * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]])
    return line(*np.transpose(cursor + corners), role="highlight", width=2.5)


@figure(
    title="Kernel workbench",
    controls=[
        Choice("subject", label="picture", options={"photo": "photograph", "shapes": "drawn shapes"}),
        Slider("angle", label="turn the picture", low=0, high=180, step=5, start=0, unit="°"),
        Matrix("kernel", "$w$", label="kernel", low=-5, high=5, step=0.1,
               start=KERNELS["Sobel, horizontal edges"], role="model"),
        Toggle("flip", label="flip the kernel"),
        Slider("across", label="window, from the left", low=1, high=SIDE - 2, step=1, start=24, integer=True,
               role="highlight"),
        Slider("up", label="window, from below", low=1, high=SIDE - 2, step=1, start=50, integer=True,
               role="highlight"),
    ],
    caption="Drag the window over the picture: nine pixels times nine weights, added up, are one pixel of the feature "
    "map. Edit the weights in place, or take a scene. Which edges does a Sobel kernel not see? Turn the picture. What "
    "do kernels have in common that give 0 (no colour) wherever the picture is flat?",
    scenes={name: {"kernel": kernel} for name, kernel in KERNELS.items()}
    | {"Drawn shapes": {"subject": "shapes", "kernel": KERNELS["Sobel, vertical edges"]}},
    description="A kernel whose weights sum to {total:.2f} slides over a picture turned by {angle:.0f} degrees. In the "
    "window the nine products add up to {here:.2f}.",
)  # fmt: skip
def kernel_workbench(subject, angle, kernel, flip, across, up):
    image = {"photo": photo, "shapes": shapes}[subject](angle)
    used = np.where(flip, kernel[::-1, ::-1], kernel)
    feature_map = conv.conv2d(image, used)  # (62, 62)
    cursor = np.stack([across, up]) + 0.0
    patch = around(image, SIDE - 1 - up, across)
    products = patch * used
    here, total = np.sum(products), np.sum(used)
    strongest = np.maximum(np.max(np.abs(feature_map)), 0.5)
    by_row, by_column = np.cumsum(np.sum(used, axis=1)), np.cumsum(np.sum(used, axis=0))
    pixels = hidden(-0.5, SIDE - 2 + BESIDE + 1.5)
    grip = cursor + BESIDE  # not on the window, which it would hide

    def move(x, y):
        return {"across": np.clip(np.rint(x - BESIDE), 1, SIDE - 2), "up": np.clip(np.rint(y - BESIDE), 1, SIDE - 2)}

    seen = [
        heatmap(image, (-0.5, SIDE - 0.5), (SIDE - 0.5, -0.5), range=(0, 1)),
        window_frame(cursor),
        segments(*(np.reshape(place, 1) for place in (*(cursor + 1.5), *grip)), role="highlight", width=1.5),
        handle(grip[:1], grip[1:], move, label="window", role="highlight", key_step=(1, 1)),
    ]
    made = [
        heatmap(feature_map, (0.5, SIDE - 1.5), (SIDE - 1.5, 0.5), colors="diverging", range=(-strongest, strongest),
                colorbar=True, format=".1f"),
        window_frame(cursor),
    ]  # fmt: skip
    grid = {"x": hidden(-0.5, 2.5), "y": hidden(-0.5, 2.5), "aspect": 0.62}
    largest = np.maximum(np.max(np.abs(products)), 0.1)
    return Drawing(
        panels=[
            Panel(seen, x=pixels, y=pixels, aspect="equal", title="Picture, 0 white to 1 dark"),
            Panel(made, x=pixels, y=pixels, aspect="equal", title="Feature map"),
            Panel([cells(patch, colors="sequential", range=(0, 1))], title="Pixels in the window", **grid),
            Panel([cells(products, colors="diverging", range=(-largest, largest))], title="Pixels times weights",
                  **grid),
        ],
        columns=2,
        readouts=[
            Readout("sum of the nine products", here, ".2f", role="highlight", name="here"),
            Readout("sum of the weights", total, ".2f", role="model", name="total"),
        ],
        challenge=Challenge(
            "Edit the kernel so that it answers to vertical edges, by 3 or more for a step from 0 to 1, and gives 0 on "
            "horizontal edges and on flat areas.",
            (np.max(np.abs(by_row)) < 0.01) & (np.max(np.abs(by_column)) >= 3 - 1e-9),
            answer={"kernel": KERNELS["Sobel, vertical edges"]},
        ),
    )  # fmt: skip


# ----- convolution line -----

N = 6
X, W = (2, 0, 1, 3, -1, 4), (1, 2, -1, 0.5, -0.5, 1, -1)
MOST_K, MOST_P = 7, 6
OUTER = np.arange(-MOST_P, N + MOST_P)  # every place that may be shown
OUTPUTS = np.arange(N + 2 * MOST_P)  # every output there can be
TALLEST, REACH = 5.0, 3.0  # of an input, of a weight
UPSTAIRS, ABOVE = 14.5, 4.5  # where the outputs stand, and how far they reach


def numbered(values):
    """Numbers as the points of a control: their places, and they."""
    return tuple((place, value) for place, value in enumerate(values))


def halves(points):
    """The numbers that a control holds as points, rounded to halves. points: (n, 2). Returns (n,)."""
    return np.rint(2 * points[:, 1]) / 2


def tips(name, values, role, words):
    """Take hold of the tips of bars; they only move up and down. name: of a `Points` control that holds the values."""
    return handle(np.arange(len(values)) + 0.0, values, name, label=words, role=role)


def kernel_panel(weights, active):
    """The weights as bars to pull; those that do not count are pale."""
    numbers = np.arange(MOST_K)
    return Panel(
        [
            rules(y=0, role="grid", width=1),
            bars(*away(~active, numbers, weights), role="muted", opacity=0.4, thickness=0.5),
            bars(*away(active, numbers, weights), role="model", thickness=0.5),
            tips("weights", weights, "model", "weight"),
        ],
        x=Axis("$j$", -0.6, MOST_K - 0.4, ticks=list(range(MOST_K))),
        y=Axis("$w_j$", -REACH - 0.3, REACH + 0.3, ticks=[-2, 0, 2]),
        title="Kernel",
        aspect=0.22,
    )


@figure(
    title="Convolution line",
    controls=[
        Slider("k", "$k$", label="kernel size", low=1, high=MOST_K, step=1, start=3, integer=True, role="model"),
        Slider("s", "$s$", label="stride", low=1, high=4, step=1, start=1, integer=True),
        Slider("d", "$d$", label="dilation", low=1, high=4, step=1, start=1, integer=True),
        Slider("p", "$p$", label="padding", low=0, high=MOST_P, step=1, start=1, integer=True),
        Choice("mode", label="outside", options={"zero": "zeros", "circular": "circular", "reflect": "reflect",
                                                  "replicate": "replicate"}),
        Slider("i", "$i$", label="output", low=0, high=N + 2 * MOST_P - 1, step=1, start=0, integer=True,
               role="highlight"),
        Points("signal", "$x$", label="the signal as numbers", x=(0, N - 1, 1), y=(-TALLEST, TALLEST, 0.5),
               start=numbered(X), role="data"),
        Points("weights", "$w$", label="the kernel as numbers", x=(0, MOST_K - 1, 1), y=(-REACH, REACH, 0.5),
               start=numbered(W), role="model"),
        Toggle("half", label="the notes' index $i+j-k/2$", role="negative"),
    ],
    caption="Below the signal, above it the outputs, each over the middle of what it reads. Drag the outlined output "
    "along: which of its inputs are real, which are padding (grey)? Pull the bars at their tips, and the weights too. "
    "Which outputs change when only the values outside do? Find settings that give none at all.",
    scenes={
        "The example": {"k": 3, "s": 1, "d": 1, "p": 1, "mode": "zero", "i": 0},
        "Valid: no padding": {"k": 3, "s": 1, "d": 1, "p": 0, "i": 1},
        "Circular": {"k": 3, "s": 1, "d": 1, "p": 1, "mode": "circular", "i": 5},
        "Reflect": {"k": 3, "s": 1, "d": 1, "p": 1, "mode": "reflect", "i": 5},
        "Stride 2": {"k": 3, "s": 2, "d": 1, "p": 1, "mode": "zero", "i": 1},
        "Dilation 2": {"k": 3, "s": 1, "d": 2, "p": 2, "mode": "zero", "i": 3},
        "Five weights, two zero": {"k": 5, "s": 1, "d": 1, "p": 2, "mode": "zero", "i": 3,
                                   "weights": numbered((1, 0, 2, 0, -1, 0, 0))},
        "No whole index": {"k": 3, "s": 1, "d": 1, "p": 1, "mode": "zero", "i": 2, "half": True},
        "Too long": {"k": 7, "s": 1, "d": 4, "p": 6, "mode": "zero", "i": 0},
    },
    description="Kernel size {k:d}, stride {s:d}, dilation {d:d} and padding {p:d} make {count:d} outputs of 6 inputs. "
    "Output {chosen:d} is {value:.1f}.",
)  # fmt: skip
def convolution_line(k, s, d, p, mode, i, signal, weights, half):
    x, every_w, j = halves(signal), halves(weights), np.arange(MOST_K)
    counts = j < k
    w = np.where(counts, every_w, 0.0)
    count = conv.out_length(N, k, s, p, d)
    z = conv.conv1d_at(x, w, OUTPUTS, s, d, p, mode)
    exists = count > OUTPUTS
    chosen = np.clip(i, 0, np.maximum(count - 1, 0))
    value = np.sum(np.where(exists & (chosen == OUTPUTS), z, 0.0))
    first = d * (k - 1) / 2 - p  # the middle of what output 0 reads
    middles, middle = s * OUTPUTS + first, np.where(count > 0, s * chosen + first, NOWHERE)
    reads, wired = s * chosen + d * j - p, counts & (count > 0)
    outside = ((OUTER < 0) | (OUTER >= N)) & (-p <= OUTER) & (N + p > OUTER)
    scale = ABOVE / np.maximum(np.max(np.where(exists, np.abs(z), 0)), 5)
    foot, roof, ground = UPSTAIRS - ABOVE - 0.4, UPSTAIRS + ABOVE + 0.4, TALLEST + 0.5
    shown, whole = exists & (p <= 3), z == np.rint(z)  # short numbers, which a phone has room for

    def to_output(x, _):
        return {"i": np.clip(np.rint((x - first) / s), 0, len(OUTPUTS) - 1)}

    marks = [
        rules(y=np.array([0, UPSTAIRS]), role="grid", width=1),
        segments(*away(wired, reads, ground, middle, foot), color=np.clip(w / 2, -1, 1), width=3),
        boxes(*away(wired, reads - 0.46, -ground, reads + 0.46, ground), filled=False, role="highlight"),
        bars(*away(outside, OUTER, conv.read(x, OUTER, mode)), role="muted", label="padding"),
        points(*away(outside, OUTER, 0.0), role="muted", size=3, shape="cross"),
        bars(np.arange(N), x, role="data", label="input"),
        bars(*away(exists, middles, UPSTAIRS + scale * z), base=UPSTAIRS, role="model", label="output"),
        boxes(*(np.reshape(place, 1) for place in (middle - 0.46, foot, middle + 0.46, roof)), filled=False,
              role="highlight"),
        text(*away(shown & whole, middles, roof + 0.8), "{:.0f}", z, anchor="middle", role="model"),
        text(*away(shown & ~whole, middles, roof + 0.8), "{:.1f}", z, anchor="middle", role="model"),
        points(*away(wired & half, chosen + j - k / 2, -ground - 0.9), role="negative", shape="ring", size=4),
        handle(np.reshape(middle, 1), np.array([foot]), to_output, label="output", role="highlight", key_step=(1, 0)),
        tips("signal", x, "data", "input"),
    ]  # fmt: skip
    return Drawing(
        panels=[
            Panel(marks, x=Axis("place", -p - 0.8, N + p - 0.2, ticks=list(range(N))), aspect=0.62,
                  y=Axis(None, -ground - 1.6, roof + 2.6, ticks=[-4, 0, 4])),
            kernel_panel(every_w, counts),
        ],
        columns=1,
        readouts=[
            Readout(r"$\lfloor(N+2p-d(k-1)-1)/s\rfloor+1$", count, "d", unit="outputs", role="model", name="count"),
            Readout("span $d(k-1)+1$", d * (k - 1) + 1, "d", role="model"),
            Readout("outlined output", chosen, "d", role="highlight", name="chosen"),
            Readout("$z_i$", value, ".2f", role="highlight", name="value"),
        ],
        challenge=Challenge(
            "With $k=5$ and dilation $d=2$, get exactly as many outputs as inputs at stride 1.",
            (k == 5) & (d == 2) & (s == 1) & (count == N),
            answer={"k": 5, "d": 2, "p": 4},
        ),
    )  # fmt: skip


# ----- dense, sparse, tied -----

MOST_D = 40
SQUARE = np.subtract.outer(np.arange(MOST_D), np.arange(MOST_D))  # row minus column
FREE = np.clip(np.rint(24 * np.random.default_rng(3).normal(size=(MOST_D, MOST_D))), -64, 64).astype(np.int8)
TIED = np.array([-0.75, 0.5, -1, 1.5, 1, -0.5, 0.25])  # the middle weights belong to shorter kernels
WAVE = np.round(np.sin(np.arange(MOST_D) / 2.3) + 0.6 * np.sin(np.arange(MOST_D) / 0.9), 2)


@figure(
    title="Dense, sparse, tied",
    controls=[
        Slider("morph", label="dense, sparse, tied", low=0, high=2, step=0.05, start=0.6, role="highlight"),
        Slider("D", "$D$", label="inputs and outputs", low=4, high=MOST_D, step=1, start=16, integer=True),
        Slider("k", "$k$", label="kernel size", low=1, high=7, step=2, start=3, integer=True, role="model"),
    ],
    caption="Each row of the matrix makes one output. Move the slider from 0 to 1: weights far from the diagonal are "
    "given up. From 1 to 2: the rest are made equal along each diagonal. When do the outputs of the matrix lie on "
    "those of the convolution? How does the number of free weights grow with $D$ on either end?",
    scenes={
        "Dense": {"morph": 0},
        "Sparse": {"morph": 1},
        "Tied: a convolution": {"morph": 2},
        "The six of the text": {"morph": 2, "D": 6, "k": 3},
        "Tied, seven weights": {"morph": 2, "D": 40, "k": 7},
    },
    description="A layer from {D:d} inputs to as many outputs with {free:d} free weights and biases. Its outputs "
    "differ from those of the convolution by up to {apart:.2f}.",
)
def dense_sparse_tied(morph, D, k):
    inside = (np.arange(MOST_D) < D)[:, None] & (np.arange(MOST_D) < D)
    band = np.abs(SQUARE) <= (k - 1) / 2
    sparse, tied = np.clip(morph, 0, 1), np.clip(morph - 1, 0, 1)
    toeplitz = np.where(np.abs(SQUARE) <= 3, TIED[np.clip(3 - SQUARE, 0, 6)], 0.0)
    loose = FREE / 24 * np.where(band, 1, 1 - sparse)
    matrix = np.where(inside, (1 - tied) * loose + tied * np.where(band, toeplitz, 0.0), 0.0)
    lies_in = np.arange(MOST_D) < D
    x = np.where(lies_in, WAVE, 0.0)
    out = matrix @ x
    kernel = np.where(np.abs(np.arange(7) - 3) <= (k - 1) / 2, TIED, 0.0)
    convolved = np.where(lies_in, conv.conv1d(x, kernel, padding=3), 0.0)
    apart = np.max(np.abs(out - convolved))
    ones = np.sum(np.where(band & inside, 1, 0))
    free = np.where(morph >= 2, k + 1, np.where(morph >= 1, ones + D, conv.n_params_dense(D, D)))
    n = np.arange(MOST_D)
    frame = Axis("input", -0.5, D - 0.5, ticks=[0, 10, 20, 30])
    grid = [heatmap(matrix, (-0.5, MOST_D - 0.5), (MOST_D - 0.5, -0.5), colors="diverging", range=(-2, 2))]
    rows = Axis("output", MOST_D - 0.5 - D, MOST_D - 0.5, ticks=[39, 29, 19, 9], tick_labels=("0", "10", "20", "30"))
    most = np.maximum(np.max(np.abs(out)), 4) * 1.1
    return Drawing(
        panels=[
            Panel(grid, x=frame, y=rows, aspect="equal", title="Weights"),
            Panel(
                [
                    bars(*away(lies_in, n, out), role="muted", label="matrix times signal"),
                    points(*away(lies_in, n, convolved), role="model", size=3.5, label="convolution"),
                ],
                x=Axis("output", -0.6, D - 0.4, ticks=[0, 10, 20, 30]), y=Axis(None, -most, most, ticks=3),
                title="Outputs", aspect=0.95,
            ),
        ],
        readouts=[
            Readout("free weights and biases", free, "d", role="highlight", name="free"),
            Readout("dense $D^2+D$", conv.n_params_dense(D, D), "d"),
            Readout("tied $k+1$", k + 1, "d", role="model"),
            Readout("outputs differ by", apart, ".2f", name="apart"),
        ],
        challenge=Challenge(
            "Find a convolution that reads five inputs at a time and has less than a two-hundredth of the parameters "
            "of the dense layer.",
            (morph == 2) & (k == 5) & (conv.n_params_dense(D, D) > 200 * (k + 1)),
            answer={"morph": 2, "D": 38, "k": 5},
        ),
    )  # fmt: skip


# ----- shift test -----

LENGTH = 24
SIGNAL = np.zeros(LENGTH)
SIGNAL[5:14] = 1, 3, 2, -1, 4, 4, 1, -2, 2
SHIFTS = np.arange(13)


def features(x, kernel, stride, pool, mode):
    """Convolve, cut off below zero, pool. x: (..., 24). Returns (..., 24 / stride / pool)."""
    return conv.max_pool(relu(conv.conv1d(x, kernel, stride, padding=1, mode=mode)), pool)


@figure(
    title="Shift test",
    controls=[
        Slider("t", "$t$", label="shift", low=0, high=12, step=1, start=3, integer=True, role="highlight"),
        Slider("stride", "$s$", label="stride", low=1, high=3, step=1, start=2, integer=True, structural=True),
        Choice("pool", label="max pooling", options={"1": "none", "2": "2", "4": "4"}),
        Choice("mode", label="outside", options={"zero": "zeros", "circular": "circular"}),
        Matrix("kernel", "$w$", label="kernel", low=-3, high=3, step=0.5, start=((1, 2, -1),), role="model"),
    ],
    caption="Drag the signal to the right; what leaves comes in on the left. Bars: first shift, then compute the "
    "features. Rings: first compute, then shift, by $t/(sq)$ rounded, where pooling takes $q$. In the last panel, "
    "which shifts pass? What must they be multiples of? Where do zeros outside make a difference, and which?",
    scenes={
        "Stride 1, circular: exact": {"stride": 1, "pool": "1", "mode": "circular", "t": 11},
        "Zeros outside": {"stride": 1, "pool": "1", "mode": "zero", "t": 11},
        "Stride 2, odd shift": {"stride": 2, "pool": "1", "mode": "circular", "t": 3},
        "Stride 2, even shift": {"stride": 2, "pool": "1", "mode": "circular", "t": 4},
        "Stride 1, pooled by 4": {"stride": 1, "pool": "4", "mode": "circular", "t": 1},
        "Both": {"stride": 2, "pool": "2", "mode": "circular", "t": 2},
    },
    description="A signal shifted by {t:d}, stride {stride}, pooling {pool}. Shifting first and shifting last differ "
    "by up to {error:.2f}. The largest feature is {before:.2f} without and {after:.2f} with the shift.",
)
def shift_test(t, stride, pool, mode, kernel):
    pool = int(pool)
    step = stride * pool
    every = features(np.stack([np.roll(SIGNAL, k) for k in SHIFTS]), kernel[0], stride, pool, mode)  # (13, n)
    still = every[0]
    then_shifted = np.stack([np.roll(still, round(k / step)) for k in SHIFTS])
    errors = np.max(np.abs(every - then_shifted), axis=1)
    first, last = (look_up(each, t) for each in (every, then_shifted))
    error = np.take(errors, t, mode="clip")
    places = (np.arange(LENGTH // step) + 0.5) * step - 0.5
    highest = np.maximum(np.max(every), 2)
    hold = 9.5
    across = Axis("place", -0.8, LENGTH - 0.2, ticks=[0, 6, 12, 18])
    moved = [
        bars(np.arange(LENGTH), SIGNAL, role="data", opacity=0.2),
        bars(np.arange(LENGTH), conv.shift(SIGNAL, t), role="data", thickness=0.5),
        handle(np.reshape(hold + t, 1), np.array([4.0]), lambda x, _: {"t": np.clip(np.rint(x - hold), 0, 12)},
               label="the signal", role="highlight", key_step=(1, 0)),
    ]  # fmt: skip
    made = [
        bars(places, first, role="model", thickness=0.8 * step, label="shift, then features"),
        points(places, last, shape="ring", role="ink", size=4, label="features, then shift"),
    ]
    curve = [
        line(SHIFTS, errors, role="loss", width=1.5),
        points(SHIFTS, errors, role="loss", size=4),
        points(np.reshape(t, 1), np.reshape(error, 1), role="highlight", shape="ring", size=7),
    ]
    return Drawing(
        panels=[
            Panel(moved, x=across, y=Axis("$x$", -3, 5.5, ticks=[-2, 0, 2, 4]), title="Signal, and shifted",
                  aspect=0.3),
            Panel(made, x=across, y=Axis(None, 0, highest * 1.1, ticks=3), title="Features", aspect=0.3),
            Panel(curve, x=Axis("$t$", -0.5, 12.5, ticks=[0, 2, 4, 6, 8, 10, 12]),
                  y=Axis("largest difference", -0.03 * highest, highest, ticks=3), title="Every shift", aspect=0.2),
        ],
        columns=1,
        readouts=[
            Readout("largest difference", error, ".2f", role="loss", name="error"),
            Readout("largest feature, unshifted", np.max(still), ".2f", name="before"),
            Readout("shifted", np.max(first), ".2f", role="model", name="after"),
        ],
        challenge=Challenge(
            "With stride 2 and pooling by 2, find a shift other than 0 that makes no difference at all.",
            (step == 4) & (pool == 2) & (t > 0) & (error < 1e-9) & (np.max(every) > 0.5),
            answer={"stride": 2, "pool": "2", "t": 4},
        ),
    )  # fmt: skip


# ----- receptive-field tower -----

LAYERS, WING = 6, 32  # the most layers, and how far the inputs are shown on either side
PLACES = np.arange(-WING, WING + 1)
PLAIN = tuple((1, layer) for layer in range(1, LAYERS + 1))
DOUBLING = tuple((min(2 ** (layer - 1), 8), layer) for layer in range(1, LAYERS + 1))
HALVING = tuple((2 if layer <= 4 else 1, layer) for layer in range(1, LAYERS + 1))


def tower(L, k, strides, dilations):
    """By how many ways the unit at place 0 of layer L reaches the units below.

    strides, dilations: (6,), of which the first L count. Returns counts (7, 65) for the input and each layer at the
    places -32 to 32 of the input, and, for each layer, the distance in inputs between its neighbouring weights (6,).
    """
    exists = np.arange(LAYERS) < L
    jumps = np.cumprod(np.concatenate([np.ones(1), np.where(exists, strides, 1)]))  # between units of each layer
    gaps = jumps[:-1] * dilations
    offsets = np.arange(7) - np.floor_divide(k, 2)
    counts = [np.where(PLACES == 0, 1.0, 0.0)]
    for layer in reversed(range(LAYERS)):
        used = np.where(exists[layer], (offsets >= -np.floor_divide(k, 2)) & (np.arange(7) < k), offsets == 0)
        above = PLACES[:, None] - gaps[layer] * offsets + WING  # (65, 7)
        counts.append(np.sum(np.where(used, conv.read(counts[-1], above.astype(int)), 0.0), axis=1))
    return np.stack(counts[::-1]), gaps


def dials(name, values, role, exists, shift):
    """A bar for each layer, to pull at its tip. name: of a `Points` control that holds the values."""
    rows = np.arange(LAYERS) + 1.0 + shift
    return [
        bars(np.where(exists, rows, NOWHERE), values, horizontal=True, thickness=0.3, role=role),
        handle(values, rows, name, role=role, label=f"{name} of layer"),
    ]


@figure(
    title="Receptive-field tower",
    controls=[
        Slider("L", "$L$", label="layers", low=1, high=LAYERS, step=1, start=3, integer=True),
        Slider("k", "$k$", label="kernel size", low=2, high=7, step=1, start=3, integer=True, role="model"),
        Slider("p", label="an input", low=-WING, high=WING, step=1, start=1, integer=True, role="highlight"),
        Points("dilations", label="dilations as numbers", x=(1, 8, 1), y=(1, LAYERS, 1), start=PLAIN, role="query"),
        Points("strides", label="strides as numbers", x=(1, 2, 1), y=(1, LAYERS, 1), start=PLAIN, role="key"),
    ],
    caption="One unit on top, and everything below that can change it. Dark: many ways lead there. Add layers; then "
    "pull single dilations and strides at their tips. What grows the field by two for each layer, what doubles it? "
    "Drag the input along: is an input at the edge of the field worth as much as one in the middle?",
    scenes={
        "Three layers": {"L": 3, "k": 3, "dilations": PLAIN, "strides": PLAIN},
        "Six layers": {"L": 6, "k": 3, "dilations": PLAIN, "strides": PLAIN},
        "Two of 3 or one of 5": {"L": 2, "k": 3, "dilations": PLAIN, "strides": PLAIN, "p": 2},
        "Doubling dilations": {"L": 3, "k": 3, "dilations": DOUBLING, "strides": PLAIN},
        "Stride 2": {"L": 3, "k": 3, "dilations": PLAIN, "strides": HALVING},
        "Gaps: dilation too soon": {"L": 2, "k": 3, "dilations": DOUBLING[1:] + ((1, 6),), "strides": PLAIN},
        "Kernels of 7": {"L": 3, "k": 7, "dilations": PLAIN, "strides": PLAIN},
    },
    description="{L:d} layers with kernels of size {k:d} see {r:d} inputs. The paths spread by a standard deviation of "
    "{spread:.2f} inputs; {ways:d} of {all:d} lead to the input {p:d} places from the middle.",
)
def receptive_field_tower(L, k, p, dilations, strides):
    dilation, stride = np.rint(dilations[:, 0]), np.rint(strides[:, 0])
    exists = np.arange(LAYERS) < L
    counts, gaps = tower(L, k, stride, dilation)
    reach = np.where(exists, gaps, 0)
    r = 1 + np.sum(reach) * (k - 1)
    paths = np.sum(np.where(exists, 0, 0)) + k ** (L + 0.0)
    ways = np.take(counts[0], p + WING, mode="clip")
    spread = np.sqrt(np.sum(reach**2) * (k**2 - 1) / 12)
    shown = np.concatenate([counts[:1], counts[1:]]) / np.max(counts, axis=1, keepdims=True)
    rows = np.arange(LAYERS + 1)
    shown = np.where(np.expand_dims(rows <= L, 1), shown, 0.0)
    strips = np.reshape(np.stack([shown, np.zeros_like(shown), np.zeros_like(shown)], axis=1), (-1, len(PLACES)))
    # the wires of the middle unit and of the outermost ones
    half = np.floor_divide(k, 2)
    below = np.concatenate([np.cumsum(reach[::-1])[::-1], np.zeros(1)])  # how far each layer is spread, in kernel steps
    offsets, used = np.arange(7) - half, np.expand_dims(np.arange(7) < k, 0)
    wires = []
    for side in (-half, np.zeros_like(half), k - 1 - half):
        start = np.expand_dims(side * below[1:], 1)  # (6, 1): of the unit in layer 1 to 6
        there = used & np.expand_dims(exists, 1)
        x2 = start + np.expand_dims(gaps, 1) * offsets
        ends = away(there, start + 0 * x2, np.expand_dims(rows[1:], 1) - 0.17, x2, np.expand_dims(rows[:-1], 1) + 0.17)
        wires.append(segments(*(np.ravel(end) for end in ends), role="model", width=1))
    high = np.max(counts[0]) * 1.12
    place = np.reshape(p + 0.0, 1)
    field = [
        bars(PLACES, counts[0], role="data", thickness=0.9),
        points(place, np.reshape(ways, 1), role="highlight", shape="ring", size=6),
        handle(place, np.zeros(1), lambda x, _: {"p": np.clip(np.rint(x), -WING, WING)}, label="an input",
               role="highlight", key_step=(1, 0)),
    ]  # fmt: skip
    wing = np.clip(0.55 * r + 2, 8, WING) + 0.5
    span = Axis("inputs from the middle", -wing, wing, ticks=5)
    names = tuple(["input", *(f"layer {layer}" for layer in rows[1:])])
    return Drawing(
        panels=[
            Panel(
                [heatmap(strips, (-WING - 0.5, WING + 0.5), (-1 / 6, LAYERS + 5 / 6), range=(0, 1.1)), *wires],
                x=span, y=Axis(None, -0.3, LAYERS + 0.4, ticks=list(rows), tick_labels=names), span=1.35,
                title="What one unit sees", aspect=0.95,
            ),
            Panel(
                [*dials("dilations", dilation, "query", exists, 0.25),
                 *dials("strides", stride, "key", exists, -0.25),
                 text(np.array([0.3]), np.array([0.2]), ["dilation"], role="query"),
                 text(np.array([4.3]), np.array([0.2]), ["stride"], role="key")],
                x=Axis("every so many", 0, 8.6, ticks=[1, 2, 4, 8]),
                y=Axis(None, -0.3, LAYERS + 0.4, ticks=list(rows[1:]), tick_labels=names[1:]), title="Each layer",
                aspect=1.4,  # rows so high that a finger can tell the two handles of a layer apart
            ),
            Panel(field, x=span, y=Axis("ways", 0, high, ticks=3), title="Ways from the unit to each input",
                  aspect=0.25),
        ],
        columns=2,
        readouts=[
            Readout("receptive field $r$", r, "d", unit="inputs", role="data", name="r"),
            Readout("spread of the ways", spread, ".2f", unit="inputs", role="data", name="spread"),
            Readout("ways to this input", ways, "d", role="highlight", name="ways"),
            Readout("of", paths, "d", name="all"),
        ],
        challenge=Challenge(
            "With $k=3$ and four layers, reach a receptive field of 31 or more.",
            (k == 3) & (L == 4) & (r >= 31),
            answer={"L": 4, "k": 3, "dilations": DOUBLING},
        ),
    )  # fmt: skip


# ----- channels -----

MOST_IN, MOST_OUT, WIDEST = 4, 6, 12
ROWS = np.stack([
    np.sin(np.arange(WIDEST) / 1.3),
    np.where(np.arange(WIDEST) % 5 < 2, 1.0, -0.2),
    (np.arange(WIDEST) - 5.5) / 6,
    np.where(np.arange(WIDEST) == 4, 1.5, 0.0),
]).round(2)  # fmt: skip
OMEGA = np.random.default_rng(21).integers(-8, 9, (MOST_IN, MOST_OUT, 5)) / 8
BETA = np.random.default_rng(22).integers(-4, 5, MOST_OUT) / 8
PARTS = ("input 0", "input 1", "input 2", "input 3", "bias", "sum", "relu")


@figure(
    title="Channels",
    controls=[
        Slider("C_i", "$C_i$", label="input channels", low=1, high=MOST_IN, step=1, start=2, integer=True,
               role="data"),
        Slider("C_o", "$C_o$", label="output channels", low=1, high=MOST_OUT, step=1, start=3, integer=True,
               role="value"),
        Slider("k", "$k$", label="kernel size", low=1, high=5, step=2, start=3, integer=True, role="model"),
        Slider("D", "$D$", label="length", low=6, high=WIDEST, step=1, start=10, integer=True),
        Slider("c", "$c'$", label="output channel", low=0, high=MOST_OUT - 1, step=1, start=1, integer=True,
               role="highlight"),
        Slider("i", "$i$", label="position", low=0, high=WIDEST - 1, step=1, start=6, integer=True, role="highlight"),
    ],
    caption="Drag the frame over the outputs, along and up and down. Moving along keeps the weights and changes the "
    "window; moving down changes the weights and keeps the window. Does any output leave out an input channel? What "
    "is left of the layer at $k=1$? Which of the sliders do not change the number of parameters?",
    scenes={
        "Two kernels, six inputs": {"C_i": 1, "C_o": 2, "k": 3, "D": 6, "c": 0, "i": 2},
        "Two in, three out": {"C_i": 2, "C_o": 3, "k": 3, "D": 10, "c": 1, "i": 6},
        "At the border": {"C_i": 3, "C_o": 3, "k": 5, "D": 10, "c": 2, "i": 0},
        "One by one: mixing": {"C_i": 4, "C_o": 2, "k": 1, "D": 12, "c": 1, "i": 5},
        "Everything": {"C_i": 4, "C_o": 6, "k": 5, "D": 12, "c": 3, "i": 6},
    },
    description="{C_i:d} input channels, {C_o:d} output channels, kernel size {k:d}: {parameters:d} parameters. Output "
    "channel {channel:d} at position {place:d} is {value:.2f}.",
)  # fmt: skip
def every_channel(C_i, C_o, k, D, c, i):
    channel, place = np.minimum(c, C_o - 1), np.minimum(i, D - 1)
    reach = (k - 1) / 2
    X = np.where((np.arange(MOST_IN) < C_i)[:, None] & (np.arange(WIDEST) < D), ROWS, 0.0)
    in_kernel = np.abs(np.arange(5) - 2) <= reach
    Omega = np.where(np.expand_dims(np.arange(MOST_IN) < C_i, (1, 2)) & in_kernel, OMEGA, 0.0)
    H = relu(conv.conv_layer(X, Omega, BETA, padding=2))  # (6, 12)
    weights = np.take(Omega, channel, axis=1, mode="clip")  # (4, 5)
    wide = conv.padded(X, 2)
    window = np.take(wide, place + np.arange(5), axis=1, mode="clip")  # (4, 5)
    shares = np.sum(weights * window, axis=1)
    bias = look_up(BETA, channel)
    total = np.sum(shares) + bias
    steps = np.concatenate([shares, np.stack([bias, total, relu(total)])])
    shown = np.concatenate([np.arange(MOST_IN) < C_i, np.array([True, True, True])])
    levels = np.arange(7)[::-1]
    across, down = np.tile(np.arange(5), MOST_IN), np.repeat(np.arange(MOST_IN), 5)
    is_weight = (np.abs(across - 2) <= reach) & (down < C_i)
    most = 1.6 * np.maximum(np.max(np.abs(steps)), 1.2)
    along = Axis("position", -0.5, D - 0.5, ticks=[0, 5, 10])
    left, right = place - reach - 0.5, place + reach + 0.5
    frame_in = boxes(*(np.reshape(each, 1) for each in (left, MOST_IN - C_i - 0.5, right, np.array(MOST_IN - 0.5))),
                     filled=False, role="highlight")  # fmt: skip
    y = MOST_OUT - 1 - channel
    frame_out = boxes(*(np.reshape(each, 1) for each in (place - 0.5, y - 0.5, place + 0.5, y + 0.5)), filled=False,
                      role="highlight")  # fmt: skip

    def choose(x, y):
        return {"i": np.clip(np.rint(x), 0, WIDEST - 1), "c": np.clip(np.rint(MOST_OUT - 1 - y), 0, MOST_OUT - 1)}

    def channel_axis(words, most, count):
        ticks = [most - 1 - row for row in range(most)]
        return Axis(words, most - 0.5 - count, most - 0.5, ticks=ticks, tick_labels=tuple(map(str, range(most))))

    highest = np.maximum(np.max(np.where(np.expand_dims(np.arange(MOST_OUT) < C_o, 1), H, 0)), 1)
    hold = handle(np.reshape(place + 0.0, 1), np.reshape(y + 0.0, 1), choose, label="the output", role="highlight",
                  key_step=(1, 1))  # fmt: skip
    return Drawing(
        panels=[
            Panel([heatmap(X, (-0.5, WIDEST - 0.5), (MOST_IN - 0.5, -0.5), colors="diverging", range=(-1.6, 1.6)),
                   frame_in], x=along, y=channel_axis("channel", MOST_IN, C_i), title="Inputs", aspect=0.45),
            Panel([heatmap(H, (-0.5, WIDEST - 0.5), (MOST_OUT - 0.5, -0.5), range=(0, highest)), frame_out, hold],
                  x=along, y=channel_axis("channel", MOST_OUT, C_o), title="Outputs", aspect=0.45),
            Panel([heatmap(weights, (-0.5, 4.5), (MOST_IN - 0.5, -0.5), colors="diverging", range=(-1.6, 1.6)),
                   text(*away(is_weight, across, MOST_IN - 1 - down), "{:.2f}", np.ravel(weights), anchor="middle",
                        dy=5)],
                  x=hidden(1.5 - reach, 2.5 + reach), y=channel_axis("channel", MOST_IN, C_i),
                  title=r"Weights $\mathbf{\Omega}_{:c':}$ of this output", aspect=0.5),
            Panel([rules(x=0, role="grid", width=1),
                   bars(*away(shown, levels, steps), horizontal=True, role="muted", thickness=0.6),
                   bars(levels[6:], steps[6:], horizontal=True, role="highlight", thickness=0.6, format=".2f")],
                  x=Axis(None, -most, most, ticks=5),
                  y=Axis(None, -0.6, 6.6, ticks=list(levels), tick_labels=PARTS), title="How it is made", aspect=0.5),
        ],
        columns=2,
        readouts=[
            Readout("$C_iC_ok+C_o$", conv.n_params_conv(C_i, C_o, k), "d", role="model", name="parameters"),
            Readout(r"with $k\times k$", conv.n_params_conv(C_i, C_o, k, dims=2), "d"),
            Readout("dense, same sizes", conv.n_params_dense(C_i * D, C_o * D), "d"),
            Readout("output channel", channel, "d", role="highlight", name="channel"),
            Readout("position", place, "d", role="highlight", name="place"),
            Readout("value", relu(total), ".2f", role="highlight", name="value"),
        ],
        challenge=Challenge(
            "Build a layer with exactly 44 parameters.",
            conv.n_params_conv(C_i, C_o, k) == 44,
            answer={"C_i": 2, "C_o": 4, "k": 5},
        ),
    )  # fmt: skip


# ----- pooling and up-sampling -----

INK = data.pen_digit(3, height=22, left=5, top=5)
PIXELS = 32


def every_qth(x, q):
    """One pixel of every q × q block: a stride."""
    return x[::q, ::q]


SHRINK = {"max": lambda x, q: conv.max_pool(x, q, dims=2), "mean": lambda x, q: conv.mean_pool(x, q, dims=2),
          "stride": every_qth}  # fmt: skip


def stretched(small, q):
    """Up-sampling by a transposed convolution with a tent as kernel: straight lines between the values."""
    tent = 1 - np.abs(np.arange(2 * q) + 0.5 - q) / q  # a block's centre lies between two pixels
    kernel = np.reshape(np.outer(tent, tent), (1, 1, 2 * q, 2 * q))
    framed = conv.padded(np.expand_dims(small, 0), 1, "replicate", dims=2)
    return conv.conv_transposed(framed, kernel, (PIXELS, PIXELS), stride=q, padding=q + q // 2)[0]


@figure(
    title="Shrink and grow",
    controls=[
        Choice("method", label="shrink by", options={"max": "maximum", "mean": "mean", "stride": "stride"}),
        Choice("q", "$q$", label="block", options={"2": "2", "4": "4", "8": "8"}, start="4"),
        Slider("t", "$t$", label="shift", low=0, high=8, step=1, start=0, integer=True, role="highlight"),
        Toggle("smooth", label="grow by straight lines"),
    ],
    caption="Each block of $q\\times q$ pixels becomes one number, and then a block again. Shift the digit pixel by "
    "pixel: which of the three ways changes least from step to step, and when does the small image merely move? What "
    "is lost for good, whichever way it is grown again?",
    scenes={
        "Maximum of 4 by 4": {"method": "max", "q": "4", "t": 0, "smooth": False},
        "Mean of 4 by 4": {"method": "mean", "q": "4", "t": 0, "smooth": False},
        "Stride 4": {"method": "stride", "q": "4", "t": 0, "smooth": False},
        "Stride 4, one pixel on": {"method": "stride", "q": "4", "t": 1, "smooth": False},
        "Mean, grown by straight lines": {"method": "mean", "q": "4", "t": 0, "smooth": True},
        "Hardly a digit": {"method": "mean", "q": "8", "t": 0, "smooth": True},
    },
    description="A digit of 1024 pixels shifted by {t:d} is kept as {kept:d} numbers. One pixel of shift changes the "
    "small image by {change:.3f} on average; grown again it differs from the digit by {lost:.3f} on average.",
)
def shrink_and_grow(method, q, t, smooth):
    q = int(q)
    x, further = conv.shift(INK, t), conv.shift(INK, t + 1)
    small, after = SHRINK[method](x, q), SHRINK[method](further, q)
    grown = np.where(smooth, stretched(small, q), conv.upsample(small, q, dims=2))
    sheet = hidden(0, PIXELS)
    views = [("Digit", x), (f"{PIXELS // q} by {PIXELS // q} numbers", small), ("Grown again", grown)]
    panels = [
        Panel([heatmap(values, (0, PIXELS), (PIXELS, 0), range=(0, 1.15))], x=sheet, y=sheet, aspect="equal",
              title=title)
        for title, values in views
    ]  # fmt: skip
    missed = heatmap(grown - x, (0, PIXELS), (PIXELS, 0), colors="diverging", range=(-1, 1))
    return Drawing(
        panels=[*panels, Panel([missed], x=sheet, y=sheet, aspect="equal", title="Grown minus digit")],
        columns=2,
        readouts=[
            Readout("numbers kept", np.asarray((PIXELS // q) ** 2), "d", unit="of 1024", name="kept"),
            Readout("change for one pixel of shift", np.mean(np.abs(after - small)), ".3f", role="highlight",
                    name="change"),
            Readout("mean difference", np.mean(np.abs(grown - x)), ".3f", role="loss", name="lost"),
        ],
        challenge=Challenge(
            "Keep 64 numbers, and bring the mean difference below 0.14.",
            (q == 4) & (np.mean(np.abs(grown - x)) < 0.14),
            answer={"method": "mean", "q": "4", "t": 0},
        ),
    )  # fmt: skip


# ----- a network that learns to read -----

SEEDS, BATCH, TRAIN, HELD_OUT = 6, 16, 800, 200
BLOCKS = 20  # parts in which the held-out digits are judged
EVERY, MARKS = 5, 301  # the curves hold every fifth step, 1500 steps in all
GREY = np.rint(16 * data.digit_images()[0]).astype(np.int8).reshape(-1, 64)
LABELS = data.digit_images()[1]
KNOWN, KNOWN_LABELS = GREY[:TRAIN], losses.one_hot(LABELS[:TRAIN], 10).astype(np.int8)
UNSEEN = GREY[-HELD_OUT:].reshape(BLOCKS, -1)
UNSEEN_LABELS = losses.one_hot(LABELS[-HELD_OUT:], 10).astype(np.int8).reshape(BLOCKS, -1)
ORDER = np.concatenate([np.random.default_rng(k).permutation(TRAIN) for k in range(4)]).reshape(-1, BATCH)
INITIAL = {  # name → one row for each seed, in multiples of 1/32, which take one byte each in the page
    name: np.stack([
        np.clip(np.rint(32 * conv.init_reader(np.random.default_rng(seed))[name]), -127, 127).ravel()
        for seed in range(SEEDS)
    ]).astype(np.int8)
    for name in conv.READER_SHAPES
}  # fmt: skip


def judge(images, labels, params):
    """Mean cross-entropy and share of right answers. images: (n, 8, 8); labels: (n, 10), one 1 in each row."""
    scores = conv.reader(images, params)["scores"]
    return score_loss(scores, labels), score_right(scores, labels)


def score_loss(scores, labels):
    return -np.mean(np.sum(labels * losses.log_softmax(scores), axis=-1))


def score_right(scores, labels):
    return np.mean(np.where(np.argmax(scores, axis=-1) == np.argmax(labels, axis=-1), 1.0, 0.0))


def block(k):
    """Part k of the held-out digits: images and labels."""
    size = HELD_OUT // BLOCKS
    return np.reshape(look_up(UNSEEN, k), (size, 8, 8)) / 16, np.reshape(look_up(UNSEEN_LABELS, k), (size, 10))


UNTRAINED = np.moveaxis([  # loss and share of right answers of each beginning on each part, both (seeds, parts)
    [judge(*block(k), {name: table[seed].reshape(conv.READER_SHAPES[name]) / 32 for name, table in INITIAL.items()})
     for k in range(BLOCKS)]
    for seed in range(SEEDS)
], -1, 0)  # fmt: skip


def params_of(state):
    return {name: getattr(state, name) for name in conv.READER_SHAPES}


def unlearned(seed):
    params = {name: np.reshape(look_up(INITIAL[name], seed), shape) / 32 for name, shape in conv.READER_SHAPES.items()}
    held = {"held_loss": look_up(UNTRAINED[0], seed), "held_right": look_up(UNTRAINED[1], seed)}
    now = np.stack([np.mean(held["held_loss"]), np.mean(held["held_loss"]),
                    np.mean(held["held_right"]), np.mean(held["held_right"])])  # fmt: skip
    return params | held | {
        "t": np.asarray(0),
        "seen_loss": np.full(12, 1.0) * now[0],
        "seen_right": np.full(12, 1.0) * now[2],
        "curves": np.expand_dims(now, 1) * np.ones(MARKS),
    }  # fmt: skip


def learn(state, seed, rate):
    """One step of gradient descent on a minibatch, and a look at a twentieth of the held-out digits."""
    params, t = params_of(state), state.t
    chosen = look_up(ORDER, np.mod(t + 37 * seed, len(ORDER)))  # (16,)
    images, labels = np.reshape(look_up(KNOWN, chosen), (BATCH, 8, 8)) / 16, look_up(KNOWN_LABELS, chosen)
    stages = conv.reader(images, params)
    dscores = (losses.softmax(stages["scores"]) - labels) / BATCH
    gradients = conv.reader_grad(images, stages, dscores, params)
    params = {name: params[name] - rate * gradients[name] for name in params}
    part = np.mod(t, BLOCKS)
    loss, right = judge(*block(part), params)
    here = np.arange(BLOCKS) == part
    new = {
        "held_loss": np.where(here, loss, state.held_loss),
        "held_right": np.where(here, right, state.held_right),
        "seen_loss": np.append(state.seen_loss[1:], score_loss(stages["scores"], labels)),
        "seen_right": np.append(state.seen_right[1:], score_right(stages["scores"], labels)),
    }
    now = np.stack([np.mean(new[name]) for name in ("seen_loss", "held_loss", "seen_right", "held_right")])
    to_come = np.arange(MARKS) * EVERY > t
    return params | new | {"t": t + 1, "curves": np.where(to_come, np.expand_dims(now, 1), state.curves)}


def strokes_of(digit, **style):
    return data.pen_digit(digit, **style).astype(int).tolist()


@figure(
    title="A network learns to read your hand",
    controls=[
        Pad("drawing", label="draw a digit", rows=32, columns=32, brush=2.0, start=strokes_of(3)),
        Slider("rate", r"$\alpha$", label="learning rate", low=0.01, high=1, step=0.05, start=0.2, scale="log",
               role="gradient"),
        Slider("seed", label="other beginnings", low=0, high=SEEDS - 1, step=1, start=2, integer=True),
        Toggle("fitted", label="centre and scale my drawing", start=True, role="highlight"),
    ],
    state=State(unlearned, learn, rate=60),
    caption=f"Press play: {conv.n_params_reader()} numbers learn from 800 digits, 16 at a time. Watch the six "
    "kernels turn into detectors of strokes and edges. Then clear the sheet and draw a digit of your own, slowly and "
    "large. Which digits does the network confuse? Draw small in a corner and switch off the centring: is a "
    "convolutional network blind to place?",
    scenes={
        "A three": {"drawing": strokes_of(3), "fitted": True},
        "A two": {"drawing": strokes_of(2), "fitted": True},
        "A seven": {"drawing": strokes_of(7), "fitted": True},
        "A small four in a corner": {"drawing": strokes_of(4, height=13, left=18, top=17, brush=1.3), "fitted": True},
        "The same four, not centred": {"drawing": strokes_of(4, height=13, left=18, top=17, brush=1.3),
                                       "fitted": False},
        "Too fast": {"drawing": strokes_of(3), "rate": 1},
    },
    description="After {steps:d} steps the network reads {known:.0%} of its last training digits and {unseen:.0%} of "
    "the held-out ones rightly. It takes the drawing for a {guess:d} with probability {p:.2f}.",
)  # fmt: skip
def learning_to_read(state, drawing, fitted):
    params = params_of(state)
    image = conv.digit_from_pad(drawing, np.where(fitted, 1.0, 0.0))
    stages = conv.reader(image, params)
    p = losses.softmax(stages["scores"])
    guess = np.argmax(p)
    kernels = tiled(params["Omega_0"][0], 3)  # (7, 11)
    strength = np.maximum(np.max(np.abs(kernels)), 0.3)
    input_panel = [
        picture(image, top=8, range=(0, 1.1)),
        picture(kernels, left=9.5, top=7.5, colors="diverging", range=(-strength, strength)),
        frames(6, 3, (9.5, 7.5), (3, 3), 4),
        text(np.array([4.0, 15.0]), np.array([8.5, 8.5]), [r"$8\times8$ pixels", "six kernels"], anchor="middle",
             role="muted"),
    ]  # fmt: skip
    first, second = tiled(stages["maps_0"], 3), tiled(stages["maps_1"], 4)  # (17, 26), (9, 19)
    maps = [
        picture(first, top=30, range=(0, np.maximum(np.max(first), 0.3))),
        frames(6, 3, (0, 30), (8, 8), 9),
        heatmap(second, (0.0, 26.6), (12.2, -0.4), range=(0, np.maximum(np.max(second), 0.3))),
        frames(8, 4, (0, 12.2), (5.6, 5.6), 7),
    ]
    digits = np.arange(10)
    is_best = digits == guess
    chances = [
        bars(digits, np.where(is_best, 0.0, p), role="muted"),
        bars(digits, np.where(is_best, p, 0.0), role="model"),
    ]
    steps = np.minimum(np.arange(MARKS) * EVERY, state.t)
    seen_loss, held_loss, seen_right, held_right = np.minimum(state.curves, 3)
    now = state.curves[:, -1]
    time = Axis("steps", 0, (MARKS - 1) * EVERY, ticks=[0, 500, 1000, 1500])
    loss = [line(steps, seen_loss, role="train", label="training"), line(steps, held_loss, role="test",
                                                                         label="held out")]  # fmt: skip
    right = [line(steps, seen_right, role="train", label="training"), line(steps, held_right, role="test",
                                                                           label="held out")]  # fmt: skip
    return Drawing(
        panels=[
            Panel(input_panel, x=hidden(-0.3, 20.8), y=hidden(-0.3, 9.6), aspect="equal",
                  title="Your drawing, and what looks at it"),
            Panel(right, x=time, y=Axis(None, 0, 1.03, format=".0%", ticks=[0, 0.25, 0.5, 0.75, 1]),
                  title="Read rightly"),
            Panel(maps, x=hidden(-0.3, 27), y=hidden(-0.8, 30.3), aspect="equal",
                  title="Six maps of it, then eight"),
            Panel(loss, x=time, y=Axis("$L$", 0, 3, ticks=4), title="Mean cross-entropy"),
            Panel(chances, x=Axis("digit", -0.6, 9.6, ticks=list(range(10))), y=Axis("$p$", 0, 1.05, ticks=3),
                  title="Its answer", aspect=0.2),
        ],
        columns=2,
        readouts=[
            Readout("steps", state.t, "d", name="steps"),
            Readout("training, last 12 batches", now[2], ".0%", role="train", name="known"),
            Readout("200 held out", now[3], ".0%", role="test", name="unseen"),
            Readout("loss", now[0], ".2f", role="train"),
            Readout("held out", now[1], ".2f", role="test"),
            Readout("answer", guess, "d", role="model", name="guess"),
            Readout("$p$", np.max(p), ".2f", role="model", name="p"),
        ],
        challenge=Challenge(
            "Train until 85 % of the held-out digits are read, then draw a seven that the network takes for a seven "
            "with probability 0.9 or more.",
            (now[3] >= 0.85) & (guess == 7) & (p[7] >= 0.9),
            answer={"drawing": strokes_of(7)},
            steps=600,
        ),
    )  # fmt: skip
