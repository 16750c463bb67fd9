"""The built book as a whole, in a browser and as files. Its figures have tests of their own."""

import gzip
import re
import threading
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
LARGEST_PAGE = 1_500_000  # bytes, gzipped, with all that it loads
CONTENTS = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = [chapter["file"] for part in CONTENTS["parts"] for chapter in part["chapters"]]
PAGES = [CONTENTS["root"], *CHAPTERS, "search"]


def open_page(page, book, name):
    """Open a page of the book as a file, and wait until its formulas are typeset."""
    page.goto((book / f"{name}.html").as_uri())
    page.wait_for_load_state()
    page.evaluate("async () => { if (window.MathJax) await MathJax.startup.promise; }")


# --- in a browser, from file://


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_complete_without_a_network(page, built_book, name):
    open_page(page, built_book, name)
    formulas, typeset, errors = (
        page.locator(selector).count() for selector in (".math", ".math > mjx-container", "mjx-merror")
    )
    assert (typeset, errors) == (formulas, 0)
    unmounted = page.evaluate(
        "[...document.querySelectorAll('.dlnotes-figure')].filter(e => !e.dlnotes).map(e => e.id)"
    )
    assert unmounted == []
    icon = page.locator(".theme-switch-button i:visible").first
    assert "Font Awesome" in icon.evaluate("e => getComputedStyle(e, '::before').fontFamily")
    assert page.evaluate("document.fonts.check('900 16px \"Font Awesome 6 Free\"')")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_weighs_little(page, built_book, name):
    loaded = set()
    page.on("request", lambda request: loaded.add(unquote(urlsplit(request.url).path)))
    open_page(page, built_book, name)
    assert sum(len(gzip.compress(Path(path).read_bytes())) for path in loaded if Path(path).is_file()) <= LARGEST_PAGE


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone(page, built_book, name):
    page.set_viewport_size({"width": 380, "height": 800})
    open_page(page, built_book, name)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 380


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(page, built_book, name, colours):
    page.emulate_media(color_scheme=colours)
    open_page(page, built_book, name)
    assert page.locator("html").get_attribute("data-theme") == colours
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate("async () => (await axe.run({preload: false})).violations")
    assert [f"{v['id']}: {node['html'][:200]}" for v in violations for node in v["nodes"]] == []


def test_search_finds_a_chapter(page, built_book):
    open_page(page, built_book, "index")
    page.keyboard.press("Control+k")
    page.locator("#pst-search-dialog input").fill("gradient")
    page.keyboard.press("Enter")
    page.locator("#search-results li a", has_text="Linear fits").first.click()
    page.wait_for_url("**/chapters/01_linear_fits.html*")


# --- in a browser, from a strict server


class StrictHandler(SimpleHTTPRequestHandler):
    def end_headers(self):
        self.send_header("Content-Security-Policy", "script-src 'self'")
        super().end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def strict_server(built_book):
    """Serve the book to browsers that may run scripts from its own files only: no inline script, no eval."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(StrictHandler, directory=built_book))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_no_script_but_its_files(page, strict_server, name):
    page.goto(f"{strict_server}/{name}.html", wait_until="networkidle")
    assert page.locator(".math:not(:has(mjx-container))").count() == 0


# --- as files


class Links(HTMLParser):
    """What a page names (`ids`) and what it refers to (`links`)."""

    def __init__(self, path):
        super().__init__()
        self.ids, self.links = set(), []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        for key, value in attributes:
            if key in ("id", "name"):
                self.ids.add(value)
            elif key in ("href", "src") and value:
                self.links.append(value)


def test_every_link_inside_the_book_leads_somewhere(built_book):
    pages = {path: Links(path) for path in built_book.rglob("*.html") if "_static" not in path.parts}
    broken = []
    for path, page in pages.items():
        for link in page.links:
            target = urlsplit(link)
            if target.scheme or target.netloc:
                continue
            file = (path.parent / unquote(target.path)).resolve() if target.path else path
            anchor = unquote(target.fragment)
            known = not anchor or file not in pages or anchor in pages[file].ids or "?" in anchor
            if not (file.is_file() and known):
                broken.append(f"{path.relative_to(built_book)}: {link}")
    assert broken == []


def test_the_book_names_no_delivery_network(built_book):
    pages = [path for path in built_book.rglob("*.html") if "_static" not in path.parts]
    loads = re.compile(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"(?:https?:)?//[^\"]+", re.IGNORECASE)
    assert [found for path in pages for found in loads.findall(path.read_text(encoding="utf-8"))] == []
