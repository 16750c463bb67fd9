"""What the reader moves.

- A number on a line. (Slider)
- One of several names. (Choice)
- On or off. (Toggle)
- Points dragged in a panel. (Point, Points)
- Points of several classes, put into a panel by clicking. (Cloud)
- A grid of numbers. (Matrix)
- A grid to paint on. (Pad)
- Words to type. (Text)

Each control checks the values it is given, says what NumPy receives for them, and names its extreme and random values,
from which the tests sweep every figure.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from .errors import FigureError
from .palette import check_role
from .typeset import parts


@dataclass(frozen=True)
class Control:
    """name: the argument of the figure's function. symbol: how the text writes it, such as `$\\phi_0$`.

    label: what it is, in words. role: the colour of what it moves. structural: record the function once per value.
    """

    name: str
    symbol: str | None = None
    label: str | None = None
    role: str | None = field(default=None, kw_only=True)
    structural: bool = field(default=False, kw_only=True)

    def __post_init__(self):
        if not self.name.isidentifier():
            raise FigureError(f"the name of a control must be a Python name, not {self.name!r}")
        check_role(self.role)
        self.check(self.start)

    def words(self):
        return self.label or self.name.replace("_", " ")

    def array(self, value):
        """What the figure's function receives for `value`."""
        return value if self.structural else np.asarray(value)

    def refuse(self, rule, value):
        raise FigureError(f"control `{self.name}` {rule}, not {value!r}")

    def base_payload(self):
        return {
            "name": self.name,
            "kind": type(self).__name__.lower(),
            "label": parts(self.words()),
            "symbol": parts(self.symbol) or None,
            "role": self.role,
            "structural": self.structural,
            "start": self.start,
        }

    def payload(self):
        return self.base_payload()


@dataclass(frozen=True)
class Slider(Control):
    """A number between `low` and `high`.

    step: what one arrow key moves; on a logarithmic slider, in decades. unit: written behind the number.
    """

    low: float = field(kw_only=True)
    high: float = field(kw_only=True)
    step: float = field(kw_only=True)
    start: float = field(kw_only=True)
    scale: str = field(default="linear", kw_only=True)
    integer: bool = field(default=False, kw_only=True)
    unit: str | None = field(default=None, kw_only=True)

    def __post_init__(self):
        if not self.low < self.high:
            self.refuse("needs low < high", (self.low, self.high))
        if not self.step > 0:
            self.refuse("needs a step above 0", self.step)
        if self.scale not in ("linear", "log"):
            self.refuse('needs scale="linear" or scale="log"', self.scale)
        if self.scale == "log" and self.low <= 0:
            self.refuse("needs low above 0 on a logarithmic scale", self.low)
        super().__post_init__()

    def check(self, value):
        if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not math.isfinite(value):
            self.refuse("needs a finite number", value)
        if not self.low <= value <= self.high:
            self.refuse(f"must lie between {self.low} and {self.high}", value)
        if self.integer and value != round(value):
            self.refuse("needs a whole number", value)
        return int(value) if self.integer else float(value)

    def array(self, value):
        return value if self.structural else np.asarray(value, dtype=int if self.integer else float)

    def every(self):
        """All values on the grid of a structural slider."""
        count = round((self.high - self.low) / self.step)
        return [self.check(self.low + i * self.step) for i in range(count + 1)]

    def corners(self):
        return self.every() if self.structural else [self.check(self.low), self.check(self.high)]

    def sample(self, rng):
        if self.structural:
            return self.every()[rng.integers(len(self.every()))]
        if self.integer:
            return int(rng.integers(math.ceil(self.low), math.floor(self.high) + 1))
        if self.scale == "log":
            return self.check(
                float(np.clip(np.exp(rng.uniform(np.log(self.low), np.log(self.high))), self.low, self.high))
            )
        return float(rng.uniform(self.low, self.high))

    def payload(self):
        keys = ("low", "high", "step", "scale", "integer", "unit")
        return self.base_payload() | {key: getattr(self, key) for key in keys}


