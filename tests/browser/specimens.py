"""Figures that exist for the tests alone: every mark with every option, every control, and what is rare in the book.

A new mark or control is tested as soon as a figure here uses it; `test_specimens.py` says so if none does.
"""

import numpy as np

from dlnotes.live import (
    Axis,
    Challenge,
    Choice,
    Cloud,
    Drawing,
    Figure,
    Matrix,
    Pad,
    Panel,
    Passage,
    Point,
    Points,
    Readout,
    Slider,
    State,
    Text,
    Toggle,
    area,
    arrows,
    bars,
    boxes,
    cells,
    contour,
    figure,
    graph,
    handle,
    heatmap,
    line,
    look_up,
    placing,
    points,
    polygons,
    rules,
    segments,
    text,
)

X = np.linspace(-3, 3, 41)
GRID = np.linspace(-3, 3, 13)
SIZE = Slider("size", "$s$", low=-2, high=2, step=0.1, start=0.7, role="model")
ON = Toggle("on", label="shown", start=True)
UNIT = {"x": Axis("$x$", -3, 3), "y": Axis("$y$", -3, 3)}
PLAIN = {"caption": "A specimen.", "description": "Nothing to see.", "scenes": {"Small": {"size": 0.1}}}
COLORS = np.linspace(-1, 1, 5)
FIVE = np.linspace(-2, 2, 5)


@figure("Curves", [SIZE, ON], **PLAIN)
def curves(size, on):
    bundle = np.stack([np.sin(size * X + k) for k in range(3)])
    broken = np.where((np.abs(X) < 0.5) & (size < 0.5), np.nan, np.exp(size * X))  # a gap where no number is
    marks = [
        area(X, np.sin(size * X) - 0.3, np.cos(size * X) + 0 * broken, role="data", label="a band"),
        line(X, bundle, role="model", width=1, dash=True, visible=on),
        line(X, broken, role="loss", label="$e^x$", direct=True),
        line(X, size * X, role="gradient", opacity=0.5, label="a ramp", direct=True),
        rules(x=np.stack([size, -size]), role="muted"),
        rules(y=np.stack([size / 2]), role="highlight", dash="2 3", visible=on),
    ]
    return Drawing([Panel(marks, **UNIT)], readouts=[Readout("$s$", size, "+.1f", unit="cm", name="size")])


@figure("Things at places", [SIZE, ON], **PLAIN)
def places(size, on):
    y = size * FIVE
    missing = np.where((FIVE == 1) & (size < 0), np.nan, y)  # a number may be lost on the way
    left = [
        boxes(FIVE, missing, FIVE + 0.5, y + size, role="loss"),
        boxes(FIVE - 1, y - 1, FIVE - 0.5, y + size, role="data", filled=False, visible=on),
        points(FIVE, missing, role="data", size=3 + np.arange(5.0)),
        points(FIVE, y + 0.5, color=COLORS * size, role="model"),
        points(FIVE, y - 0.5, shape="square", role="train", size=4),
        points(FIVE, y + 1, shape="cross", role="test", size=6),
        points(FIVE, y - 1, shape="ring", role="minimum", visible=on),
    ]
    wheel = np.linspace(0, 2 * np.pi, 6)[:, None] + size  # (6, 1): corners of a fan of triangles
    fan = [np.hstack([0 * wheel[1:], f(wheel[:-1]), f(wheel[1:])]) for f in (np.cos, np.sin)]
    right = [
        polygons(*fan, color=COLORS),
        polygons(fan[0] - 2, fan[1] + 2, role="good", visible=on),
        segments(FIVE, 0 * FIVE, FIVE + size, y, color=COLORS),
        segments(FIVE, missing, FIVE + size, y - 1, role="muted", dash="4 4"),
        arrows(FIVE, missing, 0.1 + 0 * y, size + 0.2 * FIVE, role="gradient"),
        text(FIVE, y, "$y$ = {:+.2f} of {:.0%}", y, y / 2, role="loss", anchor="middle", dy=-12),
        text(FIVE[:2], y[:2] - 1, ["first", "$x^2$ second"], role="data", dx=5, visible=on),
        text(np.array([0.0]), np.stack([2 * size]), "end", anchor="end"),
    ]
    return Drawing([Panel(left, **UNIT), Panel(right, **UNIT, aspect="equal")], columns=1)


