"""What the browser tests share.

- The path of a Chromium. (chromium)
- One running browser for each worker. (browser)
- The built book, built again first if a source is newer. (built_book)
- A page that notes when it leaves the book, logs an error or throws one. (watched_page)
- One that fails its test then. (page)
"""

import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import programs
import pytest
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import sync_playwright

settings.register_profile("steady", deadline=None, derandomize=True)  # a slow machine is no counterexample
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SOURCES = ["_config.yml", "_toc.yml", "index.md", "_ext", "assets", "chapters", "guide", "dlnotes", "reference"]
ELSEWHERE = re.compile(r"^(?!(file|data|blob|about):|https?://(localhost|127\.0\.0\.1)[:/])")


@pytest.fixture(scope="session")
def chromium():
    path = programs.chromium()
    if path is None:
        pytest.fail("No Chromium found: run `make test`, or install Chromium or Google Chrome.")
    return path


@pytest.fixture(scope="session")
def browser(chromium):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def newest(*paths):
    files = [file for path in paths for file in ([path] if path.is_file() else path.rglob("*"))]
    return max(file.stat().st_mtime for file in files if "__pycache__" not in file.parts)


@pytest.fixture(scope="session")
def built_book(tmp_path_factory):
    """The folder of the built book."""
    book = ROOT / "_build" / "html"
    stamp = book / ".built"  # written by _ext/dlnotes_book.py
    with FileLock(tmp_path_factory.getbasetemp().parent / "book.lock"):  # one worker builds, the other waits
        if not stamp.exists() or stamp.stat().st_mtime < newest(*[ROOT / source for source in SOURCES]):
            jupyter_book = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
            subprocess.run([*jupyter_book, "build", "-W", "--keep-going", str(ROOT)], check=True)
    return book


@contextmanager
def watched_page(browser, **options):
    """A blank page in a context of its own; `page.problems` lists what goes wrong on it."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"} | options)
    page = context.new_page()
    page.problems = problems = []
    page.on("console", lambda message: message.type == "error" and problems.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: problems.append(f"page error: {error}"))
    context.on("request", lambda request: ELSEWHERE.match(request.url) and problems.append(f"request: {request.url}"))
    context.route(ELSEWHERE, lambda route: route.abort())
    yield page
    context.close()


@pytest.fixture
def page(browser):
    """A blank page that must have no problem in the end."""
    with watched_page(browser) as page:
        yield page
    assert not page.problems
