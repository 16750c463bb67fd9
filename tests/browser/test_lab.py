"""The same figure in JupyterLab, a widget whose values the kernel shares; and the same questions."""

import ast

import pytest

from dlnotes.questions import linear
from tests.browser import lab
from tests.browser.conftest import SEEN
from tests.browser.drawn import checked
from tests.browser.found import LIBRARY
from tests.browser.hands import drag_slider, follow, snapped
from tests.browser.live import Live
from tests.browser.quiz_pages import Asked
from tests.conftest import watched_page
from tests.grading import foreseen

NAME, FIGURE = next((name, each) for name, each in LIBRARY.items() if hasattr(each.controls[0], "scale"))
SLIDER = FIGURE.controls[0]
CELLS = [
    "# A chapter",
    f"from {FIGURE.function.__module__} import {NAME} as figure\nfigure",
    "## Side by side",
    "import ipywidgets\nipywidgets.HBox([figure.widget, ipywidgets.Label('beside it')])",
    "from dlnotes import questions\nquestions.linear.check_yourself",
    "# The next chapter",
]
ALL_CELLS = (
    "jupyterapp.shell.currentWidget.content.widgets.map((cell) => cell.model.type + cell.model.sharedModel.source)"
)


@pytest.fixture(scope="module")
def notebook(browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    lab.write_notebook(folder / "chapter.ipynb", *CELLS)
    with lab.serve(folder) as address, watched_page(browser, viewport={"width": 1500, "height": 1900}) as page:
        page.add_init_script(path=SEEN)
        lab.open_notebook(page, address, "chapter.ipynb")
        page.locator(".dlnotes").nth(1).wait_for(timeout=60_000)
        yield page


@pytest.fixture
def views(notebook):
    places = notebook.locator(f':has(> .dlnotes[data-name="{NAME}"])')
    lab.run(notebook, f"figure.values.update({FIGURE.start()!r})")
    views = [Live(notebook, FIGURE, places.nth(number)).at_start() for number in range(places.count())]
    assert len(views) == 2
    return views


def kernel_values(page):
    return ast.literal_eval(lab.run(page, "print(dict(figure.values))"))


def eventually(page, expected, read):
    """Messages between page and kernel take a moment."""
    for _ in range(100):
        if read() == expected:
            return
        page.wait_for_timeout(50)
    assert read() == expected


def test_a_figure_is_a_live_widget_that_draws_what_numpy_computes(views):
    follow(views[0], drag_slider(views[0], SLIDER))


def test_what_the_reader_moves_is_what_the_kernel_reads(views, notebook):
    for _ in drag_slider(views[0], SLIDER):
        pass
    moved = checked(FIGURE, views[0].compare()["values"])
    assert moved != FIGURE.start()
    eventually(notebook, moved, lambda: kernel_values(notebook))


def test_what_another_cell_sets_moves_every_view(views, notebook):
    value = snapped(SLIDER, SLIDER.low + 0.7 * (SLIDER.high - SLIDER.low))
    assert lab.run(notebook, f"figure.values[{SLIDER.name!r}] = {value!r}") == ""
    for view in views:
        eventually(notebook, value, lambda view=view: view.values()[SLIDER.name])
        view.compare()


def test_a_bad_value_from_another_cell_is_refused_with_the_rule(views, notebook):
    refusal = lab.run(notebook, f"figure.values[{SLIDER.name!r}] = {SLIDER.high + 1!r}")
    assert f"must lie between {SLIDER.low} and {SLIDER.high}" in refusal
    assert checked(FIGURE, views[0].compare()["values"]) == FIGURE.start()


def test_two_views_of_one_figure_agree(views, notebook):
    for here, there in (views, views[::-1]):
        track = here.control(SLIDER.name).locator("input[type=range]")
        here.bring(track)
        track.focus()
        here.press("Home" if here is views[0] else "End")
        eventually(notebook, here.values(), there.values)
        there.compare()


def test_a_figure_stands_in_a_row_beside_another_widget(views, notebook):
    row = notebook.locator(".widget-hbox").filter(has=notebook.locator(".dlnotes"))
    figure, label = row.locator(".dlnotes").bounding_box(), row.get_by_text("beside it").bounding_box()
    assert figure["width"] > 300 and label["x"] >= figure["x"] + figure["width"] - 1
    assert label["y"] < figure["y"] + figure["height"]


def test_keys_inside_a_figure_do_not_reach_jupyterlab(views, notebook):
    """An arrow key would fold the chapter away, a digit would turn the cell into a heading, Enter would edit it."""
    before = notebook.evaluate(ALL_CELLS)
    track = views[0].control(SLIDER.name).locator("input[type=range]")
    views[0].bring(track)
    track.focus()
    views[0].press("ArrowLeft")
    assert views[0].compare()["values"] != FIGURE.start()
    for key in ("ArrowRight", "ArrowUp", "ArrowDown", "1", "r", "y", "m", "d", "d", "x", "z", "Space"):
        views[0].press(key)
    for place in (views[0].root, views[0].root.locator('[role="slider"]').first, views[0].root.locator("button").first):
        if place.count():
            place.evaluate("(element) => element.focus()")
            for key in ("ArrowLeft", "ArrowRight", "1", "x", "m"):
                views[0].press(key)
    assert views[0].root.is_visible() and views[1].root.is_visible()
    assert notebook.evaluate(ALL_CELLS) == before
    views[0].at_start().compare()


def test_questions_are_judged_as_in_the_page_keep_their_keys_and_remember_nothing(notebook):
    items = notebook.locator(".dlnotes-questions .dlnotes-question")
    items.first.wait_for(timeout=60_000)
    first, second = (Asked(question, items.nth(n)) for n, question in enumerate(linear.check_yourself.questions[:2]))
    before = notebook.evaluate(ALL_CELLS)
    (right, *_), (_, wrong) = foreseen(first.question), foreseen(second.question)
    first.element.get_by_role("textbox").click()
    notebook.keyboard.type(right[0])
    notebook.keyboard.press("Enter")
    assert first.says("Right.", first.question.payload()["why"])
    second.give(wrong[0][0])
    assert second.says("Not yet.", wrong[0][1])
    second.element.get_by_role("radio").first.focus()
    for key in ("ArrowDown", "ArrowLeft", "1", "m", "x", "d", "d", "Enter"):
        notebook.keyboard.press(key)
    assert notebook.evaluate(ALL_CELLS) == before and items.first.is_visible()
    assert notebook.evaluate("localStorage.getItem('dlnotes-progress')") is None


def test_a_figure_in_jupyterlab_asks_nobody_outside_and_throws_nothing(notebook):
    loud = [
        problem
        for problem in notebook.problems
        if "page error" in problem or "request" in problem or "dlnotes" in problem
    ]
    assert loud == []
