"""Every code exercise of the book: right answers pass, and each typical mistake gets the sentence of its own."""

import importlib
from pathlib import Path

import numpy as np
import pytest

from dlnotes import check
from dlnotes.check.exercise import Exercise

TOPICS = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith(("_", "test_")))


def exercises(topic):
    module = importlib.import_module(f"dlnotes.check.{topic}")
    return {name: value for name, value in vars(module).items() if isinstance(value, Exercise)}


EXERCISES = {f"{topic}.{name}": exercise for topic in TOPICS for name, exercise in exercises(topic).items()}
MISTAKES = [(name, sentence) for name, exercise in EXERCISES.items() for sentence in exercise.mistakes]

every_exercise = pytest.mark.parametrize("name", EXERCISES)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_chapter_has_at_least_three_exercises(topic):
    assert len(exercises(topic)) >= 3


@every_exercise
def test_the_book_passes_its_own_exercise(name):
    verdict = EXERCISES[name](EXERCISES[name].reference)
    assert verdict, verdict
    assert verdict.text.startswith("Right: agrees with ")


@every_exercise
def test_an_answer_in_plain_loops_is_right(name):
    topic, exercise = name.split(".")
    answer = getattr(importlib.import_module(f"tests.check.{topic}"), exercise)
    verdict = EXERCISES[name](answer)
    assert verdict, verdict


@every_exercise
def test_an_exercise_knows_at_least_two_mistakes(name):
    assert len(EXERCISES[name].mistakes) >= 2


@pytest.mark.parametrize(("name", "sentence"), MISTAKES)
def test_a_typical_mistake_gets_its_own_sentence(name, sentence):
    verdict = EXERCISES[name](EXERCISES[name].mistakes[sentence])
    assert not verdict
    assert verdict.text.startswith(f"Not yet. {sentence}\nOn input "), verdict


@every_exercise
def test_an_exercise_is_tried_on_fixed_and_on_random_inputs(name):
    labels = [label for label, _ in EXERCISES[name].cases()]
    assert len(labels) >= 4
    assert 0 < sum("random" in label for label in labels) < len(labels)


@every_exercise
def test_an_exercise_is_tried_on_the_same_inputs_every_time(name):
    def first_draw():
        return [[repr(each) for each in given if not callable(each)] for _, given in EXERCISES[name].cases()]

    assert first_draw() == first_draw()


@every_exercise
@pytest.mark.parametrize(
    "answer", [lambda *_: None, lambda *_: "text", lambda *_: 1 / 0, lambda: 0, lambda *_: [], lambda *_: np.nan]
)
def test_no_answer_is_too_odd_to_be_explained(name, answer):
    verdict = EXERCISES[name](answer)
    assert not verdict
    assert repr(verdict).startswith("Not yet. ")


@every_exercise
def test_an_exercise_says_what_the_function_gives(name):
    assert repr(EXERCISES[name]).startswith(f"A function ({', '.join(EXERCISES[name].names())}) that gives ")


def test_the_book_has_at_least_thirty_code_exercises_over_all_its_chapters():
    assert len(EXERCISES) >= 30
    assert sorted(TOPICS) == sorted(check.__all__)
