"""What each kind of mark must look like for the numbers that NumPy computes. A new mark: one function, one row below.

- Compare one mark of a drawing with what is seen of it. (compare_mark)
- One comparator per kind of mark. (COMPARATORS)

A comparator receives the mark's channels as arrays, its options, `seen` (what `seen.js` found of the mark) and `view`
(the scales of the panel). It raises an AssertionError with what was wanted and what is drawn.
"""

import re

import numpy as np

from tests.browser.shown import color_of, filled, ramp_color, same_color, shown, words

TOLERANCE = 0.2  # pixels
FAR = 1e5  # the page clips coordinates beyond this
NUMBER = re.compile(r"-?\d+\.?\d*(?:e-?\d+)?")


def compare_mark(mark, seen, view):
    if mark.kind not in COMPARATORS:
        raise AssertionError(
            f"No comparator for `{mark.kind}`: add `compare_{mark.kind}` to tests/browser/comparators.py with its "
            "row in COMPARATORS, and a figure that uses it to tests/browser/specimens.py."
        )
    channels = {name: np.asarray(array, dtype=float) for name, array in mark.channels.items()}
    assert seen["kind"] == mark.kind
    if "visible" in channels and not channels["visible"] > 0:
        canvas = seen["canvas"] or {"isShown": False}
        drawn = [seen["isShown"], seen["shapes"], seen["words"], canvas["isShown"]]
        assert not any(drawn), f"a mark that is not visible is drawn: {drawn}"
        return
    assert seen["isShown"], "the mark is hidden"
    same_color(seen["color"], color_of(mark.options.get("role"), view.theme), "the mark")
    assert float(seen["opacity"] or 1) == float(mark.options.get("opacity", 1)), f"its opacity is {seen['opacity']}"
    COMPARATORS[mark.kind](channels, mark.options, seen, view)


# ----- Pixels -----


def near(got, wanted, what, tolerance=TOLERANCE):
    """Both arrays of one shape and at most `tolerance` pixels apart, after the page's own clipping."""
    got, wanted = np.asarray(got, dtype=float), np.clip(np.asarray(wanted, dtype=float), -FAR, FAR)
    assert got.shape == wanted.shape, f"{what}: {len(got)} drawn instead of {len(wanted)}"
    worst = np.max(np.abs(got - wanted), initial=0)
    assert worst <= tolerance, f"{what}: {worst:.2f} px off; wanted {short(wanted)}, drawn {short(got)}"


def short(array):
    return np.array2string(np.asarray(array), precision=2, threshold=12, separator=", ")


def moved(shape, *points):
    """Points of a shape in the panel's pixels."""
    points = np.reshape(points, (-1, 2)).astype(float)
    if "matrix" not in shape:
        return points
    a, b, c, d, e, f = shape["matrix"]
    return points @ [[a, b], [c, d]] + [e, f]


def path_runs(shape):
    """A path of M and L as a list of (n, 2) arrays."""
    runs = [NUMBER.findall(run) for run in shape["d"].split("M")[1:]]
    return [moved(shape, np.array(run, dtype=float)) for run in runs]


def of(shapes, tag):
    return [shape for shape in shapes if shape["tag"] == tag]


def attributes(shape, *names):
    return [float(shape[name]) for name in names]


def rectangle(shape):
    """left, top, right, bottom."""
    x, y, width, height = attributes(shape, "x", "y", "width", "height")
    return moved(shape, [[x, y], [x + width, y + height]]).ravel()


def corners(x1, y1, x2, y2):
    return np.stack([np.minimum(x1, x2), np.minimum(y1, y2), np.maximum(x1, x2), np.maximum(y1, y2)], axis=-1)


def finite(*arrays):
    return np.all(np.isfinite(arrays), axis=0)


def runs_of(points):
    """Split (n, 2) pixels wherever a point is not finite; single points remain."""
    sound = finite(*points.T)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], sound.astype(int), [0]])))
    return [points[start:stop] for start, stop in edges.reshape(-1, 2)]


