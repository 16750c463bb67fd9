"""One trial: a function is called on one input, and what it gives is compared with what was expected.

- Call a function and catch what goes wrong. (outcome, Stopped)
- Compare results of any structure. (same, numbers, parts)
- Try an answer on every input of an exercise. (Trial, trials)
"""

import copy
import traceback
import warnings
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np


class Stopped(NamedTuple):
    """What came instead of a result: the error, and the reader's line in which it arose (empty if unknown)."""

    error: Exception
    line: str = ""


def outcome(function, arguments):
    """What `function` gives, or a `Stopped`. Overflow and division by zero are part of a result here, not warnings."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return function(*arguments)
        except Exception as error:  # whatever a reader's function may raise is to be explained
            return Stopped(error, failing_line(function, error))


def failing_line(function, error):
    """The last line of the file or cell of `function` that was at work."""
    file = getattr(getattr(function, "__code__", None), "co_filename", None)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return frames[-1].line or "" if frames else ""


def parts(value):
    """The members of a list, a tuple or an array; None for anything else."""
    if isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim > 0):
        return list(value)
    return None


def numbers(value):
    """An array, from an array or a number; None for anything else, a list of numbers included."""
    if value is None or isinstance(value, (list, tuple, dict, str, Stopped)):
        return None
    try:
        array = np.asarray(value)
    except Exception:
        return None
    return array if array.dtype.kind in "biuf" else None


def same(expected, got, tolerance):
    """Whether two results agree: the same structure, the same shapes, and numbers that are close."""
    if isinstance(expected, Stopped) or isinstance(got, Stopped):
        return isinstance(expected, Stopped) and isinstance(got, Stopped)
    if isinstance(expected, (list, tuple)):
        members = parts(got)
        return (
            members is not None
            and len(members) == len(expected)
            and all(same(*pair, tolerance) for pair in zip(expected, members, strict=True))
        )
    ours, theirs = numbers(expected), numbers(got)
    if ours is None or theirs is None:
        return expected is got
    return ours.shape == theirs.shape and np.allclose(theirs, ours, rtol=tolerance, atol=tolerance, equal_nan=True)


@dataclass(frozen=True)
class Trial:
    """One input of an exercise, what the book gives for it, what the answer gave, and the arguments that it changed."""

    label: str
    arguments: dict
    expected: Any
    got: Any
    changed: tuple
    right: bool


def trials(exercise, answer):
    """The answer on every input of an exercise. It works on copies, so that it can spoil nothing but them."""
    found = []
    for label, arguments in exercise.cases():
        expected = exercise.reference(*copy.deepcopy(arguments))
        given = copy.deepcopy(arguments)
        got = copy.deepcopy(outcome(answer, given))  # a copy, or a result that is kept could change with the next call
        named = dict(zip(exercise.names(), arguments, strict=False))
        changed = tuple(name for name, old, new in zip(named, arguments, given, strict=True) if differ(old, new))
        found.append(Trial(label, named, expected, got, changed, same(expected, got, exercise.tolerance)))
    return found


def differ(old, new):
    """Whether an argument was changed. Functions cannot be."""
    return not callable(old) and not same(old, new, 0.0)
