"""What a panel shows. Each function returns one mark; its arrays may be plain or recorded.

- Curves and areas. (line, area, contour, rules)
- Things at places. (points, segments, arrows, boxes, polygons, bars, text)
- What can be taken hold of, or clicked into. (handle, placing)
- Grids of numbers. (heatmap, cells)
- Networks. (graph)

Options of every mark: `role` (its colour), `label` (in the legend, or beside the mark with `direct=True`), `opacity`,
and `visible`, a number or mask that may depend on the controls. (k, n) below means an array of that shape.
"""

import string
from dataclasses import dataclass

import numpy as np

from .errors import FigureError
from .numbers import number_format
from .palette import check_role
from .typeset import parts

COMMON = {"role", "label", "direct", "opacity"}


@dataclass(frozen=True)
class Mark:
    """kind: the file of the front end that draws it. channels: name → array. options: what no control moves."""

    kind: str
    channels: dict
    options: dict


def line(x, y, *, width=None, dash=None, **common):
    """A curve through (n,) points; y of shape (k, n) makes k curves."""
    expect(np.ndim(x) == 1 and np.ndim(y) in (1, 2), "line", "x (n,) and y (n,) or (k, n)", x=x, y=y)
    expect(np.shape(x)[0] == np.shape(y)[-1], "line", "x and y of one length", x=x, y=y)
    return mark("line", {"x": x, "y": y}, {"width": width, "dash": dash}, common)


def points(x, y, *, size=None, color=None, shape="circle", **common):
    """(n,) points. size: radius in pixels, one or (n,). color: (n,) from −1 (negative) to 1 (positive)."""
    channels = columns("points", x=x, y=y)
    channels |= optional("points", np.shape(channels["x"]), size=size, color=color)
    choose("points", "shape", shape, ("circle", "square", "cross", "ring"))
    return mark("points", channels, {"shape": shape}, common)


def segments(x1, y1, x2, y2, *, color=None, width=None, dash=None, **common):
    """(n,) straight strokes from (x1, y1) to (x2, y2)."""
    channels = columns("segments", x1=x1, y1=y1, x2=x2, y2=y2) | optional("segments", np.shape(x1), color=color)
    return mark("segments", channels, {"width": width, "dash": dash}, common)


def boxes(x1, y1, x2, y2, *, filled=True, **common):
    """(n,) rectangles between opposite corners."""
    return mark("boxes", columns("boxes", x1=x1, y1=y1, x2=x2, y2=y2), {"filled": filled}, common)


def polygons(x, y, *, color=None, **common):
    """k filled polygons: row i of the (k, n) arrays holds the corners of polygon i; a shorter one repeats its last.

    color: one number or (k,), from −1 (negative) to 1 (positive).
    """
    expect(np.ndim(x) == 2 and np.shape(x) == np.shape(y), "polygons", "x and y of one shape (k, n)", x=x, y=y)
    channels = {"x": x, "y": y} | optional("polygons", np.shape(x)[:1], color=color)
    return mark("polygons", channels, {}, common)


def area(x, low, high, **common):
    """The band between two (n,) curves."""
    return mark("area", columns("area", x=x, low=low, high=high), {}, common)


def bars(position, length, *, base=0.0, color=None, horizontal=False, thickness=0.8, format=None, **common):
    """(n,) bars at `position`, from `base` to `length`. format: writes the value at the end, such as ".2f"."""
    channels = columns("bars", position=position, length=length)
    channels |= {"base": base} | optional("bars", np.shape(position), color=color)
    options = {"horizontal": horizontal, "thickness": thickness, "format": number_format(format)}
    return mark("bars", channels, options, common)


def arrows(x, y, dx, dy, *, width=None, **common):
    """(n,) arrows from (x, y) to (x + dx, y + dy), in the units of the axes."""
    return mark("arrows", columns("arrows", x=x, y=y, dx=dx, dy=dy), {"width": width}, common)