@dataclass(frozen=True)
class Choice(Control):
    """One of `options`: a list of names, or a dict name → label.

    NumPy receives the name. With `structural=False` the function is recorded once for all options, and receives the
    number of the option, counted from 0, for `look_up` and `np.where`.
    """

    options: dict = field(kw_only=True)
    start: str = field(default=None, kw_only=True)
    structural: bool = field(default=True, kw_only=True)

    def __post_init__(self):
        options = self.options if isinstance(self.options, dict) else {name: name for name in self.options}
        object.__setattr__(self, "options", options)
        if self.start is None:
            object.__setattr__(self, "start", next(iter(options)))
        super().__post_init__()

    def check(self, value):
        if value not in self.options:
            self.refuse(f"must be one of {', '.join(self.options)}", value)
        return value

    def array(self, value):
        return value if self.structural else np.asarray(self.every().index(value))

    def every(self):
        return list(self.options)

    corners = every

    def sample(self, rng):
        return self.every()[rng.integers(len(self.options))]

    def payload(self):
        options = [{"value": value, "label": parts(label)} for value, label in self.options.items()]
        return self.base_payload() | {"options": options}


@dataclass(frozen=True)
class Toggle(Control):
    """On or off. NumPy receives True or False; a structural toggle may be used in `if`."""

    start: bool = field(default=False, kw_only=True)

    def check(self, value):
        if not isinstance(value, bool | np.bool_):
            self.refuse("must be True or False", value)
        return bool(value)

    def every(self):
        return [False, True]

    corners = every

    def sample(self, rng):
        return bool(rng.integers(2))


@dataclass(frozen=True)
class Points(Control):
    """Points to drag. NumPy receives an array of shape (n, 2). x, y: (low, high, step); start: n pairs."""

    x: tuple = field(kw_only=True)
    y: tuple = field(kw_only=True)
    start: tuple = field(kw_only=True)

    def __post_init__(self):
        for low, high, step in (self.x, self.y):
            if not (low < high and step > 0):
                self.refuse("needs (low, high, step) with low < high and step > 0", (low, high, step))
        object.__setattr__(self, "start", self.check(self.start))
        super().__post_init__()

    def check(self, value):
        points = self.pairs(value)
        if points.shape != self.pairs(self.start).shape:
            self.refuse(f"needs an array of shape {self.pairs(self.start).shape}", np.shape(value))
        for axis, (low, high, _) in enumerate((self.x, self.y)):
            outside = points[:, axis][~((points[:, axis] >= low) & (points[:, axis] <= high))]
            if outside.size:
                self.refuse(f"must keep {'xy'[axis]} between {low} and {high}", float(outside[0]))
        return points.tolist()

    def pairs(self, value):
        points = np.asarray(value, dtype=float)
        if points.ndim != 2 or points.shape[1] != 2:
            self.refuse("needs pairs (x, y)", value)
        return points

    def array(self, value):
        return np.asarray(value, dtype=float)

    def box(self):
        return np.array([[self.x[0], self.y[0]], [self.x[1], self.y[1]]], dtype=float)

    def corners(self):
        return [np.broadcast_to(corner, np.shape(self.start)).tolist() for corner in self.box()]

    def sample(self, rng):
        low, high = self.box()
        return rng.uniform(low, high, np.shape(self.start)).tolist()

    def payload(self):
        grids = {axis: dict(zip(("low", "high", "step"), getattr(self, axis), strict=True)) for axis in "xy"}
        return self.base_payload() | {"kind": "points"} | grids


@dataclass(frozen=True)
class Point(Points):
    """One point to drag. NumPy receives an array of shape (2,)."""

    def pairs(self, value):
        if np.shape(value) != (2,):
            self.refuse("needs one pair (x, y)", value)
        return np.asarray([value], dtype=float)

    def check(self, value):
        return super().check(value)[0]

    def payload(self):
        return super().payload() | {"single": True}