def full(channels, name, length):
    return np.broadcast_to(channels[name], (length,))


def diverging(value, view):
    return ramp_color("diverging", view.theme, (np.clip(value, -1, 1) + 1) / 2)


def colored(shapes, channels, view, what):
    """Colours of shapes that have one each by the channel `color`."""
    if "color" in channels:
        for shape, value in zip(shapes, full(channels, "color", len(shapes)), strict=True):
            same_color(shape["color"], diverging(value, view), what)


# ----- One function for each kind -----


def compare_line(c, options, seen, view):
    curves = np.atleast_2d(c["y"])
    shapes = of(seen["shapes"], "path")
    assert len(shapes) == len(curves), f"{len(shapes)} curves drawn instead of {len(curves)}"
    x = np.broadcast_to(c["x"], curves.shape)
    for number, shape in enumerate(shapes):
        wanted = runs_of(view.pixels(x[number], curves[number]))
        got = path_runs(shape)
        assert len(got) == len(wanted), f"curve {number}: {len(got)} pieces drawn instead of {len(wanted)}"
        for piece, (drawn, computed) in enumerate(zip(got, wanted, strict=True)):
            near(drawn, computed, f"curve {number}, piece {piece}")


def compare_points(c, options, seen, view):
    pixels = view.pixels(c["x"], c["y"])
    radius = full(c, "size", len(pixels)) * view.unit if "size" in c else None
    kept = view.inside(pixels, 1)
    tag = {"square": "rect", "cross": "path"}.get(options["shape"], "circle")
    shapes = of(seen["shapes"], tag)
    assert np.sum(kept == 1) <= len(shapes) <= np.sum(kept > 0), f"{len(shapes)} points drawn of {np.sum(kept == 1)}"
    if np.any(kept == 0.5):  # on the very edge either is right
        assert within(centers(shapes, tag), pixels[kept > 0]), "a point is drawn where there is none"
        return
    near(centers(shapes, tag), pixels[kept == 1], "points")
    if radius is not None:
        grown = 1.25 if options["shape"] == "ring" else 1
        near([size_of(shape) for shape in shapes], grown * radius[kept == 1], "radius of points")
    if "color" in c:
        chosen = {"color": full(c, "color", len(pixels))[kept == 1]}
        colored(shapes, chosen, view, "points")


def centers(shapes, tag):
    if tag == "circle":
        return np.concatenate([moved(s, attributes(s, "cx", "cy")) for s in shapes] or [np.empty((0, 2))])
    if tag == "rect":
        return np.array([np.mean(rectangle(s).reshape(2, 2), axis=0) for s in shapes]).reshape(-1, 2)
    return np.array([cross_center(s) for s in shapes]).reshape(-1, 2)


def cross_center(shape):
    """Of M left,top l 2r,2r m 0,-2r l -2r,2r."""
    left, top, width, height = (float(number) for number in NUMBER.findall(shape["d"])[:4])
    return moved(shape, [left + width / 2, top + height / 2])[0]


def size_of(shape):
    if shape["tag"] == "circle":
        return float(shape["r"])
    return float(shape["width"]) / 2 if shape["tag"] == "rect" else float(NUMBER.findall(shape["d"])[2]) / 2


def within(some, many):
    distance = np.linalg.norm(some[:, None] - many[None], axis=-1)
    return np.all(np.min(distance, axis=1, initial=np.inf) <= TOLERANCE * 2)


def compare_segments(c, options, seen, view):
    ends = np.stack([view.pixels(c["x1"], c["y1"]), view.pixels(c["x2"], c["y2"])], axis=1)  # (n, 2, 2)
    sound = np.all(np.isfinite(ends), axis=(1, 2))
    shapes = of(seen["shapes"], "path")
    got = [run for shape in shapes for run in path_runs(shape)]
    near(np.reshape(got, (-1, 2, 2)), ends[sound], "segments")
    colored(shapes, c, view, "segment")