@figure("Bars", [SIZE, ON], **PLAIN)
def columns(size, on):
    heights = size * np.array([1.0, -1, 0.5, 0.25])
    upright = [
        bars(np.arange(4.0), heights, format=".2f", role="data"),
        bars(np.arange(2.0), heights[:2], base=-1.0, thickness=0.3, visible=on),
    ]
    level = [bars(np.arange(4.0), heights, horizontal=True, format="+.1f", color=heights)]
    logs = [bars(np.arange(4.0), 10**heights, role="loss")]
    names = Axis(None, -0.6, 3.6, ticks=[0, 1, 2, 3], tick_labels=("a", "b", "$c$", "d"))
    panels = [
        Panel(upright, x=names, y=Axis("$h$", -2.5, 2.5)),
        Panel(level, x=Axis("$h$", -2.5, 2.5), y=names),
        Panel(logs, x=names, y=Axis("$10^h$", 1e-3, 1e3, scale="log")),
    ]
    return Drawing(panels)


@figure("Grids", [SIZE, Slider("bend", low=0.1, high=2, step=0.1, start=1), ON], **PLAIN)
def grids(size, bend, on):
    u, v = np.meshgrid(GRID, GRID[::2])
    surface = (u - size) ** 2 + bend * v**2
    saddle = size * u * v
    extent = {"x_extent": (-3, 3), "y_extent": (-3, 3)}
    left = [
        heatmap(surface, **extent, colorbar=True, format=".1f"),
        contour(surface, **extent, levels=np.array([1, 2, 4, 8]) * bend, role="loss"),
    ]
    middle = [heatmap(saddle, (3, -3), (-2, 2), colors="diverging", range=(-9, 9), visible=on)]
    strip = np.stack([GRID - size, bend * GRID], axis=1)  # two columns
    right = [
        contour(saddle, (-3, 3), (0, 3), levels=[2, 0.1, -2], filled=True, width=2, visible=on),
        contour(strip, (-2, 2), (-3, 0), levels=[-1, 0.5, 1], role="data"),
    ]
    return Drawing([Panel(left, **UNIT, aspect="equal"), Panel(middle, **UNIT), Panel(right, **UNIT)])


MIX = Matrix("mix", "$A$", low=-2, high=2, step=0.25, start=((1, 0.5, -1), (0, 2, -2)),
             row_labels=("$a_1$", "$a_2$"), column_labels=("u", "v", "w"))  # fmt: skip


@figure(
    "A matrix",
    [MIX, ON],
    caption="A specimen.",
    description="Nothing.",
    scenes={"Zero": {"mix": [[0, 0, 0], [0, 0, 0]]}},
)
def matrix(mix, on):
    named = cells(
        mix @ mix.T, format="+.2f", colors="diverging", row_labels=("$r$", "second"), column_labels=("$c$", "d")
    )
    plain = cells(mix, format=".1f", colors="sequential", range=(-2, 2))
    bare = cells(np.abs(mix), visible=on)
    square = {"x": Axis(None, -0.5, 1.5, show=False), "y": Axis(None, -0.5, 1.5, show=False)}
    wide = {"x": Axis(None, -0.5, 2.5, show=False), "y": Axis(None, -0.5, 1.5, show=False)}
    return Drawing([Panel([named], **square), Panel([plain], **wide), Panel([bare], **wide)])


@figure("A network", [MIX, SIZE, ON], **PLAIN)
def network(mix, size, on):
    x, y = np.array([0.0, 0, 0, 2, 2]) - 1, np.array([-2.0, 0, 2, -1, 1])
    edges = [(i, j) for j in (3, 4) for i in range(3)]
    value = np.concatenate([FIVE[:3], np.tanh(mix @ FIVE[:3])])
    active = np.concatenate([np.ones(3), mix @ FIVE[:3] > size])
    named = graph(
        x, y, edges, node_value=value, weight=np.reshape(mix, -1), active=active, labels=("$x_1$", "b", "c", "d", "e")
    )
    return Drawing([Panel([named], **UNIT), Panel([graph(x, y, edges, role="unit1", visible=on)], **UNIT)])