@dataclass(frozen=True)
class Matrix(Control):
    """A grid of numbers between `low` and `high`. NumPy receives an array of shape (rows, columns)."""

    low: float = field(kw_only=True)
    high: float = field(kw_only=True)
    step: float = field(kw_only=True)
    start: tuple = field(kw_only=True)
    row_labels: tuple | None = field(default=None, kw_only=True)
    column_labels: tuple | None = field(default=None, kw_only=True)

    def __post_init__(self):
        object.__setattr__(self, "start", self.check(self.start))
        super().__post_init__()

    def check(self, value):
        cells = np.asarray(value, dtype=float)
        if cells.ndim != 2 or cells.shape != np.shape(self.start):
            self.refuse(f"needs rows and columns of shape {np.shape(self.start)}", np.shape(value))
        outside = cells[~((cells >= self.low) & (cells <= self.high))]
        if outside.size:
            self.refuse(f"must keep every cell between {self.low} and {self.high}", float(outside[0]))
        return cells.tolist()

    def array(self, value):
        return np.asarray(value, dtype=float)

    def corners(self):
        return [np.full(np.shape(self.start), edge).tolist() for edge in (float(self.low), float(self.high))]

    def sample(self, rng):
        return rng.uniform(self.low, self.high, np.shape(self.start)).tolist()

    def payload(self):
        keys = ("low", "high", "step")
        labels = {
            name: None if getattr(self, name) is None else [parts(label) for label in getattr(self, name)]
            for name in ("row_labels", "column_labels")
        }
        return self.base_payload() | {key: getattr(self, key) for key in keys} | labels


@dataclass(frozen=True)
class Pad(Control):
    """A grid to paint on. NumPy receives an array of shape (rows, columns): 1 where there is paint, 0 elsewhere.

    brush: how far from the pointer's cell paint reaches, in cells.
    """

    rows: int = field(kw_only=True)
    columns: int = field(kw_only=True)
    start: tuple = field(default=None, kw_only=True)
    brush: float = field(default=1.5, kw_only=True)

    def __post_init__(self):
        if self.rows < 1 or self.columns < 1:
            self.refuse("needs at least one row and one column", (self.rows, self.columns))
        if self.start is None:
            object.__setattr__(self, "start", np.zeros((self.rows, self.columns)))
        object.__setattr__(self, "start", self.check(self.start))
        super().__post_init__()

    def check(self, value):
        cells = np.asarray(value, dtype=float)
        if cells.shape != (self.rows, self.columns):
            self.refuse(f"needs an array of shape {(self.rows, self.columns)}", np.shape(value))
        wrong = cells[(cells != 0) & (cells != 1)]
        if wrong.size:
            self.refuse("must be 0 or 1 in every cell", float(wrong[0]))
        return cells.astype(int).tolist()

    def array(self, value):
        return np.asarray(value, dtype=float)

    def corners(self):
        return [np.full((self.rows, self.columns), paint).tolist() for paint in (0, 1)]

    def sample(self, rng):
        return rng.integers(0, 2, (self.rows, self.columns)).tolist()

    def payload(self):
        keys = ("rows", "columns", "brush")
        return self.base_payload() | {key: getattr(self, key) for key in keys}