def rules(*, x=None, y=None, width=None, dash=None, **common):
    """Straight lines through the whole panel, at each of the (n,) places on one axis."""
    expect((x is None) != (y is None), "rules", "either x or y", x=x, y=y)
    channel = {"x": x} if y is None else {"y": y}
    return mark(
        "rules",
        {name: np.reshape(value, -1) for name, value in channel.items()},
        {"width": width, "dash": dash},
        common,
    )


def heatmap(values, x_extent, y_extent, *, range=None, colors="sequential", colorbar=False, format=None, **common):
    """A (rows, columns) grid as colours; row 0 lies at y_extent[0]. range: the values at the ends of the colours."""
    expect(np.ndim(values) == 2, "heatmap", "values of shape (rows, columns)", values=values)
    choose("heatmap", "colors", colors, ("sequential", "diverging"))
    channels = {"values": values} | extents(x_extent, y_extent)
    if range is not None:
        channels["range"] = np.stack([range[0], range[1]])
    return mark("heatmap", channels, {"colors": colors, "colorbar": colorbar, "format": number_format(format)}, common)


def contour(values, x_extent, y_extent, levels, *, width=None, filled=False, **common):
    """Level lines of a (rows, columns) grid of samples; the outer samples lie on the ends of the extents."""
    expect(
        np.ndim(values) == 2 and min(np.shape(values)) > 1,
        "contour",
        "values (rows, columns), at least 2 × 2",
        values=values,
    )
    channels = {"values": values, "levels": np.reshape(levels, -1)} | extents(x_extent, y_extent)
    return mark("contour", channels, {"width": width, "filled": filled}, common)


def cells(values, *, format=".2f", colors=None, range=None, row_labels=None, column_labels=None, **common):
    """A (rows, columns) matrix as numbers in cells; row 0 on top. colors: "sequential" or "diverging" backgrounds."""
    expect(np.ndim(values) == 2, "cells", "values of shape (rows, columns)", values=values)
    choose("cells", "colors", colors, (None, "sequential", "diverging"))
    channels = {"values": values} | ({} if range is None else {"range": np.stack([range[0], range[1]])})
    options = {"format": number_format(format), "colors": colors}
    options |= {"row_labels": row_labels, "column_labels": column_labels}
    return mark("cells", channels, options, common)


def text(x, y, words, *numbers, which=None, anchor="start", dx=0, dy=0, struck=False, **common):
    """Words at (n,) places. words: a template such as "$L$ = {:.2f}" with one array per field, or a list of n texts.

    which: (n,) whole numbers choose from a list of any length, and a negative one leaves its place empty. struck=True
    draws a stroke through the words.
    """
    x, y = column(x), column(y)
    choose("text", "anchor", anchor, ("start", "middle", "end"))
    channels = columns("text", x=x, y=y)
    options = {"anchor": anchor, "dx": dx, "dy": dy, "struck": struck or None}
    if which is not None:
        expect(not isinstance(words, str), "text", "a list of words to choose from", which=which)
        channels |= {"which": np.broadcast_to(np.reshape(which, -1), np.shape(channels["x"]))}
        options["texts"] = [parts(word) for word in words]
    elif isinstance(words, str):
        options["template"] = template(words, len(numbers))
        for index, number in enumerate(numbers):
            channels[f"n{index}"] = np.broadcast_to(np.reshape(number, -1), np.shape(x))
    else:
        expect(len(words) == np.shape(x)[0], "text", f"as many texts ({len(words)}) as places", x=x)
        options["texts"] = [parts(word) for word in words]
    return mark("text", channels, options, common)


def handle(x, y, drag, *, label=None, key_step=None, **common):
    """Something to take hold of.

    drag: the name of a `Point` or `Points` control, or a function of the pointer's x and y that returns the new values
    of some controls, such as `lambda x, y: {"intercept": y}`. key_step: how far an arrow key moves it, (dx, dy).
    """
    channels = columns("handle", x=x, y=y)
    expect(callable(drag) or isinstance(drag, str), "handle", "drag: a control's name or a function", x=x, y=y)
    options = {"drag": drag, "key_step": None if key_step is None else list(key_step)}
    return mark("handle", channels, options | {"name": label}, common)