CORNERS = Points("corners", x=(-3, 3, 0.1), y=(-3, 3, 0.1), start=((-1, -1), (1, -1), (1, 1), (-1, 1)), role="data")
CENTER = Point("center", x=(-2, 2, 0.1), y=(-2, 2, 0.1), start=(0.5, 0), role="model")


@figure("Points to drag", [CORNERS, CENTER, SIZE], **PLAIN)
def dragged(corners, center, size):
    x, y = corners[:, 0], corners[:, 1]
    marks = [
        line(np.concatenate([x, x[:1]]), np.concatenate([y, y[:1]]), role="muted"),
        segments(x, y, center[0] + 0 * x, center[1] + 0 * y, role="loss"),
        handle(x, y, "corners", role="data"),
        handle(center[:1], center[1:], "center", label="centre", role="model"),
        handle(np.array([-2.5]), np.stack([size]), lambda x, y: {"size": y}, role="gradient", key_step=(0, 0.2)),
    ]
    far = np.sum((corners - center) ** 2)
    return Drawing([Panel(marks, **UNIT, aspect="equal")], readouts=[Readout("$d$", far, ".2e")],
                   challenge=Challenge("Bring $d$ below 2.", far < 2, answer={}))  # fmt: skip


KINDS = {"line": "line", "square": "$x^2$", "cube": "cube", "sine": "sine", "step": "step", "bump": "bump"}


@figure(
    "Programs to choose from",
    [Choice("kind", options=KINDS), Choice("side", options=["left", "right"]), Toggle("double", structural=True),
     Slider("count", low=2, high=6, step=1, start=3, integer=True, structural=True), SIZE],
    **PLAIN,
)  # fmt: skip
def chosen(kind, side, double, count, size):
    shapes = {
        "line": X,
        "square": X**2,
        "cube": X**3 / 3,
        "sine": np.sin(X),
        "step": np.sign(X),
        "bump": np.exp(-(X**2)),
    }
    y = size * shapes[kind] * (2 if double else 1) * (1 if side == "right" else -1)
    dots = np.linspace(-2, 2, count)
    marks = [line(X, y, role="model"), points(dots, size * dots, role="data")]
    panels = [Panel(marks, x=Axis("$x$", -3, 3), y=Axis("$y$", -4, 4), title=f"{kind} on the {side}")]
    return Drawing(panels * (2 if double else 1))


@figure(
    "Axes that move",
    [Slider("scale", low=0.001, high=1000, step=0.25, start=1, scale="log", unit="s"), SIZE,
     Slider("whole", low=-3, high=9, step=2, start=1, integer=True)],
    **PLAIN,
)  # fmt: skip
def axes(scale, size, whole):
    grown = scale * np.exp(size * X)
    marks = [line(X, grown, role="loss"), points(X[::10], grown[::10] * 10.0**-whole, role="data")]
    panels = [
        Panel(marks, x=Axis("$x$", -3, 3), y=Axis("$y$", scale / 1000, 1000 * scale, scale="log")),
        Panel(marks[:1], x=Axis("$x$", -3 + whole / 4, 3, ticks=[0, 1, 2]), y=Axis("$y$", 0, 2 * scale, format=".1e")),
        Panel(marks[1:], x=Axis("$x$", -3, 3), y=Axis(None, 1e-12, 1e12, scale="log", ticks=4), aspect=0.5),
    ]
    return Drawing(panels, readouts=[Readout("$k$", whole, "d"), Readout("$y$", scale, ".1e")])


