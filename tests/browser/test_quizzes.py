"""Questions in the page (in JupyterLab: `test_lab.py`): asked, answered and judged by mouse and by keyboard."""

import pytest

from dlnotes.live import MultipleChoice, Numeric, Quiz, SingleChoice
from dlnotes.live.quiz_page import quiz_html
from tests.book.test_accessibility import AXE, RUN
from tests.browser.quiz_pages import asked_on, write_page
from tests.conftest import watched_page
from tests.grading import foreseen
from tests.test_questions import QUIZZES

SMALL = Quiz(
    "small",
    [
        SingleChoice(
            text="Which is even, $2$ or another?",
            right="the number $2$",
            wrong={"the number 3": "Halve it.", "the number 5": "Halve that."},
            why="Half of it is whole.",
        ),
        MultipleChoice(
            text="Which are odd?",
            right={"one": "Is its half whole?", "seven": "There is another."},
            wrong={"eight": "Its half is four."},
            why="None has a whole half.",
        ),
        Numeric(
            text="What is minus one half?",
            value=-0.5,
            wrong={0.5: "Mind the sign.", -2: "Turn it upside down."},
            otherwise="Divide one by two.",
            unit="m",
            why="So it is.",
        ),
    ],
)
SINGLE, MULTIPLE, NUMERIC = SMALL.questions


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("quizzes")
    for theme in ("light", "dark"):
        write_page(folder / f"{theme}.html", quiz_html(SMALL), theme)
    write_page(folder / "book.html", "\n".join(map(quiz_html, QUIZZES.values())))
    return folder


@pytest.fixture
def small(page, folder):
    page.goto((folder / "light.html").as_uri())
    return asked_on(page, SMALL)


# ----- judged -----

ANSWER_ALL = """(questions) => questions.map(({quiz, number, kind, answers}) => {
    const place = document.querySelectorAll(`#${quiz} .dlnotes-question`)[number];
    const fields = [...place.querySelectorAll("input")];
    return answers.map((answer) => {
        if (kind === "numeric") fields[0].value = answer;
        else fields.forEach((field, i) => (field.checked = [answer].flat().includes(i)));
        place.querySelector("form").requestSubmit();
        return [place.dataset.state, place.querySelector('[role="status"]').textContent];
    });
})"""


def test_every_question_of_the_book_takes_its_right_answer_and_hints_at_every_foreseen_wrong_one_on_a_phone(
    page, folder
):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto((folder / "book.html").as_uri())
    asked, wanted = [], []
    for quiz in QUIZZES.values():
        asked_on(page, quiz)
        for number, question in enumerate(quiz.questions):
            right, wrong = foreseen(question)
            answers = [answer for answer, _ in wrong] + right
            asked.append({"quiz": quiz.name, "number": number, "kind": question.kind, "answers": answers})
            why = ("right", question.payload()["why"])
            wanted.append([("wrong", hint) for _, hint in wrong] + [why] * len(right))
    for question, given, expected in zip(asked, page.evaluate(ANSWER_ALL, asked), wanted, strict=True):
        for (state, words), (should_be, rich) in zip(given, expected, strict=True):
            assert state == should_be, question
            assert all(part.strip() in words for part in rich if isinstance(part, str)), question
    assert page.evaluate(TOO_WIDE, 360) == []


def test_a_verdict_belongs_to_the_answer_it_was_given_for(small):
    small[0].give(0)
    assert small[0].verdict.inner_text()
    small[0].element.get_by_role("radio").nth(1).check()
    assert small[0].verdict.inner_text() == ""


@pytest.mark.parametrize("number", range(3))
def test_without_an_answer_the_button_asks_for_one_and_judges_nothing(small, number):
    small[number].check()
    assert small[number].verdict.inner_text().startswith(("Choose", "Tick", "Write a number"))
    assert small[number].element.get_attribute("data-state") == "open"


def test_the_answer_is_offered_after_two_misses_and_does_not_count_as_given(small):
    offer = small[2].element.get_by_role("button", name="Show the answer")
    small[2].give("3")
    assert not offer.is_visible()
    small[2].give("0.5")
    offer.click()
    assert small[2].says("The answer:", ["−0.5 ", "m", "So it is."])
    assert small[2].element.get_attribute("data-state") == "open"
    assert "dlnotes-met" not in small[2].element.get_attribute("class")


# ----- by keyboard, and for the ear -----


def test_all_of_it_can_be_done_by_keyboard(small, page):
    page.locator("body").click(position={"x": 1, "y": 1})
    page.keyboard.press("Tab")
    place = SINGLE.fields()["options"].index(next(each for each in SINGLE.fields()["options"] if each["right"]))
    page.keyboard.press("Space")
    for _ in range(place):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert small[0].says("Right.")
    page.keyboard.press("Tab")  # the button
    for option in MULTIPLE.fields()["options"]:
        page.keyboard.press("Tab")
        if option["right"]:
            page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert small[1].says("Right.")
    page.keyboard.press("Tab")
    page.keyboard.type("-1/2")
    page.keyboard.press("Enter")
    assert small[2].says("Right.")


def test_a_screen_reader_hears_the_question_its_answers_and_the_verdict(small, page):
    group = page.get_by_role("group", name="Question 1: Which is even, 2 or another?")
    assert group.get_by_role("radio", name="the number 2").count() == 1
    assert page.get_by_role("group", name="Question 2: Which are odd?").get_by_role("checkbox").count() == 3
    assert page.get_by_role("group", name="Question 3").get_by_role("textbox", name="Your answer m").count() == 1
    assert small[0].verdict.get_attribute("role") == "status"  # said when it changes
    small[2].give("-0.5")
    assert page.get_by_role("group", name="Question 3, answered right: What is minus one half?").count() == 1


def test_the_focus_never_gets_lost(small, page):
    small[2].give("3")
    small[2].give("3")
    small[2].element.get_by_role("button", name="Show the answer").click()
    assert page.evaluate("document.activeElement.tagName") == "INPUT"


# ----- for the eye -----


@pytest.mark.parametrize(("theme", "width"), [("light", 360), ("dark", 1280)])
def test_axe_finds_nothing_in_questions_and_verdicts_and_they_fit(page, folder, theme, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((folder / f"{theme}.html").as_uri())
    for number, asked in enumerate(asked_on(page, SMALL)):
        right, wrong = foreseen(asked.question)
        asked.give(right[0] if number % 2 else wrong[0][0])
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate(RUN)
    assert [f"{rule['id']}: {node['html'][:200]}" for rule in violations for node in rule["nodes"]] == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert page.evaluate(TOO_WIDE, width) == [] and page.evaluate(TOO_LOW) == []


TOO_WIDE = """(width) => [...document.querySelectorAll(".dlnotes-question *")]
    .filter((part) => !part.closest(".dlnotes-hidden") && part.getBoundingClientRect().right > width + 1)
    .map((part) => part.outerHTML.slice(0, 100))"""
TOO_LOW = """[...document.querySelectorAll(".dlnotes-option, .dlnotes-answer, .dlnotes-check")]
    .filter((target) => target.getBoundingClientRect().height < 40).map((target) => target.outerHTML)"""


def test_without_javascript_questions_can_be_read_and_answers_unfolded(browser, folder):
    with watched_page(browser, java_script_enabled=False) as page:
        page.goto((folder / "light.html").as_uri())
        place = page.locator("#small")
        assert "Which are odd?" in place.inner_text() and "So it is." not in place.inner_text()
        place.get_by_text("Answers").click()
        assert "−0.5 m" in place.inner_text() and "So it is." in place.inner_text()