def placing(control):
    """Lets a panel answer to clicks: each adds a point to a `Cloud` control, and one on a point takes it away.

    It draws nothing: show the points of the cloud with `points`.
    """
    if not isinstance(control, str):
        raise FigureError(f"placing needs the name of a Cloud control, not {control!r}")
    return mark("placing", {}, {"cloud": control}, {})


def graph(x, y, edges, *, node_value=None, weight=None, active=None, labels=None, **common):
    """(n,) nodes joined by (m,) edges. edges: m pairs of node numbers. weight (m,): sign as colour, size as width.

    node_value (n,): colour from −1 to 1. active (n,): a 0 greys the node and its edges.
    """
    edges = [[int(i), int(j)] for i, j in edges]
    count = np.shape(x)[0]
    expect(all(0 <= i < count for edge in edges for i in edge), "graph", f"edges between nodes 0 to {count - 1}", x=x)
    channels = columns("graph", x=x, y=y) | optional("graph", (count,), node_value=node_value, active=active)
    channels |= optional("graph", (len(edges),), weight=weight)
    texts = None if labels is None else [parts(label) for label in labels]
    return mark("graph", channels, {"edges": edges, "labels": texts}, common)


# ----- Checks, shared by all marks -----


def mark(kind, channels, options, common):
    visible = common.pop("visible", None)
    unknown = set(common) - COMMON
    if unknown:
        raise FigureError(
            f"{kind} has no option {sorted(unknown)}; it has {sorted(set(options) | COMMON | {'visible'})}"
        )
    check_role(common.get("role"))
    if visible is not None:
        expect(np.ndim(visible) == 0, kind, "visible: one number", visible=visible)
        channels = channels | {"visible": visible}
    options = {name: value for name, value in (options | common).items() if value is not None}
    for name in ("label", "row_labels", "column_labels"):
        if name in options:
            words = options[name]
            options[name] = parts(words) if isinstance(words, str) else [parts(word) for word in words]
    return Mark(kind, channels, options)


def expect(holds, kind, rule, **arrays):
    if not holds:
        shapes = ", ".join(f"{name} {np.shape(array)}" for name, array in arrays.items())
        raise FigureError(f"{kind} needs {rule}; it got {shapes}")


def columns(kind, **channels):
    """Channels that must be (n,) arrays of one length; a single number is one of length 1."""
    channels = {name: column(channel) for name, channel in channels.items()}
    shapes = {np.shape(channel) for channel in channels.values()}
    expect(len(shapes) == 1 and len(next(iter(shapes))) == 1, kind, "channels of one length (n,)", **channels)
    return channels


def column(channel):
    """A number, or a list in which some numbers may be recorded ones, as an array."""
    if isinstance(channel, list | tuple):
        channel = np.stack(channel)
    return np.reshape(channel, -1) if np.ndim(channel) == 0 else channel


def optional(kind, shape, **channels):
    """Channels that may be left out, and otherwise are one number or have `shape`."""
    given = {name: channel for name, channel in channels.items() if channel is not None}
    for name, channel in given.items():
        expect(np.shape(channel) in ((), tuple(shape)), kind, f"{name}: one number or shape {tuple(shape)}", **given)
    return given


def extents(x_extent, y_extent):
    return {"x_extent": np.stack([x_extent[0], x_extent[1]]), "y_extent": np.stack([y_extent[0], y_extent[1]])}


def choose(kind, option, value, allowed):
    if value not in allowed:
        raise FigureError(f"{kind}: `{option}` must be one of {allowed}, not {value!r}")


def template(words, count):
    """ "$L$ = {:.2f}" with one array → [{"tex": "L"}, " = ", {"channel": "n0", "format": ".2f"}]."""
    pieces, fields = [], 0
    for literal, name, spec, _ in string.Formatter().parse(words):
        pieces += parts(literal)
        if name is not None:
            pieces.append({"channel": f"n{fields}", "format": number_format(spec or ".2f")})
            fields += 1
    if fields != count:
        raise FigureError(f"text: {words!r} has {fields} fields for {count} arrays")
    return pieces