def compare_boxes(c, options, seen, view):
    first, second = view.pixels(c["x1"], c["y1"]), view.pixels(c["x2"], c["y2"])
    wanted = corners(*first.T, *second.T)
    shapes = of(seen["shapes"], "rect")
    near(np.reshape([rectangle(s) for s in shapes], (-1, 4)), wanted[np.all(np.isfinite(wanted), axis=1)], "boxes")
    assert ("dlnotes-filled" in seen["classes"]) == options.get("filled", True)


def compare_polygons(c, options, seen, view):
    shapes = of(seen["shapes"], "path")
    assert len(shapes) == len(c["x"]), f"{len(shapes)} polygons drawn instead of {len(c['x'])}"
    for number, shape in enumerate(shapes):
        outline = view.pixels(c["x"][number], c["y"][number])
        got, wanted = path_runs(shape), runs_of(outline)
        assert len(got) == len(wanted), f"polygon {number}: {len(got)} pieces drawn instead of {len(wanted)}"
        for drawn, computed in zip(got, wanted, strict=True):
            near(drawn, computed, f"corners of polygon {number}")
    colored(shapes, c, view, "polygon")


def compare_area(c, options, seen, view):
    high, low = view.pixels(c["x"], c["high"]), view.pixels(c["x"], c["low"])
    rows = np.hstack([high, low])  # x and y above, x and y below
    sound = finite(*rows.T)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], sound.astype(int), [0]]))).reshape(-1, 2)
    wanted = [np.concatenate([rows[a:b, :2], rows[a:b, 2:][::-1]]) for a, b in edges if b - a > 1]
    got = [run for shape in of(seen["shapes"], "path") for run in path_runs(shape)]
    assert len(got) == len(wanted), f"{len(got)} bands drawn instead of {len(wanted)}"
    for drawn, computed in zip(got, wanted, strict=True):
        near(drawn, computed, "outline of the band")


def compare_bars(c, options, seen, view):
    along, across = (view.x, view.y) if options["horizontal"] else (view.y, view.x)
    position, length = c["position"], c["length"]
    base = np.broadcast_to(c["base"], length.shape)
    floor = along.domain[0] if along.is_log else 0
    start = along.pixels(np.where(base == 0, floor, base))
    end = along.pixels(length)
    sides = across.pixels(position - options["thickness"] / 2), across.pixels(position + options["thickness"] / 2)
    ends = (start, sides[0], end, sides[1]) if options["horizontal"] else (sides[0], start, sides[1], end)
    wanted = corners(*ends)
    shapes = of(seen["shapes"], "rect")
    sound = np.all(np.isfinite(wanted), axis=1)
    near(np.reshape([rectangle(s) for s in shapes], (-1, 4)), wanted[sound], "bars")
    if "color" in c:
        colored(shapes, {"color": full(c, "color", len(length))[sound]}, view, "bar")
    texts = of(seen["shapes"], "text")
    if options.get("format"):
        numbers_agree([text["text"] for text in texts], length[sound], options["format"], "numbers at the bars")
        middles = across.pixels(position)[sound]
        near(
            [attributes(text, "y" if options["horizontal"] else "x")[0] for text in texts],
            middles,
            "numbers at the bars",
        )
        tips = [attributes(text, "x" if options["horizontal"] else "y")[0] for text in texts]
        near(tips, end[sound], "numbers at the ends of bars", tolerance=12 * view.unit)
    else:
        assert not texts


def numbers_agree(texts, values, spec, what):
    assert len(texts) == len(values), f"{what}: {len(texts)} written instead of {len(values)}"
    for text, value in zip(texts, values, strict=True):
        assert text in shown(value, spec), f"{what}: {text!r} is written for {value!r} in the format {spec}"


