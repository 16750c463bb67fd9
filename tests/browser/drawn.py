"""Compare everything that a figure shows with what NumPy computes for the values it holds.

- The whole figure: axes, marks, readouts, challenge, controls. (compare)
- A panel's scales, from data to pixels and back. (View, Scale)
"""

import re
from dataclasses import dataclass

import numpy as np

from tests.browser.comparators import TOLERANCE, compare_mark, near
from tests.browser.shown import shown, words

LABELLED = {
    "cells": ("row_labels", "column_labels"),
    "graph": ("labels",),
}  # marks that may have words over the picture


@dataclass(frozen=True)
class Scale:
    domain: tuple
    range: tuple
    is_log: bool

    def pixels(self, values):
        values = np.asarray(values, dtype=float)
        low, high = np.log(self.domain) if self.is_log else self.domain
        with np.errstate(all="ignore"):
            values = np.log(np.where(values > 0, values, np.nan)) if self.is_log else values
            return self.range[0] + (values - low) / (high - low) * (self.range[1] - self.range[0])

    def data(self, pixels):
        low, high = np.log(self.domain) if self.is_log else self.domain
        share = (np.asarray(pixels, dtype=float) - self.range[0]) / (self.range[1] - self.range[0])
        values = low + share * (high - low)
        return 10 ** np.clip(values / np.log(10), -300, 300) if self.is_log else values


@dataclass(frozen=True)
class View:
    """unit: pixels of the figure for one pixel of the page, larger in full screen."""

    x: Scale
    y: Scale
    unit: float
    theme: str

    def pixels(self, x, y):
        """(n, 2) pixels for (n,) data."""
        return np.stack([self.x.pixels(x), self.y.pixels(y)], axis=-1)

    def held(self, pixels):
        """The nearest places inside the panel."""
        ends = np.sort([self.x.range, self.y.range], axis=1)
        return np.clip(pixels, ends[:, 0], ends[:, 1])

    def inside(self, pixels, margin):
        """1 for each of (n, 2) pixels inside the panel and its margin, 0 outside, 0.5 where rounding decides."""
        low = np.minimum(*np.transpose([self.x.range, self.y.range])) - margin
        high = np.maximum(*np.transpose([self.x.range, self.y.range])) + margin
        with np.errstate(invalid="ignore"):
            depth = np.min([pixels - low, high - pixels], axis=(0, 2))
        return np.where(np.abs(depth) < 0.01, 0.5, depth > 0)


def view_of(panel, seen):
    scales = [Scale(tuple(panel[n]["domain"]), tuple(panel[n]["range"]), panel[n]["kind"] == "log") for n in "xy"]
    return View(*scales, seen["unit"], seen["theme"])


def compare(figure, seen):
    """seen: what `seen.js` returns. Returns the drawing in NumPy."""
    drawing = figure.compute(checked(figure, seen["values"]), seen["steps"])
    assert len(seen["panels"]) == len(drawing.panels)
    for number, (panel, shown_panel) in enumerate(zip(drawing.panels, seen["panels"], strict=True)):
        try:
            compare_panel(panel, shown_panel, view_of(shown_panel, seen))
        except AssertionError as error:
            raise AssertionError(f"{figure.name}, panel {number + 1}, at {seen['values']}: {error}") from error
    compare_readouts(figure, drawing, seen)
    assert seen["passages"] == [list(passage.texts()) for passage in drawing.passages], f"the texts of {figure.name}"
    if drawing.challenge:
        assert seen["isMet"] == bool(drawing.challenge.met), f"the challenge of {figure.name} at {seen['values']}"
    compare_controls(figure, seen)
    return drawing


def checked(figure, values):
    """The values as Python would hold them; a value that Python refuses is an error of the page."""
    return {name: figure.control[name].check(value) for name, value in values.items()}


# ----- Panels -----


def compare_panel(panel, seen, view):
    assert np.allclose(seen["zoom"], [1, 0, 0, 1]), "the picture is stretched"
    compare_axes(panel, view)
    compare_ticks(panel, seen, view)
    for number, (mark, group) in enumerate(marks_of(panel, seen)):
        try:
            compare_mark(mark, group, view)
        except AssertionError as error:
            raise AssertionError(f"mark {number + 1}, {mark.kind}: {error}") from error
    direct = {words(mark.options["label"]) for mark in panel.marks if mark.options.get("direct")}
    assert {label["text"] for label in seen["direct"]} <= direct


def marks_of(panel, seen):
    """Each mark of a panel with what is seen of it: its group, the words over the picture, the canvas behind it."""
    layers, canvases = iter(seen["layers"]), iter(seen["canvases"])
    for mark, group in zip(panel.marks, seen["marks"], strict=True):
        has_words = mark.kind == "text" or any(mark.options.get(name) for name in LABELLED.get(mark.kind, ()))
        has_canvas = mark.kind == "heatmap" or mark.options.get("filled") and mark.kind == "contour"
        yield (
            mark,
            group | {"words": next(layers) if has_words else [], "canvas": next(canvases) if has_canvas else None},
        )


