"""Questions that the page, or Jupyter, checks by itself.

- Ask for one of several answers. (SingleChoice)
- Ask for all answers that are right. (MultipleChoice)
- Ask for a number. (Numeric)
- Put questions together. (Quiz)

Texts are words with `$formulas$`. Every wrong answer that an author foresees carries its own hint, which says what to
think of next and not what the answer is. A declaration that would not help a reader is refused when it is made.
"""

import hashlib
import itertools
import math
import os
import random
import re
from dataclasses import dataclass
from functools import cached_property

from .errors import QuizError
from .figure import formulas
from .typeset import glyph, parts

FEWEST_HINTS = 2


class Question:
    """What all kinds have in common: a text, a sentence that says why the right answer is right, and a key."""

    @property
    def key(self):
        """Names the question wherever it moves to; a question with another text is another question."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:8]

    def payload(self):
        return {"kind": self.kind, "key": self.key, "text": parts(self.text), "why": parts(self.why)} | self.fields()


@dataclass(frozen=True, kw_only=True)
class SingleChoice(Question):
    """right: the one right answer. wrong: answer → hint, for at least two."""

    text: str
    right: str
    wrong: dict
    why: str
    kind = "single"

    def __post_init__(self):
        check_texts(self, self.right, *self.wrong, *self.wrong.values())
        check_hints(self, self.wrong.values())
        if self.right in self.wrong:
            raise QuizError(f"{named(self)}: {self.right!r} is declared both right and wrong")

    def fields(self):
        return {"options": options(self, {self.right: None}, self.wrong)}

    def answers(self):
        return [self.right]


@dataclass(frozen=True, kw_only=True)
class MultipleChoice(Question):
    """right: answer → hint for who has left it out, at least two. wrong: answer → hint for who has ticked it."""

    text: str
    right: dict
    wrong: dict
    why: str
    kind = "multiple"

    def __post_init__(self):
        hints = [*self.right.values(), *self.wrong.values()]
        check_texts(self, *self.right, *self.wrong, *hints)
        check_hints(self, hints)
        if len(self.right) < 2:
            raise QuizError(f"{named(self)}: several answers must be right; with one, declare a SingleChoice")
        if not self.wrong:
            raise QuizError(f"{named(self)}: at least one answer must be wrong, or there is nothing to decide")
        both = self.right.keys() & self.wrong.keys()
        if both:
            raise QuizError(f"{named(self)}: {both.pop()!r} is declared both right and wrong")

    def fields(self):
        return {"options": options(self, self.right, self.wrong)}

    def answers(self):
        return list(self.right)


@dataclass(frozen=True, kw_only=True)
class Numeric(Question):
    """value: the right number; what lies within `tolerance` of it is right, too. unit: what follows the field.

    wrong: number → hint, for at least two typical slips. otherwise: the hint for any other number.
    """

    text: str
    value: float
    tolerance: float = 0.0
    unit: str = ""
    wrong: dict
    otherwise: str
    why: str
    kind = "numeric"

    def __post_init__(self):
        check_texts(self, self.otherwise, *self.wrong.values())
        check_hints(self, [*self.wrong.values(), self.otherwise], FEWEST_HINTS + 1)
        numbers = [float(number) for number in (self.value, self.tolerance, *self.wrong)]
        if not all(map(math.isfinite, numbers)) or self.tolerance < 0:
            raise QuizError(f"{named(self)}: value, tolerance and wrong values must be finite, the tolerance ≥ 0")
        for one, other in itertools.combinations([float(self.value), *map(float, self.wrong)], 2):
            if abs(one - other) <= 2 * self.tolerance + 1e-9:
                raise QuizError(f"{named(self)}: {one:g} and {other:g} lie within the tolerance of each other")

    def fields(self):
        return {
            "value": float(self.value),
            "tolerance": float(self.tolerance),
            "shown": self.shown,
            "unit": parts(self.unit),
            "wrong": [{"value": float(value), "hint": parts(hint)} for value, hint in self.wrong.items()],
            "otherwise": parts(self.otherwise),
        }

    @property
    def shown(self):
        """The number as it is written, with no more digits than are asked for."""
        decimals = 6 if self.tolerance == 0 else max(0, math.ceil(-math.log10(2 * self.tolerance)))
        text = f"{float(self.value):.{decimals}f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")

    def answers(self):
        return [f"{self.shown} {self.unit}".strip()]


class Quiz:
    """name: of the quiz, once in a book. As the last expression of a cell it shows itself."""

    def __init__(self, name, questions):
        self.name, self.questions = name, tuple(questions)
        if not re.fullmatch(r"[a-z]\w*", name):
            raise QuizError(f"a quiz is named like a variable, in small letters, not {name!r}")
        if not self.questions:
            raise QuizError(f"`{name}` has no question")
        keys = [question.key for question in self.questions]
        for question in self.questions:
            if keys.count(question.key) > 1:
                raise QuizError(f"`{name}` asks twice: {named(question)}")

    def __repr__(self):
        return f"<Quiz {self.name}: {len(self.questions)} questions>"

    @cached_property
    def payload(self):
        """The quiz as plain data, as the page receives it; see `frontend/README.md`."""
        data = {"version": 1, "name": self.name, "questions": [question.payload() for question in self.questions]}
        return data | {"glyphs": {tex: glyph(tex) for tex in sorted(formulas(data))}}

    @cached_property
    def widget(self):
        """The quiz as a live widget for Jupyter."""
        from .quiz_widget import QuizWidget

        return QuizWidget(self)

    def _repr_mimebundle_(self, **kwargs):
        from .quiz_page import quiz_html

        still = {"text/html": quiz_html(self), "text/plain": repr(self)}
        if os.environ.get("DLNOTES_HOST") == "page":
            return still
        bundle = self.widget._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        # The HTML is for who opens the saved notebook without a kernel, or somewhere on the web.
        return dict(data or {}) | still, metadata


def options(question, right, wrong):
    """All answers, shuffled, but always in the same order: authors tend to write the right one first."""
    both = [(text, True, hint) for text, hint in right.items()] + [(text, False, hint) for text, hint in wrong.items()]
    random.Random(question.text).shuffle(both)
    return [{"text": parts(text), "right": is_right, "hint": parts(hint)} for text, is_right, hint in both]


def named(question):
    words = str(question.text)
    return repr(words if len(words) <= 60 else words[:59] + "…")


def check_texts(question, *texts):
    for text in (question.text, question.why, *texts):
        if not isinstance(text, str) or not text.strip():
            raise QuizError(f"{named(question)}: question, answers, hints and `why` must be words, not {text!r}")
        parts(text)  # a formula left open is found now, not in the page


def check_hints(question, hints, fewest=FEWEST_HINTS):
    hints = list(hints)
    if len(hints) < fewest:
        raise QuizError(f"{named(question)}: at least {FEWEST_HINTS} wrong answers need a hint of their own")
    if len(set(hints)) < len(hints):
        raise QuizError(f"{named(question)}: two wrong answers have the same hint; each needs its own")