def compare_arrows(c, options, seen, view):
    tails, tips = view.pixels(c["x"], c["y"]), view.pixels(c["x"] + c["dx"], c["y"] + c["dy"])
    length = np.linalg.norm(tips - tails, axis=1)
    kept = np.isfinite(length) & (length >= 0.5)
    shafts, heads = (of(seen["shapes"], "path") + [{"d": ""}, {"d": ""}])[:2]
    near([run[0] for run in path_runs(shafts)] or np.empty((0, 2)), tails[kept], "tails of arrows")
    near([run[0] for run in path_runs(heads)] or np.empty((0, 2)), tips[kept], "tips of arrows")
    for shaft, tail, tip in zip(path_runs(shafts), tails[kept], tips[kept], strict=True):
        along, direction = shaft[1] - tail, tip - tail
        sideways = abs(along[0] * direction[1] - along[1] * direction[0]) / np.linalg.norm(direction)
        assert sideways <= TOLERANCE, f"an arrow's shaft leaves its direction by {sideways:.2f} px"
        assert np.dot(along, direction) > 0, "an arrow's head is longer than the arrow"


def compare_rules(c, options, seen, view):
    if "x" in c:
        x = view.x.pixels(c["x"])
        wanted = [[(place, view.y.range[0]), (place, view.y.range[1])] for place in x[np.isfinite(x)]]
    else:
        y = view.y.pixels(c["y"])
        wanted = [[(view.x.range[0], place), (view.x.range[1], place)] for place in y[np.isfinite(y)]]
    got = [run for shape in of(seen["shapes"], "path") for run in path_runs(shape)]
    near(np.reshape(got, (-1, 2, 2)), np.reshape(wanted, (-1, 2, 2)), "rules")


def color_limits(values, c, options):
    """The numbers at the two ends of the colours."""
    if "range" in c:
        return c["range"]
    low, high = np.min(values[np.isfinite(values)]), np.max(values[np.isfinite(values)])
    if options["colors"] == "diverging":
        size = max(abs(low), abs(high)) or 1
        return -size, size
    return (low, high) if low < high else (low, low + 1)


def compare_heatmap(c, options, seen, view):
    low, high = color_limits(c["values"], c, options)
    shares = np.clip((c["values"] - low) / (high - low), 0, 1)
    compare_canvas(seen["canvas"], shares, options["colors"], c["x_extent"], c["y_extent"], view)
    texts = [text["text"] for text in of(seen["shapes"], "text")]
    assert len(texts) == len(of(seen["shapes"], "rect")) * 3 == 3 * bool(options.get("colorbar")), "the colour bar"
    if texts and options.get("format"):
        numbers_agree(texts, [low, (low + high) / 2, high], options["format"], "colour bar")


def compare_canvas(canvas, shares, colors, x_extent, y_extent, view):
    """shares (rows, columns): where on the ramp each pixel lies; nan is not painted."""
    rows, columns = shares.shape
    assert canvas["isShown"] and (canvas["width"], canvas["height"]) == (columns, rows), "size of the canvas"
    x, y = view.x.pixels(x_extent), view.y.pixels(y_extent)
    near(canvas["box"], corners(x[0], y[0], x[1], y[1]), "box of the canvas")
    grid = shares[:, ::-1] if x[1] < x[0] else shares
    grid = grid[::-1] if y[1] < y[0] else grid  # the first row of the canvas is the highest on the screen
    for column, row, *pixel in canvas["samples"]:
        place = f"pixel {column}, {row} of the canvas"
        if np.isfinite(grid[row, column]):
            wanted = ramp_color(colors, view.theme, grid[row, column])
            same_color(f"rgb{tuple(pixel[:3])}", wanted, place)
        assert pixel[3] == (255 if np.isfinite(grid[row, column]) else 0), f"{place} is painted or not"


