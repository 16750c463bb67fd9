"""A figure recorded for one setting of its structural controls.

- Call the figure's functions on stand-ins, and check what comes back. (record)
- Compute everything that is drawn, in NumPy. (Variant.compute)
"""

import inspect
import string
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from .controls import Cloud
from .drawing import Drawing
from .errors import FigureError, RecordingError
from .lowering import lower
from .numbers import number_format
from .program import Program
from .tracing import Recording
from .typeset import parts


@dataclass(frozen=True)
class Variant:
    """program: groups "draw", "start" and "step" of a figure with state, and "drag0", "drag1", … for its handles.

    drawing: plain data in which an array is the number of its value. state: names of the state's arrays.
    """

    program: Program
    drawing: dict
    state: tuple

    def payload(self, constants):
        state = {"names": [f"state.{name}" for name in self.state]} if self.state else None
        return {"program": lower(self.program, constants), "drawing": self.drawing, "state": state}


def call(function, values, state=None):
    """Call with the controls that the function names, and with `state` if it asks for it."""
    names = inspect.signature(function).parameters
    known = values if state is None else values | {"state": SimpleNamespace(**state)}
    missing = [name for name in names if name not in known]
    if missing:
        raise FigureError(f"`{function.__name__}` asks for `{missing[0]}`, but the controls are {', '.join(known)}")
    try:
        return function(**{name: known[name] for name in names})
    except (TypeError, ValueError) as error:
        if isinstance(error.__cause__, RecordingError):  # NumPy put a sentence of its own on top of ours
            raise error.__cause__ from None
        if "StandIn" not in str(error):
            raise
        raise RecordingError(  # NumPy swallowed our sentence, as `np.zeros` does
            f"`{function.__name__}` used a control where a plain number is needed ({error}).",
            "If it is a shape or a count, declare the control with `structural=True`.",
        ) from error


def draw(figure, values, state=None):
    drawing = call(figure.function, values, state)
    if not isinstance(drawing, Drawing):
        raise FigureError(f"`{figure.name}` must return a Drawing, not {type(drawing).__name__}")
    if drawing.challenge:
        figure.check(drawing.challenge.answer)
    return drawing


def record(figure, structural):
    """structural: the value of each structural control. Returns a Variant."""
    recording = Recording()
    values = dict(structural)
    for control in figure.controls:
        if not control.structural:
            values[control.name] = recording.input(control.name, control.array(control.start))
    groups, state = record_state(recording, figure.state, values)
    drawing = draw(figure, values, state)
    check_start(figure, drawing)
    description = describe(figure, values, drawing)
    drags = record_drags(recording, figure, drawing, groups)
    groups["draw"] = drawing.arrays() + [part["array"] for part in description if "array" in part]
    program = recording.program(groups)
    return Variant(program, encode(program, drawing, description, drags), tuple(state or ()))


def record_state(recording, state, values):
    """Stand-ins for the state's arrays, and the groups that start and advance them."""
    if state is None:
        return {}, None
    start = call(state.start, values)
    if not isinstance(start, dict):
        raise FigureError(f"a state starts as a dict name → array, not as {type(start).__name__}")
    stand_ins = {
        name: recording.input(f"state.{name}", getattr(array, "value", array)) for name, array in start.items()
    }
    following = call(state.step, values, stand_ins)
    for name in sorted(set(start) | set(following)):
        before, after = (np.shape(each.get(name, "missing")) for each in (start, following))
        if name not in start or name not in following or before != after:
            raise FigureError(
                f"a step must return the arrays of the state in their shapes: "
                f"`{name}` starts as {before} and becomes {after}"
            )
    return {"start": [start[n] for n in stand_ins], "step": [following[n] for n in stand_ins]}, stand_ins


def check_start(figure, drawing):
    """A figure at rest must be sound: no number of a panel may be missing, infinite or not a number at the start."""
    for i, panel in enumerate(drawing.panels):
        for j, mark in enumerate(panel.marks):
            for name, channel in mark.channels.items():
                place = f"in {mark.kind} number {j + 1} of panel {i + 1}, channel `{name}`"
                refuse_unsound(figure, channel, np.isfinite, place)
    for readout in drawing.readouts:  # infinity is a number to read, such as the condition of a singular matrix
        refuse_unsound(figure, readout.value, lambda value: ~np.isnan(value), f"in readout {readout.label!r}")


def refuse_unsound(figure, array, is_sound, place):
    value = np.asarray(getattr(array, "value", array), dtype=float)
    wrong = value[~is_sound(value)]
    if wrong.size:
        raise FigureError(f"`{figure.name}` computes {wrong.flat[0]} at its start, {place}")


def record_drags(recording, figure, drawing, groups):
    """One group for each handle with a function; returns place → how the page drags it."""
    drags = {}
    known = {control.name: control for control in figure.controls}
    for mark in (mark for panel in drawing.panels for mark in panel.marks if mark.kind == "placing"):
        if not isinstance(known.get(mark.options["cloud"]), Cloud):
            raise FigureError(f"placing adds points to a Cloud control, and `{mark.options['cloud']}` is none")
    for number, (place, mark) in enumerate(drawing.handles()):
        drag = mark.options["drag"]
        if isinstance(drag, str):
            if known.get(drag) is None or not hasattr(known[drag], "pairs"):
                raise FigureError(f"a handle drags a Point or Points control, and `{drag}` is none")
            drags[place] = {"points": drag}
            continue
        name = f"drag{number}"
        places = (getattr(mark.channels[axis], "value", mark.channels[axis]) for axis in "xy")
        start = [np.asarray(place, dtype=float)[0] for place in places]  # a pointer is nowhere on whole numbers only
        moved = drag(*(recording.input(f"{name}.{axis}", value) for axis, value in zip("xy", start, strict=True)))
        for control in moved:
            if control not in known or known[control].structural:
                raise FigureError(f"a handle sets `{control}`, which is no control that can move freely")
        groups[name] = list(moved.values())
        drags[place] = {"input": name, "outputs": list(moved)}
    return drags


def describe(figure, values, drawing):
    """The description as parts; a live number is {"array", "format"}."""
    numbers = {readout.name: readout.value for readout in drawing.readouts if readout.name} | values
    pieces = []
    for literal, name, spec, _ in string.Formatter().parse(figure.description):
        pieces += [{"words": part} for part in parts(literal)]
        if name is None:
            continue
        if name not in numbers:
            raise FigureError(f"the description of `{figure.name}` names `{name}`; known: {', '.join(numbers)}")
        if isinstance(numbers[name], str):
            pieces.append({"words": numbers[name]})
        elif np.shape(numbers[name]) == ():
            pieces.append({"array": numbers[name], "format": number_format(spec or ".2f")})
        else:
            raise FigureError(f"the description of `{figure.name}` can only say single numbers; `{name}` is an array")
    return pieces


def encode(program, drawing, description, drags):
    """Plain data in which each array is the number of its value in the program."""
    numbers = iter(ref.index for ref in program.groups["draw"])
    data = drawing.payload(lambda array: next(numbers))
    for (i, j), drag in drags.items():
        if "outputs" in drag:
            refs = program.groups[drag["input"]]
            drag["outputs"] = {name: ref.index for name, ref in zip(drag["outputs"], refs, strict=True)}
        data["panels"][i]["marks"][j]["options"]["drag"] = drag
    data["description"] = [
        piece["words"] if "words" in piece else {"value": next(numbers), "format": piece["format"]}
        for piece in description
    ]
    return data
