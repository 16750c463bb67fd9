"""The record of a NumPy function: data, never code.

- Name the results that a reader of the record asks for. (Program.groups)
- Read the record as text. (str)
- Replay it in NumPy. (Program.run)
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Ref:
    """Points at the value number `index` of a program."""

    index: int

    def __str__(self):
        return f"v{self.index}"


@dataclass(frozen=True)
class Input:
    """A value that comes from outside: a control, an array of the state, the pointer's position."""

    name: str
    shape: tuple
    dtype: np.dtype

    def __str__(self):
        return f"input {self.name} {self.shape}"


@dataclass(frozen=True, eq=False)
class Constant:
    """A value that depends on no input, computed by NumPy while recording."""

    array: np.ndarray

    def __str__(self):
        return f"constant {np.array2string(self.array, threshold=6, precision=4, separator=', ')}"


@dataclass(frozen=True, eq=False)
class Step:
    """One line of a recorded function, such as `v2 = exp(v1)`."""

    function: Callable
    args: tuple
    kwargs: dict
    shape: tuple
    dtype: np.dtype

    def __str__(self):
        words = [show(arg) for arg in self.args]
        words += [f"{name}={show(value)}" for name, value in self.kwargs.items()]
        return f"{self.function.__name__}({', '.join(words)})"


@dataclass(frozen=True)
class Program:
    """What a figure's function did, in order.

    values: Input, Constant and Step, each referring only to earlier ones.
    groups: name → Refs that are wanted together, such as everything that is drawn.
    """

    values: tuple
    groups: dict = field(default_factory=dict)

    def __str__(self):
        lines = [f"v{index} = {value}" for index, value in enumerate(self.values)]
        lines += [f"{name}: {', '.join(map(str, refs))}" for name, refs in self.groups.items()]
        return "\n".join(lines)

    @property
    def inputs(self):
        """name → (index, Input)."""
        return {value.name: (index, value) for index, value in enumerate(self.values) if isinstance(value, Input)}

    def needed(self, group):
        """Indices of the values that `group` depends on, in order of evaluation."""
        wanted, todo = set(), [ref.index for ref in self.groups[group]]
        while todo:
            index = todo.pop()
            if index not in wanted:
                wanted.add(index)
                todo += [ref.index for ref in refs_of(self.values[index])]
        return sorted(wanted)

    def run(self, group, inputs):
        """Replay one group in NumPy.

        inputs: name → array or number. Returns the arrays of the group's Refs, in their order.
        """
        results = {}
        for index in self.needed(group):
            value = self.values[index]
            if isinstance(value, Input):
                results[index] = np.asarray(inputs[value.name], dtype=value.dtype)
            elif isinstance(value, Constant):
                results[index] = value.array
            else:
                results[index] = apply(value.function, value.args, value.kwargs, results)
        return [results[ref.index] for ref in self.groups[group]]


def apply(function, args, kwargs, results):
    args = replace(args, lambda ref: results[ref.index])
    kwargs = replace(kwargs, lambda ref: results[ref.index])
    with np.errstate(all="ignore"):  # an overflow becomes inf, as it does in the page
        return np.asarray(function(*args, **kwargs))


def replace(structure, substitute):
    """Rebuild nested tuples, lists and dicts with each Ref substituted."""
    if isinstance(structure, Ref):
        return substitute(structure)
    if isinstance(structure, tuple | list):
        return type(structure)(replace(item, substitute) for item in structure)
    if isinstance(structure, dict):
        return {name: replace(item, substitute) for name, item in structure.items()}
    return structure


def refs_of(value):
    """The Refs that a step reads."""
    found = []
    if isinstance(value, Step):
        replace((value.args, value.kwargs), found.append)
    return found


def show(item):
    if isinstance(item, tuple | list):
        return "[" + ", ".join(map(show, item)) + "]"
    if isinstance(item, np.ndarray):
        return f"array{item.shape}"
    return getattr(item, "__name__", str(item))