def compare_contour(c, options, seen, view):
    values, levels = refine(c["values"], seen["fineness"]), np.sort(c["levels"])
    lines = of(seen["shapes"], "path")
    assert len(lines) == len(levels), f"{len(lines)} level lines drawn instead of {len(levels)}"
    for level, shape in zip(levels, lines, strict=True):
        points = np.concatenate(path_runs(shape) or [np.empty((0, 2))])
        wanted = pieces_of(values, level)
        is_decided = not np.any(np.abs(values - level) < 1e-9 * max(1, abs(level)))  # the last bit may turn a cell
        assert len(points) == 2 * wanted or not is_decided, (
            f"level {level}: {len(points) / 2} pieces drawn instead of {wanted}"
        )
        if len(points):
            compare_heights(values, level, c, points, view)
    if options.get("filled"):
        half = 0.5 / np.subtract(values.T.shape, 1)  # a pixel lies around its sample
        x, y = (
            np.array(end) + np.ptp(end) * np.array([-h, h])
            for end, h in zip((c["x_extent"], c["y_extent"]), half, strict=True)
        )
        number = np.sum(values[..., None] >= levels, axis=-1)
        shares = np.where(number > 0, number / (len(levels) + 1), np.nan)
        compare_canvas(seen["canvas"], shares, "sequential", x, y, view)


def refine(values, factor):
    """Cubic interpolation (Catmull and Rom) with `factor` steps per cell along both axes."""
    if factor == 1 or not np.all(np.isfinite(values)):
        return values
    return refine_rows(refine_rows(values, factor).T, factor).T


def refine_rows(values, factor):
    """(rows, columns) → (rows, (columns − 1) factor + 1)"""
    ends = [2 * values[:, :2] - values[:, 1::-1]] * 2 if values.shape[1] == 2 else None
    before = ends[0][:, :1] if ends else 3 * (values[:, :1] - values[:, 1:2]) + values[:, 2:3]
    after = ends[1][:, 1:] if ends else 3 * (values[:, -1:] - values[:, -2:-1]) + values[:, -3:-2]
    a, b, c, d = (np.hstack([before, values, after])[:, k : k + values.shape[1] - 1, None] for k in range(4))
    t = np.arange(factor) / factor
    fine = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
    return np.hstack([fine.reshape(len(values), -1), values[:, -1:]])


def compare_heights(values, level, c, pixels, view):
    """All (n, 2) pixels of a level line lie on sides of the grid's squares, where the surface has that height."""
    data = view.y.data(pixels[:, 1]), view.x.data(pixels[:, 0])
    ends = c["y_extent"], c["x_extent"]
    row, column = (
        (at - end[0]) / (end[1] - end[0]) * (n - 1) for at, end, n in zip(data, ends, values.shape, strict=True)
    )
    height, steepness = heights(values, row, column)
    corner = view.pixels(c["x_extent"], c["y_extent"])
    width, top = np.abs(corner[1] - corner[0]) / np.subtract(values.T.shape, 1)
    cell = min(width, top)
    beside = np.minimum(np.abs(column - np.round(column)) * width, np.abs(row - np.round(row)) * top)
    near(beside, np.zeros(len(beside)), f"level {level}: distance from the sides of squares")
    allowed = TOLERANCE * steepness / cell + 1e-9 * np.ptp(values)
    worst = np.argmax(np.abs(height - level) - allowed)
    assert abs(height[worst] - level) <= allowed[worst], (
        f"level {level}: its line passes a place of height {height[worst]}"
    )


