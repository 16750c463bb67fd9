"""What a figure's function returns: panels of marks, numbers to read, and something to achieve.

- One picture. (Drawing)
- A pair of axes with marks. (Panel, Axis)
- A live number with a name. (Readout)
- A live text, token by token. (Passage)
- A condition that the reader can make true. (Challenge)
"""

from dataclasses import dataclass, field

import numpy as np

from .errors import FigureError
from .marks import Mark
from .numbers import number_format
from .palette import check_role
from .typeset import parts


@dataclass(frozen=True)
class Axis:
    """label: words and symbols. low, high: the ends, which may depend on the controls.

    ticks: how many, or where. tick_labels: their texts. format: their numbers, such as ".1f". show=False hides it all.
    """

    label: str | None
    low: object
    high: object
    scale: str = "linear"
    ticks: object = None
    tick_labels: tuple | None = None
    format: str | None = None
    show: bool = True

    def __post_init__(self):
        if self.scale not in ("linear", "log"):
            raise FigureError(f'axis {self.label!r}: scale must be "linear" or "log", not {self.scale!r}')
        number_format(self.format)
        ends = [end for end in (self.low, self.high) if isinstance(end, int | float)]
        if len(ends) == 2 and not self.low < self.high:
            raise FigureError(f"axis {self.label!r}: low {self.low} must be below high {self.high}")
        if self.scale == "log" and any(end <= 0 for end in ends):
            raise FigureError(f"axis {self.label!r}: a logarithmic axis needs ends above 0, not {ends}")

    def payload(self, number):
        def end(value):  # a NumPy number may come from a control; only Python's own are surely fixed
            return float(value) if type(value) in (int, float) else {"value": number(value)}

        ticks = self.ticks if self.ticks is None or isinstance(self.ticks, int) else [float(t) for t in self.ticks]
        labels = None if self.tick_labels is None else [parts(label) for label in self.tick_labels]
        return {
            "label": parts(self.label),
            "low": end(self.low),
            "high": end(self.high),
            "scale": self.scale,
            "ticks": ticks,
            "tick_labels": labels,
            "format": self.format,
            "show": self.show,
        }


@dataclass(frozen=True)
class Panel:
    """Marks, drawn in their order, on two axes. aspect: "equal" for true geometry, or height divided by width.

    span: how wide beside the other panels. legend=False hides the labels' legend.
    """

    marks: list
    x: Axis
    y: Axis
    title: str | None = None
    aspect: object = None
    span: float = 1
    legend: bool = True

    def __post_init__(self):
        wrong = [mark for mark in self.marks if not isinstance(mark, Mark)]
        if wrong:
            raise FigureError(f"a panel holds marks such as line(x, y), not {wrong[0]!r}")
        if not (self.aspect in (None, "equal") or (isinstance(self.aspect, int | float) and self.aspect > 0)):
            raise FigureError(f'aspect must be "equal" or a positive number, not {self.aspect!r}')

    def payload(self, number):
        return {
            "title": parts(self.title),
            "x": self.x.payload(number),
            "y": self.y.payload(number),
            "aspect": self.aspect,
            "span": self.span,
            "legend": self.legend,
            "marks": [mark_payload(mark, number) for mark in self.marks],
        }


def mark_payload(mark, number):
    channels = {name: number(array) for name, array in mark.channels.items()}
    options = {name: value for name, value in mark.options.items() if name != "drag"}
    return {"kind": mark.kind, "channels": channels, "options": options}


@dataclass(frozen=True)
class Readout:
    """A live number. label: its symbol; value: one number; format: such as ".3f"; name: for the description."""

    label: str
    value: object
    format: str = ".2f"
    unit: str | None = None
    role: str | None = None
    name: str | None = None

    def __post_init__(self):
        number_format(self.format)
        check_role(self.role)
        if np.shape(self.value) != ():
            raise FigureError(f"readout {self.label!r} shows one number, not an array of shape {np.shape(self.value)}")

    def payload(self, number):
        return {
            "name": self.name,
            "label": parts(self.label),
            "value": number(self.value),
            "format": self.format,
            "unit": self.unit,
            "role": self.role,
        }


@dataclass(frozen=True)
class Passage:
    """A live text. ids: (n,) whole numbers choose from `words`; a negative one adds nothing.

    given: how many of the n are the reader's own; those behind them have the colour of `role`.
    """

    label: str
    ids: object
    words: tuple
    separator: str = " "
    given: object = 0
    role: str | None = None

    def __post_init__(self):
        check_role(self.role)
        if np.ndim(self.ids) != 1 or np.ndim(self.given) != 0:
            raise FigureError(
                f"passage {self.label!r} needs ids (n,) and one number `given`, "
                f"not shapes {np.shape(self.ids)} and {np.shape(self.given)}"
            )

    def payload(self, number):
        return {
            "label": parts(self.label),
            "ids": number(self.ids),
            "given": number(self.given),
            "words": list(self.words),
            "separator": self.separator,
            "role": self.role,
        }

    def texts(self):
        """(given, added): both parts of the text, for ids that are known."""
        ids = np.asarray(self.ids).astype(int)
        shown = [(i, self.words[word]) for i, word in enumerate(ids) if 0 <= word < len(self.words)]
        given = self.separator.join(word for i, word in shown if i < self.given)
        added = self.separator.join(word for i, word in shown if i >= self.given)
        return given, (self.separator if given and added else "") + added


@dataclass(frozen=True)
class Challenge:
    """text: what to achieve. met: a condition computed from the figure's own arrays.

    answer: values of some controls that meet it, after so many `steps` of the state. It is for the tests, which check
    it, and never sent to the page.
    """

    text: str
    met: object
    answer: dict
    steps: int = 0

    def payload(self, number):
        if np.shape(self.met) != ():
            raise FigureError(f"the condition of a challenge is one truth value, not of shape {np.shape(self.met)}")
        return {"text": parts(self.text), "met": number(self.met)}


@dataclass(frozen=True)
class Drawing:
    """columns: how many panels side by side where there is room (default: all)."""

    panels: list
    readouts: list = field(default_factory=list)
    challenge: Challenge | None = None
    columns: int | None = None
    passages: list = field(default_factory=list)

    def payload(self, number):
        """The drawing as plain data; `number(array)` stands for each array, in a fixed order."""
        return {
            "panels": [panel.payload(number) for panel in self.panels],
            "columns": self.columns,
            "readouts": [readout.payload(number) for readout in self.readouts],
            "passages": [passage.payload(number) for passage in self.passages],
            "challenge": self.challenge and self.challenge.payload(number),
        }

    def arrays(self):
        """All arrays that are drawn, in the order of `payload`."""
        found = []
        self.payload(found.append)
        return found

    def panel_arrays(self):
        """Those of the panels, which come first."""
        others = len(self.readouts) + 2 * len(self.passages) + (self.challenge is not None)
        return self.arrays()[: len(self.arrays()) - others]

    def handles(self):
        """Marks that can be dragged, with their place (panel, mark)."""
        return [
            ((i, j), mark)
            for i, panel in enumerate(self.panels)
            for j, mark in enumerate(panel.marks)
            if mark.kind == "handle"
        ]
