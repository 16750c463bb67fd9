"""A quiz is checked when it is declared, is plain data for the page, and can be read without a script."""

import json
import re

import pytest

from dlnotes.live import FigureError, MultipleChoice, Numeric, Quiz, QuizError, SingleChoice
from tests.grading import foreseen, grade_all

SINGLE = {"text": "Up?", "right": "yes $x$", "wrong": {"no": "Look up.", "perhaps": "Decide."}, "why": "It is."}
MULTIPLE = {
    "text": "Even?",
    "right": {"2": "Halve 2.", "4": "Halve 4."},
    "wrong": {"3": "Halve 3."},
    "why": "Halves are whole.",
}
NUMERIC = {
    "text": r"$\frac{3}{4}$ of 1?",
    "value": 0.75,
    "tolerance": 0.01,
    "unit": "m",
    "wrong": {0.25: "That is what is missing.", -0.75: "Lengths are positive."},
    "otherwise": "Divide.",
    "why": "Three quarters.",
}


def quiz():
    return Quiz("tested", [SingleChoice(**SINGLE), MultipleChoice(**MULTIPLE), Numeric(**NUMERIC)])


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        (SingleChoice, SINGLE | {"wrong": {"no": "Look up."}}, "at least 2 wrong answers need a hint of their own"),
        (SingleChoice, SINGLE | {"wrong": {"no": "Look.", "perhaps": "Look."}}, "the same hint"),
        (SingleChoice, SINGLE | {"wrong": {"no": "", "perhaps": "Look."}}, "must be words, not ''"),
        (SingleChoice, SINGLE | {"right": "no"}, "'no' is declared both right and wrong"),
        (SingleChoice, SINGLE | {"right": ["yes", "no"]}, "must be words, not \\['yes', 'no'\\]"),
        (SingleChoice, SINGLE | {"why": " "}, "must be words"),
        (MultipleChoice, MULTIPLE | {"right": {"2": "Halve 2."}}, "with one, declare a SingleChoice"),
        (MultipleChoice, MULTIPLE | {"wrong": {}}, "at least one answer must be wrong"),
        (MultipleChoice, MULTIPLE | {"wrong": {"2": "Halve it."}}, "'2' is declared both right and wrong"),
        (Numeric, NUMERIC | {"wrong": {0.25: "So much is missing."}}, "at least 2 wrong answers"),
        (
            Numeric,
            NUMERIC | {"wrong": {0.25: "Missing.", 0.765: "Rounded."}},
            "0.75 and 0.765 lie within the tolerance",
        ),
        (Numeric, NUMERIC | {"value": float("nan")}, "must be finite"),
        (Numeric, NUMERIC | {"tolerance": -1}, "the tolerance ≥ 0"),
    ],
)
def test_a_question_that_would_not_help_a_reader_is_refused(kind, fields, message):
    with pytest.raises(QuizError, match=message):
        kind(**fields)


def test_a_formula_left_open_is_found_when_the_question_is_declared():
    with pytest.raises(FigureError, match="one is missing"):
        SingleChoice(**SINGLE | {"why": "because $x"})


@pytest.mark.parametrize(
    ("name", "questions", "message"),
    [
        ("Two words", [SingleChoice(**SINGLE)], "named like a variable"),
        ("empty", [], "has no question"),
        ("twice", [SingleChoice(**SINGLE), SingleChoice(**SINGLE)], "asks twice: 'Up\\?'"),
    ],
)
def test_a_quiz_has_a_name_and_different_questions(name, questions, message):
    with pytest.raises(QuizError, match=message):
        Quiz(name, questions)


def test_the_order_of_answers_does_not_depend_on_where_the_right_one_was_declared():
    orders = [[option["text"] for option in SingleChoice(**SINGLE).fields()["options"]] for _ in range(3)]
    assert orders[0] == orders[1] == orders[2]
    places = set()
    for number in range(20):
        options = SingleChoice(**SINGLE | {"text": f"Question {number}?"}).fields()["options"]
        places.add([option["right"] for option in options].index(True))
    assert places == {0, 1, 2}


def test_a_question_keeps_its_key_when_it_moves_and_gets_another_with_another_text():
    assert SingleChoice(**SINGLE).key == SingleChoice(**SINGLE | {"why": "So it is."}).key
    assert SingleChoice(**SINGLE).key != SingleChoice(**SINGLE | {"text": "Down?"}).key
    assert re.fullmatch("[0-9a-f]{8}", SingleChoice(**SINGLE).key)


