"""What the reader has met and answered is kept in the browser: shown, taken along, brought back and forgotten."""

import json

import pytest

from dlnotes.figures import linear
from dlnotes.live import Numeric, Quiz, SingleChoice
from dlnotes.live.page import figure_html
from dlnotes.live.quiz_page import quiz_html
from tests.book.test_accessibility import AXE, RUN
from tests.browser.found import figure_named
from tests.browser.quiz_pages import asked_on, island, write_page
from tests.conftest import watched_page

FIGURE = linear.fit_by_hand
QUIZ = Quiz(
    "pair",
    [
        SingleChoice(text="Up?", right="yes", wrong={"no": "Look up.", "perhaps": "Decide."}, why="It is."),
        Numeric(text="2 + 2?", value=4, wrong={22: "Add.", 0: "Add up."}, otherwise="Count.", why="So it is."),
    ],
)
KEYS = [question.key for question in QUIZ.questions]
RIGHT = next(number for number, option in enumerate(QUIZ.questions[0].fields()["options"]) if option["right"])
MET = {"slope": 0.8, "intercept": 1.4}
STORED = "localStorage.getItem('dlnotes-progress')"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A chapter with a challenge and a quiz, and the page that says where one is."""
    folder = tmp_path_factory.mktemp("book")
    here = {"challenges": [FIGURE.name], "quizzes": {QUIZ.name: KEYS}, "page": "where.html"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dlnotes.live.page.picture_uri", lambda figure: "data:,")
        write_page(folder / "chapter.html", figure_html(FIGURE) + quiz_html(QUIZ), here=here)
    challenges = [{"name": FIGURE.name, "title": "Fit by hand"}]
    pages = [
        {"title": "A chapter", "page": "chapter.html", "challenges": challenges, "quizzes": {QUIZ.name: KEYS}},
        {"title": "Another", "page": "other.html", "challenges": [], "quizzes": {"far": ["0123abcd"]}},
    ]
    write_page(folder / "where.html", f'<div class="dlnotes-where-am-i">{island(pages, "data")}</div>')
    return folder


@pytest.fixture
def chapter(page, book):
    return go(page, book, "chapter")


def go(page, book, name):
    page.goto((book / f"{name}.html").as_uri())
    page.wait_for_function(
        "[...document.querySelectorAll('.dlnotes-figure, .dlnotes-quiz')].every((p) => p.dlnotes?.ready)"
    )
    return page


def move(page, **values):
    page.evaluate("(values) => document.querySelector('.dlnotes-figure').dlnotes.set(values)", values)
    page.wait_for_function("document.querySelector('.dlnotes-figure').dlnotes.isSettled()")


def line(page):
    place = page.locator(".dlnotes-here-line")
    return place.locator("span").inner_text() if place.count() else None


def stored(page):
    return json.loads(page.evaluate(STORED) or "null")


def sections(page):
    return [place.locator("p").inner_text() for place in page.locator(".dlnotes-where section").all()]


# ----- what is kept -----


def test_at_first_nothing_is_kept_and_nothing_is_said(chapter):
    assert line(chapter) is None and stored(chapter) is None


def test_a_challenge_that_is_met_counts_and_stays_met(chapter, book):
    move(chapter, **MET)
    assert line(chapter) == "1 of 1 challenge, 0 of 2 questions"
    move(chapter, slope=0.1)
    go(chapter, book, "chapter")
    assert line(chapter) == "1 of 1 challenge, 0 of 2 questions"
    assert stored(chapter)["met"] == [FIGURE.name]


def test_a_challenge_that_holds_from_the_start_is_nobodys_achievement(chapter):
    report = """(isMet) => document.querySelector(".dlnotes-figure .dlnotes-challenge").dispatchEvent(
        new CustomEvent("dlnotes:challenge", {bubbles: true, detail: {isMet}}))"""
    chapter.evaluate("document.querySelector('.dlnotes-figure').dataset.figure = 'eager'")
    chapter.evaluate(report, True)
    assert stored(chapter) is None
    chapter.evaluate(report, False)
    chapter.evaluate(report, True)
    assert stored(chapter)["met"] == ["eager"]


def test_answers_count_once_they_are_right_and_are_known_again(chapter, book):
    first, second = asked_on(chapter, QUIZ)
    first.give((RIGHT + 1) % 3)
    assert stored(chapter)["answers"] == {f"pair/{KEYS[0]}": False}
    assert line(chapter) == "0 of 1 challenge, 0 of 2 questions"
    first.give(RIGHT)
    second.give("4")
    second.give("22")
    assert stored(chapter)["answers"] == {f"pair/{key}": True for key in KEYS}
    assert line(chapter) == "0 of 1 challenge, 2 of 2 questions"
    again = asked_on(go(chapter, book, "chapter"), QUIZ)
    assert all("dlnotes-met" in asked.element.get_attribute("class") for asked in again)
    assert chapter.get_by_role("group", name="Question 2, answered right").count() == 1


def test_the_line_leads_to_the_page_that_shows_every_chapter(chapter, book):
    move(chapter, **MET)
    asked_on(chapter, QUIZ)[1].give("5")
    chapter.get_by_role("link", name="Where am I?").click()
    chapter.wait_for_url("**/where.html")
    assert sections(chapter) == ["1 of 1 challenge, 0 of 2 questions; 1 more tried", "0 of 1 question"]
    chapter.get_by_text("Which challenges?").click()
    assert chapter.locator("li.dlnotes-met").inner_text() == "Fit by hand (met)"
    assert chapter.get_by_role("link", name="Fit by hand").get_attribute("href") == "chapter.html#fit_by_hand"


def test_a_record_of_another_version_is_not_lost(chapter, book):
    later = json.dumps(GOOD | {"version": 2})
    chapter.evaluate("(text) => localStorage.setItem('dlnotes-progress', text)", later)
    go(chapter, book, "chapter")
    asked_on(chapter, QUIZ)[1].give("4")
    assert stored(chapter)["version"] == 1
    assert chapter.evaluate("localStorage.getItem('dlnotes-progress-left-aside')") == later


def test_two_tabs_know_the_same(chapter, book):
    other = go(chapter.context.new_page(), book, "where")
    move(chapter, **MET)
    other.get_by_text("1 of 1 challenge").wait_for()
    asked_on(chapter, QUIZ)[1].give("4")
    other.get_by_text("1 of 1 challenge, 1 of 2 questions").wait_for()


# ----- taken along -----


def upload(page, text, name="progress.json"):
    """The message once it speaks of this file."""
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/json", "buffer": text.encode()}
    )
    message = page.locator(".dlnotes-message", has_text=name)
    message.wait_for()
    return message.inner_text()


def test_what_is_exported_can_be_imported_elsewhere_and_takes_nothing_away(browser, chapter, book, tmp_path):
    move(chapter, **MET)
    asked_on(chapter, QUIZ)[1].give("22")
    go(chapter, book, "where")
    with chapter.expect_download() as download:
        chapter.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename == "dlnotes-progress.json"
    download.value.save_as(tmp_path / "exported.json")
    exported = (tmp_path / "exported.json").read_text("utf-8")
    assert json.loads(exported) == stored(chapter)
    with watched_page(browser) as page:
        asked_on(go(page, book, "chapter"), QUIZ)[1].give("4")
        go(page, book, "where")
        assert upload(page, exported) == "Imported progress.json; what was here before is still here."
        assert sections(page)[0] == "1 of 1 challenge, 1 of 2 questions"
        assert not page.problems


GOOD = {"dlnotes": "progress", "version": 1, "met": ["fit_by_hand"], "answers": {f"pair/{KEYS[0]}": True}}


BAD = [
    ("not JSON", "it is not written in JSON"),
    ("", "it is not written in JSON"),
    ("null", "it was not exported from this page"),
    ('{"some": "thing"}', "it was not exported from this page"),
    (json.dumps(GOOD | {"version": 2}), "it has version 2, and this book reads version 1"),
    (json.dumps(GOOD | {"version": "1"}), "it does not say which version it has"),
    (json.dumps(GOOD | {"met": "fit_by_hand"}), "its list of challenges cannot be read"),
    (json.dumps(GOOD | {"met": ["<b>bold</b>"]}), "“<b>bold</b>” cannot be the name of a figure"),
    (json.dumps(GOOD | {"met": [7]}), "“7” cannot be the name of a figure"),
    (json.dumps(GOOD | {"answers": []}), "its list of answers cannot be read"),
    (json.dumps(GOOD | {"answers": {"__proto__": True}}), "“__proto__” cannot be the name of a question"),
    (json.dumps(GOOD | {"answers": {f"pair/{KEYS[0]}": 1}}), "an answer must be true or false, not “1”"),
    (json.dumps(GOOD | {"met": ["x"] * 10_001}), "its list of challenges cannot be read"),
    (json.dumps(GOOD) + " " * 1_000_001, "it is larger than a megabyte"),
]


def test_a_bad_file_is_refused_with_the_reason_and_nothing_is_lost(chapter, book):
    move(chapter, **MET)
    go(chapter, book, "where")
    before = stored(chapter)
    for number, (text, reason) in enumerate(BAD):
        name = f"bad{number}.json"
        assert upload(chapter, text, name) == f"{name} was not imported: {reason}. Nothing has changed."
        assert stored(chapter) == before and sections(chapter)[0].startswith("1 of 1")


def test_to_clear_asks_first(chapter, book):
    move(chapter, **MET)
    go(chapter, book, "where")
    chapter.get_by_role("button", name="Clear").click()
    chapter.keyboard.press("Escape")
    assert sections(chapter)[0].startswith("1 of 1")
    chapter.get_by_role("button", name="Clear").click()
    chapter.get_by_role("button", name="Keep them").click()
    assert stored(chapter) is not None
    chapter.get_by_role("button", name="Clear").click()
    chapter.get_by_role("button", name="Forget them").click()
    assert sections(chapter)[0].startswith("0 of 1") and stored(chapter) is None
    assert chapter.get_by_role("button", name="Export").is_disabled()
    assert chapter.get_by_role("button", name="Import").evaluate("(button) => button === document.activeElement")
    assert chapter.evaluate("localStorage.length") == 0, "nothing is kept, and nothing is left aside"
    assert line(go(chapter, book, "chapter")) is None


# ----- where nothing can be kept -----

REFUSED = 'Object.defineProperty(window, "localStorage", {get() { throw new DOMException("no", "SecurityError"); }});'
FULL = 'Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };'


@pytest.mark.parametrize("script", [REFUSED, FULL], ids=["refused", "full"])
def test_where_nothing_can_be_kept_everything_else_still_works(page, book, script):
    page.add_init_script(script)
    go(page, book, "chapter")
    move(page, **MET)
    asked = asked_on(page, QUIZ)
    asked[1].give("4")
    assert asked[1].says("Right.")
    assert line(page) == "1 of 1 challenge, 1 of 2 questions"
    go(page, book, "where")
    assert "keeps nothing" in page.locator(".dlnotes-message").inner_text()
    upload(page, json.dumps(GOOD))
    assert sections(page)[0] == "1 of 1 challenge, 1 of 2 questions"


def test_where_nothing_more_can_be_kept_what_was_kept_before_still_counts(chapter, book):
    move(chapter, **MET)
    chapter.add_init_script(FULL)
    go(chapter, book, "chapter")
    assert line(chapter) == "1 of 1 challenge, 0 of 2 questions"
    asked_on(chapter, QUIZ)[1].give("4")
    assert line(chapter) == "1 of 1 challenge, 1 of 2 questions"


def test_what_cannot_be_read_in_the_browser_is_left_aside(page, book):
    page.add_init_script(
        "localStorage.getItem('dlnotes-progress') ?? localStorage.setItem('dlnotes-progress', '{broken')"
    )
    go(page, book, "chapter")
    assert line(page) is None
    move(page, **MET)
    assert line(page) == "1 of 1 challenge, 0 of 2 questions"


# ----- in the book -----


@pytest.mark.parametrize(("colours", "width"), [("light", 1280), ("dark", 360)])
def test_the_page_of_the_book_lists_every_challenge_and_every_question(page, built_book, pages, colours, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=colours)
    page.goto((built_book / "guide" / "where_am_i.html").as_uri())
    listed = {}
    for section in page.locator(".dlnotes-where section").all():
        path = section.locator("h2 a").evaluate("(link) => link.pathname")
        names = [link.split("#")[1] for link in section.locator("li a").evaluate_all("(all) => all.map((a) => a.href)")]
        listed[path] = names
    with_challenge = {
        path.as_uri().removeprefix("file://"): [n for n in names if figure_named(n).compute({}).challenge]
        for path, names in pages.items()
    }
    assert {path: names for path, names in listed.items() if names} == {p: n for p, n in with_challenge.items() if n}
    page.locator("summary", has_text="Which challenges?").first.click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert [f"{rule['id']}: {node['html'][:200]}" for rule in page.evaluate(RUN) for node in rule["nodes"]] == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_a_chapter_of_the_book_works_where_storage_is_refused(page, built_book, pages):
    page.add_init_script(REFUSED)
    page.goto(next(iter(pages)).as_uri())
    page.wait_for_function("document.querySelector('.dlnotes-figure').dlnotes?.ready")
