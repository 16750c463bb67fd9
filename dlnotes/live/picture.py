"""The figure as a Matplotlib picture: for print, PDF, previews, and readers without JavaScript.

- Draw a figure at some values. (picture)
- The same, ready to stand in a page or in a notebook. (picture_uri, picture_png)
- One panel of it, with nothing around, as a small picture that stands for a chapter. (vignette)
"""

import base64
import io
import textwrap
from dataclasses import replace

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import LinearSegmentedColormap, to_rgba
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle

from .errors import FigureError
from .numbers import write_number
from .palette import color, palette

INCH_PER_PANEL, HEIGHT = 4.2, 3.6
VIGNETTE = (3.6, 2.4)  # inches of 130 pixels
STYLE = {"circle": "o", "square": "s", "cross": "x", "ring": "o"}


def picture(figure, values=None, steps=0, theme="light"):
    """A Matplotlib Figure. values: some controls' values (the others start); steps: of the state."""
    drawing = figure.compute(figure.start() | dict(values or {}), steps)
    columns = drawing.columns or len(drawing.panels)
    rows = -(-len(drawing.panels) // columns)
    canvas = Canvas(figsize=(INCH_PER_PANEL * columns, HEIGHT * rows), layout="constrained")
    FigureCanvasAgg(canvas)
    canvas.set_facecolor(color("surface", theme))
    widths = [panel.span for panel in drawing.panels[:columns]]
    grid = canvas.add_gridspec(rows, columns, width_ratios=widths)
    for index, panel in enumerate(drawing.panels):
        draw_panel(canvas.add_subplot(grid[divmod(index, columns)]), panel, theme)
    if drawing.passages:
        canvas.supxlabel("\n".join(map(running_text, drawing.passages)), color=color("ink", theme), fontsize="medium")
    return canvas


def running_text(passage):
    """A passage with its name, broken into lines; `$` is a letter of the text and opens no formula."""
    text = "".join(passage.texts()).replace("$", r"\$")
    return textwrap.fill(f"{passage.label}: {text}", 90)


def picture_uri(figure):
    """The picture at the start, as a `data:` address of a WebP image."""
    image = saved(picture(figure), format="webp", dpi=130, pil_kwargs={"quality": 80, "method": 6})
    return "data:image/webp;base64," + base64.b64encode(image).decode()


def picture_png(figure):
    """The picture at the values that the figure has now, as the bytes of a PNG image."""
    return saved(picture(figure, figure.values), format="png", dpi=100)


def vignette(panel, theme="light"):
    """A small WebP image of one panel without axes, words and scales, on a clear ground."""
    marks = [without_scale(mark) for mark in panel.marks if mark.kind != "text"]
    canvas = Canvas(figsize=VIGNETTE)
    FigureCanvasAgg(canvas)
    axes = canvas.add_axes((0.03, 0.04, 0.94, 0.92))
    draw_panel(axes, replace(panel, marks=marks, title=None, legend=False, aspect=None), theme)
    axes.set_axis_off()
    return saved(canvas, format="webp", dpi=130, transparent=True, pil_kwargs={"quality": 70, "method": 6})


def without_scale(mark):
    return replace(mark, options=mark.options | {"colorbar": False}) if "colorbar" in mark.options else mark


def saved(canvas, **options):
    stream = io.BytesIO()
    canvas.savefig(stream, **options)
    return stream.getvalue()


def draw_panel(axes, panel, theme):
    ink, muted = color("ink", theme), color("muted", theme)
    axes.set_facecolor(color("surface", theme))
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(muted)
    axes.tick_params(colors=muted, labelcolor=ink)
    for name, axis in (("x", panel.x), ("y", panel.y)):
        axes.set(**{f"{name}scale": axis.scale, f"{name}lim": (float(axis.low), float(axis.high))})
        axes.set(**{f"{name}label": axis.label or ""})
        set_ticks(getattr(axes, f"{name}axis"), axis)
    axes.xaxis.label.set_color(ink)
    axes.yaxis.label.set_color(ink)
    if panel.title:
        axes.set_title(panel.title, color=ink, fontsize="medium")
    if panel.aspect == "equal":
        axes.set_aspect("equal", adjustable="box")
    elif panel.aspect:
        axes.set_box_aspect(panel.aspect)
    for order, mark in enumerate(panel.marks):
        draw_mark(axes, mark, order + 2, theme)
    if panel.legend and axes.get_legend_handles_labels()[1]:
        axes.legend(frameon=False, labelcolor=ink, fontsize="small")


def set_ticks(axis, declared):
    if not declared.show:
        axis.set_visible(False)
    elif declared.ticks is not None and not isinstance(declared.ticks, int):
        axis.set_ticks([float(tick) for tick in declared.ticks], declared.tick_labels)


def draw_mark(axes, mark, order, theme):
    """Call the function named after the mark's kind; it receives plain arrays."""
    channels = {name: np.asarray(array, dtype=float) for name, array in mark.channels.items()}
    if not np.all(channels.pop("visible", True)):
        return
    options = mark.options
    style = {"zorder": order, "alpha": options.get("opacity"), "label": words(options.get("label"))}
    paint = color(options.get("role", "ink"), theme)
    if mark.kind not in DRAW:
        raise FigureError(f"no picture of a {mark.kind} yet; known: {', '.join(DRAW)}")
    DRAW[mark.kind](axes, channels, options, paint, style, theme)


def words(rich):
    """Parts of a text back into Matplotlib's notation."""
    if not rich:
        return None
    return "".join(part if isinstance(part, str) else f"${part['tex']}$" for part in rich)


def colormap(name, theme):
    return LinearSegmentedColormap.from_list(name, palette()[name][theme])


def shades(values, paint, theme):
    """One colour per item: by sign and size if there are values, else the mark's own."""
    return paint if values is None else colormap("diverging", theme)((np.clip(values, -1, 1) + 1) / 2)


def draw_line(axes, c, options, paint, style, theme):
    label = style.pop("label")
    for index, y in enumerate(np.atleast_2d(c["y"])):
        axes.plot(
            c["x"],
            y,
            color=paint,
            linewidth=options.get("width", 2),
            linestyle="--" if options.get("dash") else "-",
            label=None if index else label,
            **style,
        )


def draw_points(axes, c, options, paint, style, theme):
    shape = options.get("shape", "circle")
    fill = {"facecolors": "none"} if shape == "ring" else {}
    axes.scatter(
        c["x"],
        c["y"],
        s=c.get("size", 5) ** 2 * 2,
        marker=STYLE[shape],
        clip_on=False,
        **(
            {"edgecolors": paint} | fill
            if shape == "ring"
            else {"c": np.atleast_1d(shades(c.get("color"), paint, theme))}
        ),
        **style,
    )


def draw_segments(axes, c, options, paint, style, theme):
    ends = np.stack([np.stack([c["x1"], c["y1"]], -1), np.stack([c["x2"], c["y2"]], -1)], 1)
    axes.add_collection(
        LineCollection(
            ends,
            colors=shades(c.get("color"), paint, theme),
            linewidths=options.get("width", 1.5),
            linestyles="--" if options.get("dash") else "-",
            **style,
        )
    )


def draw_boxes(axes, c, options, paint, style, theme):
    fill = to_rgba(paint, 0.2) if options.get("filled", True) else "none"
    for x1, y1, x2, y2 in zip(c["x1"], c["y1"], c["x2"], c["y2"], strict=True):
        axes.add_patch(Rectangle((x1, y1), x2 - x1, y2 - y1, facecolor=fill, edgecolor=paint, zorder=style["zorder"]))


def draw_polygons(axes, c, options, paint, style, theme):
    corners = np.stack([c["x"], c["y"]], axis=-1)  # (k, n, 2)
    faces = shades(c.get("color"), paint, theme)
    axes.add_collection(PolyCollection(corners, facecolors=faces, edgecolors=faces, linewidths=0.3, **style))


def draw_area(axes, c, options, paint, style, theme):
    axes.fill_between(
        c["x"], c["low"], c["high"], color=paint, linewidth=0, **style | {"alpha": style["alpha"] or 0.25}
    )


def draw_bars(axes, c, options, paint, style, theme):
    draw, size = (axes.barh, "height") if options["horizontal"] else (axes.bar, "width")
    base = "left" if options["horizontal"] else "bottom"
    artists = draw(
        c["position"],
        c["length"] - c["base"],
        **{size: options["thickness"], base: c["base"]},
        color=shades(c.get("color"), paint, theme),
        **style,
    )
    if options.get("format"):
        axes.bar_label(
            artists,
            [write_number(value, options["format"]) for value in c["length"]],
            padding=2,
            color=color("ink", theme),
        )


def draw_arrows(axes, c, options, paint, style, theme):
    for x, y, dx, dy in zip(c["x"], c["y"], c["dx"], c["dy"], strict=True):
        arrow = {"arrowstyle": "-|>", "color": paint, "linewidth": options.get("width", 2), "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", (x + dx, y + dy), (x, y), arrowprops=arrow, zorder=style["zorder"], annotation_clip=False)


def draw_rules(axes, c, options, paint, style, theme):
    label = style.pop("label")
    draw = axes.axvline if "x" in c else axes.axhline
    for index, place in enumerate(c.get("x", c.get("y"))):
        draw(
            place,
            color=paint,
            linewidth=options.get("width", 1.2),
            linestyle="--" if options.get("dash") else "-",
            label=None if index else label,
            **style,
        )


def draw_heatmap(axes, c, options, paint, style, theme):
    low, high = c["range"] if "range" in c else value_range(c["values"], options["colors"])
    image = axes.imshow(
        c["values"],
        extent=(*c["x_extent"], *c["y_extent"]),
        origin="lower",
        aspect="auto",
        cmap=colormap(options["colors"], theme),
        vmin=low,
        vmax=high,
        zorder=style["zorder"],
        interpolation="nearest",
    )
    if options.get("colorbar"):
        axes.figure.colorbar(image, ax=axes, label=style["label"])


def value_range(values, colors):
    """Ends of the colours when none are given: all values, and 0 in the middle of diverging ones."""
    finite = values[np.isfinite(values)]
    if colors == "diverging":
        size = np.max(np.abs(finite), initial=1e-12)
        return -size, size
    return np.min(finite, initial=0), np.max(finite, initial=1)


def draw_contour(axes, c, options, paint, style, theme):
    rows, columns = c["values"].shape
    x, y = np.linspace(*c["x_extent"], columns), np.linspace(*c["y_extent"], rows)
    levels = np.unique(c["levels"])
    if options.get("filled"):
        axes.contourf(x, y, c["values"], levels, cmap=colormap("sequential", theme), zorder=style["zorder"])
    axes.contour(x, y, c["values"], levels, colors=[paint], linewidths=options.get("width", 1), zorder=style["zorder"])


def draw_cells(axes, c, options, paint, style, theme):
    values = c["values"]
    rows, columns = values.shape
    axes.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5))
    if options.get("colors"):
        low, high = c["range"] if "range" in c else value_range(values, options["colors"])
        axes.imshow(values, cmap=colormap(options["colors"], theme), vmin=low, vmax=high, aspect="auto", alpha=0.6)
    for (row, column), value in np.ndenumerate(values):
        axes.text(
            column, row, write_number(value, options["format"]), ha="center", va="center", color=color("ink", theme)
        )
    axes.set_xticks(range(columns), [words(label) for label in options.get("column_labels", [])] or None)
    axes.set_yticks(range(rows), [words(label) for label in options.get("row_labels", [])] or None)