def pieces_of(values, level):
    """How many straight pieces the level line has: marching squares, one or two in each square that it crosses."""
    above = (values > level).astype(int)
    corner = [above[:-1, :-1], above[:-1, 1:], above[1:, 1:], above[1:, :-1]]  # around each square
    changes = sum(np.abs(corner[i] - corner[i - 1]) for i in range(4))
    sound = np.isfinite(values[:-1, :-1] + values[:-1, 1:] + values[1:, 1:] + values[1:, :-1])
    return int(np.sum(changes[sound]) // 2)


def heights(values, row, column):
    """Bilinear interpolation at grid positions, and how much the square around each position rises."""
    rows, columns = values.shape
    i, j = np.clip(np.floor(row).astype(int), 0, rows - 2), np.clip(np.floor(column).astype(int), 0, columns - 2)
    v, u = np.clip(row - i, 0, 1), np.clip(column - j, 0, 1)
    square = np.stack([values[i, j], values[i, j + 1], values[i + 1, j], values[i + 1, j + 1]])
    height = (1 - v) * ((1 - u) * square[0] + u * square[1]) + v * ((1 - u) * square[2] + u * square[3])
    return height, np.ptp(square, axis=0)


def compare_cells(c, options, seen, view):
    values = c["values"]
    rows, columns = values.shape
    row, column = (place.ravel() for place in np.indices(values.shape))
    first, second = view.pixels(column - 0.5, row - 0.5), view.pixels(column + 0.5, row + 0.5)
    boxes = of(seen["shapes"], "rect")
    near(np.reshape([rectangle(s) for s in boxes], (-1, 4)), corners(*first.T, *second.T), "cells")
    assert view.y.pixels(1) > view.y.pixels(0), "row 0 must be on top"
    if options.get("colors"):
        low, high = color_limits(values, c, options)
        for box, value in zip(boxes, values.ravel(), strict=True):
            share = np.clip((value - low) / (high - low), 0, 1)
            same_color(box["fill"], ramp_color(options["colors"], view.theme, share), f"cell of {value}")
    texts = of(seen["shapes"], "text")
    if options.get("format") and texts:  # very small cells go without numbers
        numbers_agree([text["text"] for text in texts], values.ravel(), options["format"], "numbers in the cells")
        near(
            [moved(text, attributes(text, "x", "y"))[0] for text in texts],
            view.pixels(column, row),
            "numbers in the cells",
        )
    compare_cell_names(options, seen["words"], rows, columns, view)


def compare_cell_names(options, labels, rows, columns, view):
    """Names of rows left of them, names of columns above them."""
    names = [[words(label) for label in options.get(name) or []] for name in ("row_labels", "column_labels")]
    assert [label["text"] for label in labels] == names[0] + names[1]
    boxes = np.array([label["box"] for label in labels]).reshape(-1, 4)
    of_rows, of_columns = boxes[: len(names[0])], boxes[len(names[0]) :]
    near((of_rows[:, 1] + of_rows[:, 3]) / 2, view.y.pixels(np.arange(len(of_rows))), "names of rows")
    near((of_columns[:, 0] + of_columns[:, 2]) / 2, view.x.pixels(np.arange(len(of_columns))), "names of columns")
    near(of_rows[:, 2], np.full(len(of_rows), view.x.pixels(-0.5)), "names of rows", tolerance=12 * view.unit)
    near(of_columns[:, 3], np.full(len(of_columns), view.y.pixels(-0.5)), "names of columns", tolerance=12 * view.unit)


def compare_text(c, options, seen, view):
    x, y = c["x"], c["y"]
    pixels = view.pixels(x, y) + np.array([options["dx"], options["dy"]]) * view.unit
    kept = view.inside(pixels, 24)
    if "which" in c:
        chosen = c["which"].astype(int)
        kept = kept * ((chosen >= 0) & (chosen < len(options["texts"])))
    labels = seen["words"]
    assert np.sum(kept == 1) <= len(labels) <= np.sum(kept > 0), (
        f"{len(labels)} texts drawn instead of {np.sum(kept > 0)}"
    )
    if np.any(kept == 0.5):
        return
    for label, i in zip(labels, np.flatnonzero(kept), strict=True):
        left, top, right, bottom = label["box"]
        across = {"start": left, "middle": (left + right) / 2, "end": right}[options["anchor"]]
        near([across, (top + bottom) / 2], pixels[i], "text")
        assert label["isStruck"] == bool(options.get("struck")), "a stroke through the words"
        if "texts" in options:
            assert label["text"] == words(options["texts"][chosen[i] if "which" in c else i])
        else:
            numbers = {name: array[i] for name, array in c.items() if name[0] == "n"}
            assert label["text"] in filled(options["template"], numbers), f"{label['text']!r} is written for {numbers}"


def compare_handle(c, options, seen, view):
    """A handle that leaves the panel waits at its edge."""
    pixels = view.held(view.pixels(c["x"], c["y"]))
    knobs = [s for s in of(seen["shapes"], "circle") if "dlnotes-knob" in s["classes"]]
    got = np.concatenate([moved(knob, [0, 0]) for knob in knobs] or [np.empty((0, 2))])
    near(got, pixels[finite(*pixels.T)], "handles")


def compare_placing(c, options, seen, view):
    """The whole panel answers to clicks."""
    sheets = of(seen["shapes"], "rect")
    assert len(sheets) == 1, f"{len(sheets)} sheets to click on"
    (left, right), (bottom, top) = view.x.range, view.y.range
    near(rectangle(sheets[0]), [left, top, right, bottom], "the sheet to click on")


def compare_graph(c, options, seen, view):
    pixels = view.pixels(c["x"], c["y"])
    active = c.get("active", np.ones(len(pixels))) > 0
    nodes, wires = of(seen["shapes"], "circle"), of(seen["shapes"], "path")
    near(centers(nodes, "circle"), pixels, "nodes")
    ends = [[pixels[i], pixels[j]] for i, j in options["edges"]]
    near(
        np.reshape([run for wire in wires for run in path_runs(wire)], (-1, 2, 2)),
        np.reshape(ends, (-1, 2, 2)),
        "wires",
    )
    grey = ["dlnotes-inactive" in wire["classes"] for wire in wires]
    assert grey == [not (active[i] and active[j]) for i, j in options["edges"]], "wires of inactive nodes turn grey"
    assert ["dlnotes-inactive" in node["classes"] for node in nodes] == list(~active), "inactive nodes turn grey"
    if "node_value" in c:
        for i in np.flatnonzero(active):
            same_color(nodes[i]["fill"], diverging(full(c, "node_value", len(nodes))[i], view), f"node {i}")
    if "weight" in c:
        compare_weights(full(c, "weight", len(wires)), wires, np.array(grey), view)
    if options.get("labels"):
        labels = seen["words"]
        assert [label["text"] for label in labels] == [words(label) for label in options["labels"]]
        middles = [[(b[0] + b[2]) / 2, (b[1] + b[3]) / 2] for b in (label["box"] for label in labels)]
        near(middles, pixels, "names of nodes")


def compare_weights(weights, wires, grey, view):
    """Colour by sign; a heavier wire is wider."""
    for weight, wire in zip(
        weights[~grey], [wire for wire, off in zip(wires, grey, strict=True) if not off], strict=True
    ):
        if weight:
            wanted = color_of("negative" if weight < 0 else "positive", view.theme)
            same_color(wire["stroke"], wanted, f"wire of weight {weight}")
    live = np.flatnonzero(~grey)
    order = live[np.argsort(np.abs(weights[live]))]
    widths = [wires[i]["strokeWidth"] for i in order]
    assert all(a <= b + 1e-3 for a, b in zip(widths, widths[1:], strict=False)), "a heavier wire must not be thinner"


COMPARATORS = {
    "line": compare_line,
    "points": compare_points,
    "polygons": compare_polygons,
    "segments": compare_segments,
    "boxes": compare_boxes,
    "area": compare_area,
    "bars": compare_bars,
    "arrows": compare_arrows,
    "rules": compare_rules,
    "heatmap": compare_heatmap,
    "contour": compare_contour,
    "cells": compare_cells,
    "text": compare_text,
    "handle": compare_handle,
    "placing": compare_placing,
    "graph": compare_graph,
}
