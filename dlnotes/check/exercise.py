"""An exercise that is solved by writing a function: what the function must do, and how it usually goes wrong.

- State an exercise, and check an answer by calling it. (Exercise)
- Hold what the check says; true if the answer is right. (Verdict)
- Draw numbers that are easy to read. (draw)
"""

import copy
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

import numpy as np

from dlnotes.check.sentences import general
from dlnotes.check.trials import finite, outcome, same, takes, trials
from dlnotes.check.wording import evidence

WIDTH = 76  # characters, what a page shows without scrolling


@dataclass(frozen=True)
class Verdict:
    """What a check says; true if the answer is right."""

    right: bool
    text: str

    def __bool__(self):
        return self.right

    def __repr__(self):
        sentence, *shown = self.text.splitlines()
        return "\n".join([wrapped(sentence), *(wrapped(line, indent=9) for line in shown)])


def wrapped(line, indent=0):
    """In lines that fit a page; `indent` puts what is left of an array under its beginning."""
    rest = " " * indent
    return textwrap.fill(line, WIDTH, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)


@dataclass(frozen=True)
class Exercise:
    """One row of the table: call it with a function, and it says whether the function is right, or what is wrong.

    gives: what the function returns, in words. reference: the book's function. inputs: takes a NumPy generator and
    yields tuples, first a label, then the arguments; a label with the word "batch" marks arguments of more than one
    example. mistakes: sentence → a function that makes this mistake. tolerance: relative and absolute.
    """

    gives: str
    reference: Callable
    inputs: Callable
    mistakes: dict[str, Callable]
    tolerance: float = 1e-9

    def cases(self):
        """Every input: its label and its arguments, the same at every call."""
        for label, *arguments in self.inputs(np.random.default_rng(0)):
            yield label, tuple(arguments)

    def names(self):
        """The names of the arguments; the reference may have more, with defaults."""
        _, arguments = next(self.cases())
        return tuple(islice(inspect.signature(self.reference).parameters, len(arguments)))

    def book(self):
        """What the answer is compared with, by its name in the book."""
        module = self.reference.__module__
        is_public = module.startswith("dlnotes.") and not module.startswith("dlnotes.check")
        name = f"`{module.removeprefix('dlnotes.')}.{self.reference.__name__}`"
        return name if is_public else "the book's solution"

    def __call__(self, answer):
        if not callable(answer):
            return Verdict(False, "Not yet. Hand over the function itself, by its name and without brackets behind it.")
        if not takes(answer, len(self.names())):
            return Verdict(False, f"Not yet. The function must take {self.argument_list()}.")
        tried = trials(self, answer)
        first = next((i for i, trial in enumerate(tried) if not trial.right), None)
        if first is not None:
            sentence = self.known_mistake(tried) or general(tried)
            return Verdict(
                False, f"Not yet. {sentence}\n{evidence(tried[first], first + 1, len(tried), self.tolerance)}"
            )
        changed = next((trial.changed[0] for trial in tried if trial.changed), None)
        if changed is not None:
            return Verdict(False, f"Not yet. The result is right, but `{changed}` is changed on the way: take a copy.")
        return Verdict(True, f"Right: agrees with {self.book()} on {len(tried)} inputs.")

    def known_mistake(self, tried):
        """The sentence of the mistake that gives what the answer gave.

        On every input, or else wherever the answer gave ordinary numbers: one that makes two mistakes, of which one
        ends in nan on some inputs, is told of the other.
        """
        shown = next(trial for trial in tried if not trial.right)
        groups = [tried]
        if finite(shown.got):
            groups.append([trial for trial in tried if finite(trial.got)])
        for group in groups:
            for sentence, mistake in self.mistakes.items():
                if all(self.repeats(mistake, trial) for trial in group):
                    return sentence
        return None

    def repeats(self, mistake, trial):
        arguments = copy.deepcopy(tuple(trial.arguments.values()))
        return same(outcome(mistake, arguments), trial.got, self.tolerance)

    def argument_list(self):
        names = self.names()
        return f"{len(names)} argument{'s' * (len(names) > 1)}: {', '.join(names)}"

    def __repr__(self):
        return f"A function ({', '.join(self.names())}) that gives {self.gives}."


def draw(rng, *shape):
    """Normal numbers with two decimals, so that they can be read."""
    return np.round(rng.normal(size=shape), 2)