def draw_text(axes, c, options, paint, style, theme):
    align = {"start": "left", "middle": "center", "end": "right"}[options["anchor"]]
    for index, (x, y) in enumerate(zip(c["x"], c["y"], strict=True)):
        written = text_of(c, options, index)
        if not written:
            continue
        axes.annotate(
            written,
            (x, y),
            (options["dx"], -options["dy"]),
            textcoords="offset points",
            ha=align,
            va="center",
            color=paint,
            zorder=style["zorder"],
            bbox={"boxstyle": "square,pad=-0.42", "edgecolor": paint, "facecolor": "none"}
            if options.get("struck")
            else None,
        )


def text_of(channels, options, index):
    if "which" in channels:
        index = int(channels["which"][index])
        return words(options["texts"][index]) if 0 <= index < len(options["texts"]) else None
    if "texts" in options:
        return words(options["texts"][index])
    return "".join(
        write_number(channels[part["channel"]][index], part["format"])
        if isinstance(part, dict) and "channel" in part
        else words([part])
        for part in options["template"]
    )


def draw_handle(axes, c, options, paint, style, theme):
    axes.scatter(
        c["x"], c["y"], s=110, facecolor=color("surface", theme), edgecolor=paint, linewidth=2.5, clip_on=False, **style
    )