@figure(
    "Numbers as text",
    [Slider("value", low=-2e6, high=2e6, step=0.001, start=1.5)],
    **PLAIN | {"description": "Value {value:.2f} and {value:+.1f}.", "scenes": {"Zero": {"value": 0}}},
)
def numbers(value):
    formats = ["d", "+d", ".0f", ".1f", ".2f", "+.2f", ".3f", "f", ".0e", ".2e", "+.1e", "e", ".0%", ".1%", "+.1%"]
    readouts = [
        Readout(f"{n + 1}", np.round(value) if form.endswith("d") else value, form) for n, form in enumerate(formats)
    ]
    readouts += [Readout("log", np.log(value), ".2f"), Readout("per", 1 / value, ".2e")]
    return Drawing([Panel([points(np.stack([value / 1e6]), np.array([0.0]))], **UNIT)], readouts=readouts)


def walk_start(size):
    return {"place": np.stack([size, -size]), "count": np.zeros(())}


def walk_step(state, size, pull):
    return {"place": state.place + pull * (np.stack([size, size]) - state.place), "count": state.count + 1}


@figure(
    "A walk",
    [SIZE, Slider("pull", low=0, high=3, step=0.1, start=0.2)],
    state=State(walk_start, walk_step, rate=30),
    **PLAIN,
)
def walk(state, size):
    marks = [points(state.place[:1], state.place[1:], role="gradient"), rules(x=np.stack([size]), role="muted")]
    readouts = [Readout("steps", state.count, "d"), Readout("$p$", state.place[0], ".3f")]
    return Drawing([Panel(marks, **UNIT)], readouts=readouts, challenge=Challenge("Walk", state.count > 4, answer={}))


PAD = Pad("sheet", "$S$", rows=8, columns=12, brush=1.2, start=np.eye(8, 12), role="data")
CLOUD = Cloud("cloud", x=(-3, 3, 0.05), y=(-3, 3, 0.05), most=9, start=((-1, -1, 0), (1, 1, 1)), role="data")
WORDS = ("the", "cat", "sat", "$x^2$", "on")
TYPED = Text("typed", vocabulary=WORDS[:3], separator=" ", most=5, start="the cat")
LETTERS = Text("letters", vocabulary=("a", "b", "ab", "c"), most=6, start="abc")
FREE = Choice("curve", options={"up": "$x$", "down": "$-x$", "flat": "0"}, structural=False)


@figure("Painting and typing", [PAD, TYPED, LETTERS, FREE], caption="A specimen.", description="Nothing.",
        scenes={"Empty": {"typed": ""}})  # fmt: skip
def written(sheet, typed, letters, curve):
    ids = np.where(typed >= 0, (typed + 1) % 3, -1)
    slope = look_up(np.array([1.0, -1.0, 0.0]), curve)
    marks = [
        line(X, slope * X, role="model"),
        text(np.arange(-2.0, 3.0), np.full(5, 2.0), WORDS, which=typed, anchor="middle", role="data"),
        text(np.zeros(2), np.array([-1.0, -2.0]), ["gone", "$x$ too"], struck=True, role="muted"),
    ]
    image = [heatmap(sheet[::-1], (0, 12), (0, 8), range=(0, 1))]
    grid = {"x": Axis("$j$", 0, 12), "y": Axis("$i$", 0, 8)}
    passages = [
        Passage("typed", np.concatenate([typed, ids]), WORDS[:3], given=5, role="model"),
        Passage("$l$", letters, ("a", "b", "ab", "c"), separator=""),
    ]
    return Drawing([Panel(marks, **UNIT), Panel(image, **grid, aspect="equal")], passages=passages)


@figure(
    "Points by clicking", [CLOUD, ON], caption="A specimen.", description="Nothing.", scenes={"None": {"cloud": []}}
)
def clicked(cloud, on):
    x, y, k, there = cloud.T
    marks = [points(x, y, size=5 * there, color=2 * k - 1, visible=on), placing("cloud")]
    return Drawing([Panel(marks, **UNIT, aspect="equal")], readouts=[Readout("$n$", np.sum(there), "d")])


SPECIMENS = {name: value for name, value in list(globals().items()) if isinstance(value, Figure)}
