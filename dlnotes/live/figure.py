"""A figure: controls, and a function of them that says what to draw.

- Declare one. (figure)
- Let something run: training, a walk. (State)
- Read and set what the reader moves. (Figure.values)
- Know it as plain data. (Figure.payload)
"""

import base64
import inspect
import itertools
import os
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .errors import FigureError
from .lowering import Constants
from .typeset import glyph, parts
from .variant import call, draw, record

MOST_VARIANTS = 400
MOST_FREE = 28  # the page keeps track of what moved in the bits of one integer


@dataclass(frozen=True)
class State:
    """Arrays that change by steps.

    start: a function of controls that returns name → array. step: a function of `state` and controls that returns the
    same names and shapes; it reads `state.name`. rate: steps per second when played at speed 1. plays: by itself, while
    it is in view and unless the reader asked for little motion.

    Moving a control that `start` names starts anew; moving any other changes the steps to come, not the past.
    """

    start: Callable
    step: Callable
    rate: float = 60
    plays: bool = False


def figure(title, controls, caption, description, scenes=None, state=None):
    """Turn a function of the controls into a figure.

    title, caption: words with `$formulas$`; the caption says what to discover. description: for who cannot see it, with
    live numbers such as "{slope:.1f}" (the names of controls and readouts). scenes: name → values of some controls.
    """

    def decorate(function):
        return Figure(function, title, tuple(controls), caption, description, scenes or {}, state)

    return decorate


class Figure:
    """Made by `figure`. As the last expression of a cell it shows itself."""

    def __init__(self, function, title, controls, caption, description, scenes, state):
        self.function, self.name = function, function.__name__
        self.title, self.controls, self.caption = title, controls, caption
        self.description, self.scenes, self.state = description, scenes, state
        self.__doc__ = function.__doc__
        self.control = {control.name: control for control in controls}
        check_declaration(self)
        self.variants = {key: record(self, dict(zip(self.structural, key, strict=True))) for key in self.keys()}
        self.values = Values(self)

    def __repr__(self):
        return f"<Figure {self.name}: {', '.join(self.control)}>"

    @property
    def structural(self):
        """Names of the controls that choose a variant."""
        return [control.name for control in self.controls if control.structural]

    def keys(self):
        """Every setting of the structural controls, as tuples."""
        return list(itertools.product(*(control.every() for control in self.controls if control.structural)))

    def variant(self, values):
        return self.variants[tuple(values[name] for name in self.structural)]

    def start(self):
        """name → value of every control at the start."""
        return {control.name: control.start for control in self.controls}

    def check(self, values):
        """The same values, each as its control takes it; a bad one is refused, and so is an unknown name."""
        for name in values:
            if name not in self.control:
                raise FigureError(f"`{self.name}` has no control `{name}`; it has {', '.join(self.control)}")
        return {name: self.control[name].check(value) for name, value in values.items()}

    def arguments(self, values):
        """What the function receives: arrays, or plain values for structural controls."""
        return {name: self.control[name].array(value) for name, value in values.items()}

    def compute(self, values, steps=0):
        """The drawing after some steps of the state, by calling the function itself in NumPy.

        values: of some controls; the others are at their start.
        """
        arguments, state = self.arguments(self.start() | self.check(values)), None
        with np.errstate(all="ignore"):
            if self.state:
                state = call(self.state.start, arguments)
                for _ in range(steps):
                    state = call(self.state.step, arguments, state)
            return draw(self, arguments, state)

    @cached_property
    def payload(self):
        """The figure as plain data, as the page receives it; see `frontend/README.md`."""
        constants = Constants()
        variants = {variant_key(key): variant.payload(constants) for key, variant in self.variants.items()}
        data = {
            "version": 1,
            "name": self.name,
            "title": parts(self.title),
            "caption": parts(self.caption),
            "controls": [control.payload() for control in self.controls],
            "scenes": [{"name": name, "values": values} for name, values in self.scenes.items()],
            "structural": self.structural,
            "rate": self.state.rate if self.state else None,
            "plays": bool(self.state and self.state.plays),
            "restart_on": starting_controls(self.state),
            "variants": variants,
            "constants": [encode_array(array) for array in constants.arrays],
        }
        return data | {"glyphs": {tex: glyph(tex) for tex in sorted(formulas(data))}}

    @cached_property
    def widget(self):
        """The figure as a live widget for Jupyter; its views agree, and it composes with `ipywidgets.HBox`."""
        from .widget import FigureWidget

        return FigureWidget(self)

    def _repr_mimebundle_(self, **kwargs):
        if os.environ.get("DLNOTES_HOST") == "page":
            from .page import figure_html

            return {"text/html": figure_html(self), "text/plain": repr(self)}
        from .picture import picture_png

        bundle = self.widget._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        # The picture is for who opens the saved notebook without a kernel, or somewhere on the web.
        return dict(data or {}) | {"image/png": picture_png(self), "text/plain": repr(self)}, metadata


class Values(MutableMapping):
    """What the controls are set to. Setting one moves it on the screen; a bad value is refused and nothing changes."""

    def __init__(self, figure):
        self.figure = figure
        self.current = figure.start()
        self.listeners = []

    def __getitem__(self, name):
        return self.current[name]

    def __setitem__(self, name, value):
        self.update({name: value})

    def update(self, *args, **kwargs):
        """Set several values at once: all of them or, if one is bad, none."""
        wanted = dict(*args, **kwargs)
        self.current = self.current | self.figure.check(wanted)
        for listener in self.listeners:
            listener(self.current)

    def __delitem__(self, name):
        raise FigureError("a control cannot be removed from a figure")

    def __iter__(self):
        return iter(self.current)

    def __len__(self):
        return len(self.current)

    def __repr__(self):
        return repr(self.current)


def check_declaration(figure):
    names = [control.name for control in figure.controls]
    parts(figure.title), parts(figure.caption)  # a formula left open is found now, not in the page
    repeated = {name for name in names if names.count(name) > 1}
    if repeated:
        raise FigureError(f"`{figure.name}` has two controls named `{repeated.pop()}`")
    for name, values in figure.scenes.items():
        try:
            figure.check(values)
        except FigureError as error:
            raise FigureError(f"scene {name!r}: {error}") from None
    if len(figure.scenes) > 9:
        raise FigureError(f"`{figure.name}` has {len(figure.scenes)} scenes; the keys 1 to 9 reach nine")
    free = [control for control in figure.controls if not control.structural]
    if len(free) > MOST_FREE:
        raise FigureError(f"`{figure.name}` has {len(free)} controls that move freely, more than {MOST_FREE}")
    if len(figure.keys()) > MOST_VARIANTS:
        raise FigureError(
            f"the structural controls of `{figure.name}` have {len(figure.keys())} settings, more than {MOST_VARIANTS}"
        )


def starting_controls(state):
    """Names of the controls that the start depends on."""
    return list(inspect.signature(state.start).parameters) if state else []


def variant_key(key):
    """("relu", 3, True) → "relu|3|true", as the page writes it."""
    return "|".join(
        str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)
        for value in key
    )


def encode_array(array):
    little = array.astype(array.dtype.newbyteorder("<"))
    return {
        "dtype": little.dtype.str[1:],
        "shape": list(array.shape),
        "data": base64.b64encode(little.tobytes()).decode(),
    }


def formulas(data):
    """Every formula that occurs anywhere in plain data."""
    if isinstance(data, dict):
        if "tex" in data:
            return {data["tex"]}
        return set().union(*map(formulas, data.values())) if data else set()
    if isinstance(data, list):
        return set().union(*map(formulas, data)) if data else set()
    return set()