def compare_axes(panel, view):
    ends = [np.array([float(axis.low), float(axis.high)]) for axis in (panel.x, panel.y)]
    scales = [view.x, view.y]
    for axis, scale in zip((panel.x, panel.y), scales, strict=True):
        assert scale.is_log == (axis.scale == "log")
    usable = all(np.all(np.isfinite(end)) and end[0] != end[1] for end in ends)
    if panel.aspect == "equal":
        units = [abs(np.diff(scale.range) / np.diff(scale.domain))[0] for scale in scales]
        assert np.isclose(*units), f"a unit is {units[0]:.2f} px along x and {units[1]:.2f} px along y"
        for end, scale in zip(ends, scales, strict=True):
            assert scale.domain[0] <= end[0] + 1e-9 and end[1] <= scale.domain[1] + 1e-9, (
                "a part of the axis is cut off"
            )
        assert any(np.allclose(end, scale.domain) for end, scale in zip(ends, scales, strict=True)), (
            "both axes are widened"
        )
    elif usable:
        for end, scale, name in zip(ends, scales, "xy", strict=True):
            assert np.allclose(end, scale.domain, rtol=1e-9), f"the {name} axis runs over {scale.domain}, not {end}"
    if isinstance(panel.aspect, int | float):
        width, height = (abs(np.diff(scale.range)[0]) for scale in scales)
        near(height, panel.aspect * width, "height of the panel for its aspect", tolerance=0.03 * height)


def compare_ticks(panel, seen, view):
    """The numbers at the axes stand where those numbers lie."""
    for name, axis, scale in (("x", panel.x, view.x), ("y", panel.y, view.y)):
        ticks = [tick for tick in seen["ticks"] if tick["axis"] == name and tick["isOfAxis"]]
        if not axis.show:
            assert not ticks, f"the {name} axis is hidden and has numbers"
            continue
        if axis.tick_labels:
            continue  # words may be typeset; the figures' own test of declared ticks follows their order
        for tick in ticks:
            value, last = read_number(tick["text"])
            rounding = np.ptp(scale.pixels([value, value + last / 2])) if axis.format else 0
            place, offset = (tick["place"][0], 0) if name == "x" else (tick["place"][1], 5 * view.unit)
            near(place - offset, scale.pixels(value), f"tick {tick['text']} of the {name} axis", TOLERANCE + rounding)
        assert len(ticks) >= 2 or axis.ticks is not None or abs(np.diff(scale.range)[0]) < 120 * view.unit, (
            f"{name} axis has no numbers"
        )


SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
SUFFIXES = {"%": 1e-2, "k": 1e3, "M": 1e6, "G": 1e9, "m": 1e-3, "µ": 1e-6}


def read_number(text):
    """A number as written at an axis, and the size of its last digit."""
    plain = text.translate(SUPERSCRIPTS).replace(",", "")
    power = re.fullmatch(r"(?:(\+?-?[\d.]+) × )?10(-?\d+)", plain) if any(c in "⁻⁰¹²³⁴⁵⁶⁷⁸⁹" for c in text) else None
    if power:
        return float(power[1] or 1) * 10.0 ** int(power[2]), 10.0 ** int(power[2])
    match = re.fullmatch(r"([+-]?\d*\.?\d+)([%kMGmµ]?)", plain)
    assert match, f"no number: {text!r}"
    decimals = len(match[1].partition(".")[2])
    factor = SUFFIXES.get(match[2], 1)
    return float(match[1]) * factor, 10.0**-decimals * factor


# ----- Beside the panels -----


def compare_readouts(figure, drawing, seen):
    assert len(seen["readouts"]) == len(drawing.readouts)
    for readout, entry in zip(drawing.readouts, seen["readouts"], strict=True):
        wanted = shown(readout.value, readout.format)
        assert entry["text"] in wanted, (
            f"{figure.name} at {seen['values']}: {readout.label} = {entry['text']} instead of {' or '.join(wanted)}"
        )
        assert entry["unit"] == readout.unit


def compare_controls(figure, seen):
    """Each control shows the value that the figure holds, and no complaint."""
    assert [control["name"] for control in seen["controls"]] == [control.name for control in figure.controls]
    for entry in seen["controls"]:
        control, value = figure.control[entry["name"]], seen["values"][entry["name"]]
        if type(control).__name__ == "Cloud":
            compare_cloud(control, entry, value)
            continue
        shown_value = SHOWN[type(control).__name__](control, entry)
        agrees = (
            shown_value == value
            if isinstance(value, str | bool)
            else np.allclose(shown_value, value, rtol=1e-5, atol=1e-9)
        )
        assert agrees, f"{figure.name}: {control.name} is {value}, and its control shows {shown_value}"


def shown_by_slider(control, entry):
    track, number = entry["fields"]
    position = float(track["value"])
    return [10**position if control.scale == "log" else position, float(number["value"])]


def shown_by_choice(control, entry):
    fields = entry["fields"]
    options = list(control.options)
    if fields[0]["type"] == "radio":
        return next(option for option, radio in zip(options, fields, strict=True) if radio["checked"])
    return options[int(fields[0]["value"])]


def numbers_shown(control, entry):
    return np.reshape([float(field["value"]) for field in entry["fields"]], np.shape(control.start))


def shown_by_pad(control, entry):
    """The cells that are painted."""
    cells = np.zeros((control.rows, control.columns))
    for column, row in re.findall(r"M(\d+) (\d+)h1v1h-1z", entry["paint"]):
        cells[int(row), int(column)] = 1
    return cells


def compare_cloud(control, entry, value):
    """A cloud shows how many points it holds; the panels show where they are."""
    assert entry["count"] == f"{len(value)} of {control.most}"


SHOWN = {
    "Slider": shown_by_slider,
    "Choice": shown_by_choice,
    "Toggle": lambda control, entry: entry["fields"][0]["checked"],
    "Point": numbers_shown,
    "Points": numbers_shown,
    "Matrix": numbers_shown,
    "Pad": shown_by_pad,
    "Text": lambda control, entry: entry["fields"][0]["value"],
}
