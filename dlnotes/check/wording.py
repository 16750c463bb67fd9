"""Arrays and results in a few words.

- Show a value in one line. (short)
- Name the shapes of all arguments. (shapes)
- Show where two results differ. (evidence)
"""

import numpy as np

from dlnotes.check.trials import Stopped, numbers, parts, same

SMALL = 16  # an array with more numbers is described by its shape


def short(value, digits=4):
    """One line for an array, a number, a function, or a list of them."""
    array = numbers(value)
    if array is not None and array.ndim == 0:
        return f"{array.item():.{digits + 2}g}" if array.dtype.kind == "f" else str(array.item())
    if array is not None and array.size > SMALL:
        return f"an array of shape {array.shape}"
    if array is not None:
        array = array + 0.0 if array.dtype.kind == "f" else array  # no minus before a zero
        text = np.array2string(array, precision=digits, separator=", ", suppress_small=True, threshold=SMALL)
        return " ".join(text.split())
    if callable(value):
        return "a function"
    if isinstance(value, (list, tuple)):
        inside = ", ".join(short(each, digits) for each in value)
        return f"[{inside}]" if len(inside) < 120 else f"{len(value)} parts of shapes {shape_list(value)}"
    return "..." if value is ... else repr(value)[:80]


def shape_list(value):
    return ", ".join(str(np.shape(each)) if numbers(each) is not None else type(each).__name__ for each in value)


def shapes(arguments):
    """`x (5,), phi (2,)`: the shapes of the arrays among the arguments; those in a list one by one."""
    words = []
    for name, value in arguments.items():
        if numbers(value) is not None and np.ndim(value) > 0:
            words.append(f"`{name}` {np.shape(value)}")
        elif isinstance(value, (list, tuple)):
            words.append(f"`{name}` {shape_list(value)}")
    return ", ".join(words)


def evidence(trial, number, total, tolerance):
    """The input on which an answer went wrong, what was expected there, and what came."""
    lines = [f"On input {number} of {total} ({trial.label}):"]
    lines += [f"    {name} = {short(value)}" for name, value in trial.arguments.items()]
    if isinstance(trial.got, Stopped):
        return "\n".join([*lines, f"expected {short(trial.expected)}"])
    place, expected, got = first_difference(trial.expected, trial.got, tolerance)
    for digits in (4, 8, 16):  # enough of them to tell the two apart
        told = short(expected, digits), short(got, digits)
        if told[0] != told[1]:
            break
    return "\n".join([*lines, f"expected{place} {told[0]}", f"got{' ' * (5 + len(place))} {told[1]}"])


def first_difference(expected, got, tolerance, place=""):
    """The first part in which two results differ, as deep as their structures agree."""
    ours, theirs = numbers(expected), numbers(got)
    if isinstance(expected, (list, tuple)) and parts(got) is not None and len(parts(got)) == len(expected):
        for i, pair in enumerate(zip(expected, parts(got), strict=True)):
            if not same(*pair, tolerance):
                return first_difference(*pair, tolerance, f"{place}[{i}]" if place else f" in part [{i}]")
    if ours is not None and theirs is not None and ours.shape == theirs.shape and ours.size > SMALL:
        close = np.isclose(theirs, ours, rtol=tolerance, atol=tolerance, equal_nan=True)
        index = tuple(int(i) for i in np.argwhere(~close)[0])
        entry = f"[{', '.join(map(str, index))}]"
        return (f"{place}{entry}" if place else f" at {entry}"), ours[index], theirs[index]
    return place, expected, got