def draw_graph(axes, c, options, paint, style, theme):
    active = c.get("active", np.ones_like(c["x"])) > 0
    weight = c.get("weight", np.ones(len(options["edges"])))
    largest = np.max(np.abs(weight), initial=1e-12)
    for (i, j), size in zip(options["edges"], weight, strict=True):
        shade = (
            color("positive" if size >= 0 else "negative", theme) if active[i] and active[j] else color("grid", theme)
        )
        axes.plot(
            c["x"][[i, j]], c["y"][[i, j]], color=shade, linewidth=0.5 + 3 * abs(size) / largest, zorder=style["zorder"]
        )
    faces = shades(c.get("node_value"), color("surface", theme), theme)
    edges = [paint if on else color("grid", theme) for on in active]
    axes.scatter(
        c["x"], c["y"], s=420, c=np.atleast_1d(faces), edgecolors=edges, linewidths=2, zorder=style["zorder"] + 0.5
    )
    for x, y, label in zip(c["x"], c["y"], options.get("labels", []), strict=False):
        axes.annotate(
            words(label), (x, y), ha="center", va="center", color=color("ink", theme), zorder=style["zorder"] + 1
        )


def draw_nothing(*_):
    """What only answers to clicks has no place on paper."""


DRAW = {
    "line": draw_line,
    "points": draw_points,
    "segments": draw_segments,
    "boxes": draw_boxes,
    "polygons": draw_polygons,
    "area": draw_area,
    "bars": draw_bars,
    "arrows": draw_arrows,
    "rules": draw_rules,
    "heatmap": draw_heatmap,
    "contour": draw_contour,
    "cells": draw_cells,
    "text": draw_text,
    "handle": draw_handle,
    "placing": draw_nothing,
    "graph": draw_graph,
}
