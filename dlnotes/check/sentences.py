"""What can be said of a wrong answer without knowing the exercise: one rule per sentence, tried in order.

A rule takes all trials of an answer, of which at least one is wrong, and returns its sentence, or None. It speaks of
the first wrong trial, which is the one that is shown, or of all of them.
"""

import traceback

import numpy as np

from dlnotes.check.trials import Stopped, finite, numbers, parts, same
from dlnotes.check.wording import shapes

SHAPE_WORDS = ("shape", "dimension", "broadcast", "matmul", "axis", "index", "size")


def first_wrong(trials):
    return next(trial for trial in trials if not trial.right)


def pairs(trials):
    """Expected and got as arrays, of all trials; None if some result is no array of the expected shape."""
    found = [(numbers(trial.expected), numbers(trial.got)) for trial in trials]
    if any(ours is None or theirs is None or ours.shape != theirs.shape for ours, theirs in found):
        return None
    return [(ours.astype(float), theirs.astype(float)) for ours, theirs in found]


def one_but_not_many(trials):
    """A batch is what the table calls so."""
    if all(trial.right != ("batch" in trial.label) for trial in trials) and any(trial.right for trial in trials):
        stopped = first_wrong(trials).got
        why = f" There it stops with `{last_line(stopped)}`." if isinstance(stopped, Stopped) else ""
        return (
            "It is right for one example but not for a batch: count axes from the end, `[..., 0]`, and leave those in "
            f"front alone.{why}"
        )
    return None


def last_line(stopped):
    return traceback.format_exception_only(stopped.error)[-1].strip()


def stops(trials):
    trial = first_wrong(trials)
    if not isinstance(trial.got, Stopped):
        return None
    message = last_line(trial.got)
    where = f", in the line `{trial.got.line}`" if trial.got.line else ""
    known = shapes(trial.arguments)
    hint = f" The shapes of what came in: {known}." if known and any(w in message for w in SHAPE_WORDS) else ""
    return f"It stops with an error, `{message}`{where}.{hint}"


def gives_nothing(trials):
    got = first_wrong(trials).got
    if got is ...:
        return "It still gives back `...`: the result belongs there."
    return "It gives back None: is a `return` missing?" if got is None else None


def gives_a_list(trials):
    trial = first_wrong(trials)
    if numbers(trial.expected) is None or not isinstance(trial.got, (list, tuple)):
        return None
    kind = type(trial.got).__name__
    wanted = f"an array of shape {np.shape(trial.expected)}" if np.ndim(trial.expected) else "one number"
    return f"It gives back a {kind}; {wanted} is expected. `np.array(...)` or `np.stack(...)` makes one."


def wrong_structure(trials):
    trial = first_wrong(trials)
    if not isinstance(trial.expected, (list, tuple)):
        return None
    members, wanted = parts(trial.got), len(trial.expected)
    if members is not None and len(members) == wanted:
        return None
    came = f"{len(members)}" if members is not None else f"a {type(trial.got).__name__}"
    return f"It should give back {wanted} parts here; it gives {came}."


def no_numbers(trials):
    trial = first_wrong(trials)
    if numbers(trial.expected) is not None and numbers(trial.got) is None:
        return f"It should give back numbers; it gives a {type(trial.got).__name__}."
    return None


def wrong_shape(trials):
    trial = first_wrong(trials)
    ours, theirs = numbers(trial.expected), numbers(trial.got)
    if ours is None or theirs is None or ours.shape == theirs.shape:
        return None
    text = f"The result has shape {theirs.shape}; {ours.shape} is expected."
    if theirs.ndim == 2 and same(ours, theirs.T, 1e-9):
        return f"{text} It is the transpose of the right one."
    if ours.size == theirs.size and same(ours.ravel(), theirs.ravel(), 1e-9):
        return f"{text} The numbers are right."
    return text


def no_number_at_all(trials):
    trial = first_wrong(trials)
    if finite(trial.expected) and numbers(trial.got) is not None and not finite(trial.got):
        return "It gives nan or infinity where the result is an ordinary number: something overflows, or 0 divides."
    return None


def constant_factor(trials):
    found = pairs(trials)
    if found is None:
        return None
    ours, theirs = (np.concatenate([np.ravel(each) for each in side]) for side in zip(*found, strict=True))
    large = np.abs(ours) > 1e-6
    if np.count_nonzero(large) < 2 or not np.all(np.isfinite(theirs)):
        return None
    factor = theirs[large][0] / ours[large][0]
    if not np.allclose(theirs, factor * ours, rtol=1e-9, atol=1e-9):
        return None
    return (
        "The sign is wrong, and nothing else."
        if np.isclose(factor, -1)
        else f"It is right up to the factor {factor:.6g}."
    )


def constant_offset(trials):
    found = pairs(trials)
    if found is None:
        return None
    gaps = np.concatenate([np.ravel(theirs - ours) for ours, theirs in found])
    if not np.all(np.isfinite(gaps)) or np.ptp(gaps) > 1e-9:
        return None
    return f"Every number is off by the same amount, {gaps[0]:+.6g}."


def transposed(trials):
    found = pairs(trials)
    if found and all(ours.ndim == 2 and same(ours, theirs.T, 1e-9) for ours, theirs in found):
        return "It is the transpose of the right result."
    return None


def reversed_order(trials):
    found = pairs(trials)
    if found and all(ours.ndim > 0 and same(ours, theirs[::-1], 1e-9) for ours, theirs in found):
        return "The numbers are right, but in the opposite order."
    return None


RULES = (
    one_but_not_many,
    stops,
    gives_nothing,
    gives_a_list,
    wrong_structure,
    no_numbers,
    wrong_shape,
    no_number_at_all,
    constant_factor,
    constant_offset,
    transposed,
    reversed_order,
)


def general(trials):
    """The sentence of the first rule that has one."""
    return next(filter(None, (rule(trials) for rule in RULES)), "The numbers differ.")