@dataclass(frozen=True)
class Cloud(Control):
    """Points of several classes, added by clicking into a panel that holds `placing(name)`.

    x, y: (low, high, step); most: how many points there may be; start: triples (x, y, class). NumPy receives an array
    of shape (most, 4) with the columns x, y, class and 1 for a point that is there, 0 for one that is not.
    """

    x: tuple = field(kw_only=True)
    y: tuple = field(kw_only=True)
    start: tuple = field(default=(), kw_only=True)
    classes: int = field(default=2, kw_only=True)
    most: int = field(default=60, kw_only=True)
    class_roles: tuple = field(default=("positive", "negative", "unit2"), kw_only=True)

    def __post_init__(self):
        for low, high, step in (self.x, self.y):
            if not (low < high and step > 0):
                self.refuse("needs (low, high, step) with low < high and step > 0", (low, high, step))
        if not 1 <= self.classes <= len(self.class_roles):
            self.refuse(f"needs 1 to {len(self.class_roles)} classes, one for each role", self.classes)
        for role in self.class_roles:
            check_role(role)
        object.__setattr__(self, "start", self.check(self.start))
        super().__post_init__()

    def check(self, value):
        points = np.reshape(np.asarray(value, dtype=float), (-1, 3)) if len(value) == 0 else np.asarray(value, float)
        if points.ndim != 2 or points.shape[1] != 3:
            self.refuse("needs triples (x, y, class)", value)
        if len(points) > self.most:
            self.refuse(f"holds at most {self.most} points", len(points))
        for axis, (low, high, _) in enumerate((self.x, self.y)):
            outside = points[:, axis][~((points[:, axis] >= low) & (points[:, axis] <= high))]
            if outside.size:
                self.refuse(f"must keep {'xy'[axis]} between {low} and {high}", float(outside[0]))
        wrong = points[:, 2][~np.isin(points[:, 2], np.arange(self.classes))]
        if wrong.size:
            self.refuse(f"must have classes from 0 to {self.classes - 1}", float(wrong[0]))
        return [[x, y, int(k)] for x, y, k in points.tolist()]

    def array(self, value):
        points = np.reshape(np.asarray(value, dtype=float), (-1, 3))
        there = np.pad(np.ones((len(points), 1)), ((0, self.most - len(points)), (0, 0)))
        return np.hstack([np.pad(points, ((0, self.most - len(points)), (0, 0))), there])

    def box(self):
        return np.array([[self.x[0], self.y[0]], [self.x[1], self.y[1]]], dtype=float)

    def corners(self):
        (x_low, x_high, _), (y_low, y_high, _) = self.x, self.y
        full = [[x_low if i % 2 else x_high, y_low if i % 3 else y_high, i % self.classes] for i in range(self.most)]
        return [[], full]

    def sample(self, rng):
        count = int(rng.integers(0, self.most + 1))
        places = [rng.uniform(low, high, count) for low, high, _ in (self.x, self.y)]
        return self.check(np.stack([*places, rng.integers(0, self.classes, count)], axis=1))

    def payload(self):
        grids = {axis: dict(zip(("low", "high", "step"), getattr(self, axis), strict=True)) for axis in "xy"}
        keys = ("classes", "most", "class_roles")
        return self.base_payload() | grids | {key: getattr(self, key) for key in keys}


@dataclass(frozen=True)
class Text(Control):
    """Words to type, as tokens of a vocabulary.

    separator: what stands between two tokens; with "" a text is a row of tokens, the longest that fits each time.
    NumPy receives `most` whole numbers: the place of each token in `vocabulary`, and −1 behind the end.
    """

    vocabulary: tuple = field(kw_only=True)
    most: int = field(kw_only=True)
    start: str = field(default="", kw_only=True)
    separator: str = field(default="", kw_only=True)

    def __post_init__(self):
        object.__setattr__(self, "vocabulary", tuple(self.vocabulary))
        if "" in self.vocabulary or len(set(self.vocabulary)) < len(self.vocabulary):
            self.refuse("needs different tokens, none of them empty", self.vocabulary)
        super().__post_init__()

    def tokens(self, value):
        """The tokens of a text; one that is not in the vocabulary is refused."""
        if self.separator:
            words = [word for word in value.split(self.separator) if word]
            unknown = [word for word in words if word not in self.vocabulary]
            if unknown:
                self.refuse("knows only the words of its vocabulary", unknown[0])
            return words
        found, place = [], 0
        while place < len(value):
            fitting = [token for token in self.vocabulary if value.startswith(token, place)]
            if not fitting:
                self.refuse("knows only the signs of its vocabulary", value[place])
            found.append(max(fitting, key=len))
            place += len(found[-1])
        return found

    def check(self, value):
        if not isinstance(value, str):
            self.refuse("needs a text", value)
        if len(self.tokens(value)) > self.most:
            self.refuse(f"holds at most {self.most} tokens", value)
        return value

    def array(self, value):
        numbers = [self.vocabulary.index(token) for token in self.tokens(value)]
        return np.array(numbers + [-1] * (self.most - len(numbers)), dtype=int)

    def corners(self):
        ends = (self.vocabulary[0], self.vocabulary[-1])
        return ["", *(self.separator.join([end] * self.most) for end in ends if self.can_repeat(end))]

    def can_repeat(self, token):
        """Two short tokens in a row may read as a longer one."""
        return len(self.tokens(self.separator.join([token] * self.most))) <= self.most

    def sample(self, rng):
        count = int(rng.integers(0, self.most + 1))
        drawn = [self.vocabulary[i] for i in rng.integers(0, len(self.vocabulary), count)]
        return self.separator.join(drawn)

    def payload(self):
        keys = ("vocabulary", "most", "separator")
        return self.base_payload() | {key: getattr(self, key) for key in keys}
