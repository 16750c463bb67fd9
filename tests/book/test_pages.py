"""Every page of the built book in a browser, without a network. Its figures have tests of their own."""

import gzip
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.book.pages import PAGES, open_page

LARGEST_PAGE = 1_500_000  # bytes, gzipped, with all that it loads


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_complete_without_a_network(page, built_book, name):
    open_page(page, built_book, name)
    assert page.locator(".math:not(:has(mjx-container)), mjx-merror").all_text_contents() == []
    figures = (
        "[...document.querySelectorAll('.dlnotes-figure')].filter(figure => !figure.dlnotes).map(figure => figure.id)"
    )
    assert page.evaluate(figures) == [], "figures that did not start"
    assert page.evaluate("document.fonts.check('900 16px \"Font Awesome 6 Free\"')"), "icons"


def weight(page, load):
    """Bytes, gzipped, of all files that a page asks for while `load` runs."""
    loaded = set()
    page.on("request", lambda request: loaded.add(Path(unquote(urlsplit(request.url).path))))
    load()
    return sum(len(gzip.compress(path.read_bytes())) for path in loaded if path.is_file())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_weighs_little(page, built_book, name):
    assert weight(page, lambda: open_page(page, built_book, name)) <= LARGEST_PAGE


# A phone; a window of 1280 pixels, enlarged four times; and where the theme has a margin for notes, but no room for it.
@pytest.mark.parametrize("width", [380, 320, 1024])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone(page, built_book, name, width):
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page, built_book, name)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_search_finds_a_chapter(page, built_book):
    open_page(page, built_book, "index")
    page.keyboard.press("Control+k")
    page.locator("#pst-search-dialog input").fill("gradient")
    page.keyboard.press("Enter")
    page.locator("#search-results li a", has_text="Linear fits").first.click()
    page.wait_for_url("**/chapters/01_linear_fits.html*")


class StrictHandler(SimpleHTTPRequestHandler):
    def end_headers(self):
        self.send_header("Content-Security-Policy", "script-src 'self'")
        super().end_headers()

    def log_message(self, *_):
        """Say nothing: the test looks at the browser's console."""


@pytest.fixture(scope="module")
def strict_server(built_book):
    """Serve the book under a policy that forbids inline scripts, `eval` and scripts from elsewhere."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(StrictHandler, directory=built_book))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_no_script_but_its_files(page, strict_server, name):
    page.goto(f"{strict_server}/{name}.html", wait_until="networkidle")
    page.evaluate("async () => { await window.MathJax?.startup?.promise }")
    assert page.locator(".math:not(:has(mjx-container))").all_text_contents() == []
