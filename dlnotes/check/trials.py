"""One trial: a function is called on one input, and what it gives is compared with what was expected.

- Call a function and catch what goes wrong. (takes, outcome, Stopped)
- Compare results of any structure. (same, numbers, parts, finite)
- Try an answer on every input of an exercise. (Trial, trials)
"""

import copy
import inspect
import traceback
import warnings
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np


class Stopped(NamedTuple):
    """What came instead of a result: the error, and the reader's line in which it arose (empty if unknown)."""

    error: Exception
    line: str = ""


def takes(function, count):
    """Whether a function can be called with so many arguments; True if it does not tell."""
    try:
        inspect.signature(function).bind(*range(count))
    except TypeError:
        return False
    except ValueError:  # some functions written in C have no signature
        return True
    return True


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


def finite(value):
    """Whether a result holds numbers only, none of them nan or infinite."""
    if isinstance(value, (list, tuple)):
        return all(finite(part) for part in value)
    array = numbers(value)
    return array is not None and bool(np.all(np.isfinite(array)))


def same(expected, got, tolerance):
    """Whether two results agree: the same structure, the same shapes, and numbers that are close."""
    if isinstance(expected, Stopped) or isinstance(got, Stopped):
        return type(expected) is type(got) and type(expected.error) is type(got.error)
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
        got = kept(outcome(answer, given))
        named = dict(zip(exercise.names(), arguments, strict=False))
        changed = tuple(name for name, old, new in zip(named, arguments, given, strict=True) if differ(old, new))
        found.append(Trial(label, named, expected, got, changed, same(expected, got, exercise.tolerance)))
    return found


def kept(result):
    """A copy, because an answer may write its next result into the same array. A generator has none."""
    return result if inspect.isgenerator(result) or isinstance(result, Stopped) else copy.deepcopy(result)


def differ(old, new):
    """Whether an argument was changed; only arrays and lists can be."""
    return (numbers(old) is not None or isinstance(old, list)) and not same(old, new, 0.0)