@pytest.mark.parametrize("question", [SingleChoice(**SINGLE), MultipleChoice(**MULTIPLE), Numeric(**NUMERIC)])
def test_right_answers_pass_and_every_foreseen_wrong_one_gets_its_own_hint(question):
    right, wrong = foreseen(question)
    verdicts = grade_all([(question, answer) for answer in right])
    assert [(verdict["isRight"], verdict["hints"]) for verdict in verdicts] == [(True, [[question.why]])] * len(right)
    verdicts = grade_all([(question, answer) for answer, _ in wrong])
    assert [(verdict["isRight"], verdict["hints"]) for verdict in verdicts] == [(False, [hint]) for _, hint in wrong]


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [
        ("0.75", True),
        (" 0,75 ", True),
        (".76", True),
        ("3/4", True),
        ("–3/4", False),
        ("7.5e-1", True),
        ("−0.75", False),
        ("0.78", False),
        ("1/0", None),
        ("1/2/3", None),
        ("", None),
        ("three quarters", None),
    ],
)
def test_a_number_may_be_typed_in_several_ways(typed, is_right):
    (verdict,) = grade_all([(Numeric(**NUMERIC), typed)])
    assert verdict.get("isRight") == is_right
    assert ("problem" in verdict) == (is_right is None)


@pytest.mark.parametrize("typed", ["109386", "109,386", "109 386", "109 386", "109_386", "109’386", "1.09386e5"])
def test_thousands_may_be_set_apart(typed):
    question = Numeric(**NUMERIC | {"value": 109386, "tolerance": 0})
    assert grade_all([(question, typed)])[0]["isRight"]


def test_an_answer_that_is_missing_is_no_wrong_answer():
    verdicts = grade_all([(SingleChoice(**SINGLE), None), (MultipleChoice(**MULTIPLE), [])])
    assert [set(verdict) for verdict in verdicts] == [{"problem"}] * 2


def test_of_several_missing_answers_one_is_hinted_at():
    question = MultipleChoice(**MULTIPLE | {"right": {"2": "Halve 2.", "4": "Halve 4.", "6": "Halve 6."}})
    places = [number for number, option in enumerate(question.fields()["options"]) if option["right"]]
    (verdict,) = grade_all([(question, places[:1])])
    assert not verdict["isRight"] and len(verdict["hints"]) == 1 and verdict["opening"] != "Not yet."


@pytest.mark.parametrize(
    ("value", "tolerance", "shown"),
    [(109386, 0, "109386"), (-6, 0, "−6"), (0.7654, 0.005, "0.77"), (0.125, 0, "0.125"), (100, 5, "100"), (0, 0, "0")],
)
def test_a_number_is_shown_with_the_digits_that_are_asked_for(value, tolerance, shown):
    assert Numeric(**NUMERIC | {"value": value, "tolerance": tolerance, "wrong": {1e6: "a", -1e6: "b"}}).shown == shown


def test_the_page_can_be_read_without_a_script_and_holds_no_program(monkeypatch):
    monkeypatch.setenv("DLNOTES_HOST", "page")
    bundle = quiz()._repr_mimebundle_()
    html = bundle["text/html"]
    assert set(bundle) == {"text/html", "text/plain"}
    asked, answers = html.split("<details>")
    assert all(
        words in asked
        for words in ("Up?", "perhaps", "Even?", r'<span class="math notranslate nohighlight">\(\frac{3}{4}\)</span>')
    )
    assert "0.75 m" in answers and "It is." in answers and "0.75" not in asked
    assert re.findall(r"<script(?! type=\"application/json\")| on\w+=|javascript:", html) == []
    data = re.search(r'<script type="application/json">(.*?)</script>', html).group(1)
    assert json.loads(data) == json.loads(json.dumps(quiz().payload))
    assert set(quiz().payload["glyphs"]) == {"x", r"\frac{3}{4}"}


def test_markup_in_a_question_stays_words():
    html = Quiz("tested", [SingleChoice(**SINGLE | {"text": "Is 1<2 & </script>?"})])._repr_mimebundle_()[0][
        "text/html"
    ]
    assert html.count("</script>") == 1 and "1&lt;2 &amp;" in html


def test_in_jupyter_a_quiz_is_a_widget_with_the_same_data(monkeypatch):
    monkeypatch.delenv("DLNOTES_HOST", raising=False)
    tested = quiz()
    data, _ = tested._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == repr(tested) == "<Quiz tested: 3 questions>"
    assert tested.widget.payload == tested.payload and tested.widget is tested.widget
