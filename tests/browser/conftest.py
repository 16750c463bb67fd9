"""What the browser tests of the figures share: pages with `seen.js` in them, and figures opened on them."""

from functools import partial
from pathlib import Path

import pytest

from tests.browser.found import figure_named, shown_in
from tests.browser.live import Live
from tests.conftest import watched_page

SEEN = Path(__file__).parent / "seen.js"


def without_mathjax(page):
    """The formulas of the text are looked at elsewhere, and take longer than a figure."""
    page.route("**/mathjax/**", lambda route: route.fulfill(body="", content_type="text/javascript"))


@pytest.fixture(scope="module")
def tab(browser):
    """One page for all tests of a file, so that figures of one chapter load once."""
    with watched_page(browser) as page:
        page.add_init_script(path=SEEN)
        without_mathjax(page)
        yield page


@pytest.fixture(scope="session")
def pages(built_book):
    return shown_in(built_book)


@pytest.fixture
def open_figure(tab, pages):
    """A function that opens a figure of the built book by its name, at its start; no problem may occur on its page."""
    tab.problems.clear()
    yield partial(open_on, tab, pages)
    problems, tab.problems[:] = list(tab.problems), []
    assert not problems


def open_on(tab, pages, name):
    path = next((path for path, names in pages.items() if name in names), None)
    assert path, f"no page of the book shows `{name}`"
    if tab.url != path.as_uri():
        tab.goto(path.as_uri())
    return Live(tab, figure_named(name)).at_start()
