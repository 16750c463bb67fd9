"""The questions of the book: enough of them, right answers that pass, hints of their own, and numbers that are true."""

import importlib
import math
import pkgutil

import numpy as np
import pytest

import dlnotes.questions
from dlnotes import losses, sgd
from tests.grading import foreseen, grade_all

TOPICS = [module.name for module in pkgutil.iter_modules(dlnotes.questions.__path__)]
QUIZZES = {topic: importlib.import_module(f"dlnotes.questions.{topic}").check_yourself for topic in TOPICS}
QUESTIONS = [(topic, question) for topic, quiz in QUIZZES.items() for question in quiz.questions]
every_quiz = pytest.mark.parametrize("topic", TOPICS)

# Worked out on paper, in the order of the questions.
NUMBERS = {
    "linear": [2 / 2 * (1 * 1 + 2 * 3), (9 - 1) / (9 + 1), 2 / 10],
    "shallow": [2 * 1 + 1 * -1, 10 + 1 + 3],
    "regions": [1 + 1 + 1 + 3 + 4, 2**4, 10 * math.sqrt(0.02 / 0.0002), 0.5**0.01, 2 ** (-2 / 20)],
    "deep": [2**4, (2 * 10 + 11 * 10 + 11 - 1) // 3 + 1, 1 - 2 * 3.5, (3 + 1) * (2 + 1)],
    "losses": [math.log(math.e**2 + 2) - 2, 1.75 - 1.5, 8 / 9],
    "sgd": [5 * 16, 50 / 25 * 75 / 99, 0.2 * 9 / 1.8, 0.01 / (1 - 0.9)],
    "convolution": [2 * 1 + 1 * 2 - 1 * 0, (32 - 9) // 2 + 1, 3 * 16 * 25 + 16, 1 + 2 + 2 + 1 + 2 * 2],
    "backprop": [-4 * -2 * 2, 2 * (10 * 20 + 20 + 20 * 5 + 5)],
    "sequences": [2 / 9, 64 ** (1 / 3), 20 * 31 + 5 * 21, 0.95**10 * 0.1],
    "attention": [3 / 4 * 4, 3 * (8 * 8 + 8), 8],
}


def test_every_topic_asks_at_least_six_questions_and_the_book_at_least_62():
    assert len(TOPICS) == 10 and set(TOPICS) == set(dir(dlnotes.questions))
    assert min(len(quiz.questions) for quiz in QUIZZES.values()) >= 6
    assert len(QUESTIONS) >= 62


@every_quiz
def test_a_quiz_is_named_after_its_topic(topic):
    assert QUIZZES[topic].name == f"check_{topic}"


def test_right_answers_pass():
    cases = [(question, answer) for _, question in QUESTIONS for answer in foreseen(question)[0]]
    verdicts = grade_all(cases)
    assert [
        question.text for (question, _), verdict in zip(cases, verdicts, strict=True) if not verdict["isRight"]
    ] == []


def test_every_wrong_answer_that_is_foreseen_gets_its_own_hint():
    cases = [(question, *pair) for _, question in QUESTIONS for pair in foreseen(question)[1]]
    verdicts = grade_all([(question, answer) for question, answer, _ in cases])
    for (question, answer, hint), verdict in zip(cases, verdicts, strict=True):
        assert (verdict["isRight"], verdict["hints"]) == (False, [hint]), f"{question.text}: {answer}"


def test_every_question_foresees_at_least_two_wrong_answers():
    for _, question in QUESTIONS:
        hints = [str(hint) for _, hint in foreseen(question)[1]]
        assert len(set(hints)) == len(hints) >= 2, question.text
        if question.kind == "numeric":
            assert len(question.wrong) >= 2, question.text


def test_no_hint_gives_the_answer_of_a_choice_away():
    for _, question in QUESTIONS:
        if question.kind == "single":
            assert [hint for hint in question.wrong.values() if question.right in hint] == []


@every_quiz
def test_the_numbers_are_those_worked_out_on_paper(topic):
    values = [question.value for question in QUIZZES[topic].questions if question.kind == "numeric"]
    assert np.allclose(values, NUMBERS[topic], rtol=1e-9)


def test_the_gradient_of_a_softmax_in_a_question_is_the_one_of_the_library():
    p = np.array([0.7, 0.2, 0.1])
    (right,) = [question.right for question in QUIZZES["losses"].questions if "p=(0.7" in question.text]
    assert right == f"$({','.join(f'{entry:.1f}' for entry in losses.cross_entropy_grad(1, np.log(p)))})$"


def test_the_first_step_of_adam_in_a_question_is_the_one_of_the_library():
    path = sgd.adam(lambda phi, t: np.array([0.001, -100]), np.zeros(2), rate=0.01, steps=1)
    (right,) = [question.right for question in QUIZZES["sgd"].questions if "Adam" in question.text]
    assert right == rf"$({path[1][0]:.2f},\ {path[1][1]:.2f})$"


@every_quiz
def test_every_formula_can_be_set(topic):
    assert all(glyph["path"] for glyph in QUIZZES[topic].payload["glyphs"].values())
