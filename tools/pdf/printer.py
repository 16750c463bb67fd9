"""Chromium as a printer.

- Open a document, typeset it, and make what is too wide fit. (printing)
- Print it, write page numbers into it, read its headings, say what is wrong with it. (Printer)
"""

import re
import sys
from contextlib import contextmanager
from pathlib import Path

import programs
from playwright.sync_api import sync_playwright

FIT = Path(__file__).with_name("fit.js")
OLDEST_CHROMIUM = 131  # the first with running heads and page numbers
PATIENCE = 10 * 60_000  # milliseconds


class Printer:
    def __init__(self, page):
        self.page = page

    def print(self, draft=False):
        """A draft has the same pages, but no bookmarks and no structure, and is sooner ready."""
        return self.page.pdf(prefer_css_page_size=True, print_background=True, outline=not draft, tagged=not draft)

    def number(self, pages):
        """pages: place → number of its page."""
        self.page.evaluate(
            """(pages) => document.querySelectorAll(".page-of").forEach(
                 (number) => { number.textContent = pages[number.dataset.place] })""",
            pages,
        )

    def headings(self):
        """The words of all headings, in their order; a formula gives its TeX."""
        return self.page.evaluate("headings()")

    def problems(self):
        """What would be missing or cut on paper."""
        return self.page.evaluate("problems()")


@contextmanager
def printing(document):
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(
            executable_path=programs.chromium(), args=["--no-sandbox", "--disable-gpu"]
        ) as chromium,
    ):
        if int(chromium.version.split(".")[0]) < OLDEST_CHROMIUM:
            sys.exit(
                f"Chromium {OLDEST_CHROMIUM} or newer is needed to print page numbers; this is {chromium.version}."
            )
        page = chromium.new_page()
        page.set_default_timeout(PATIENCE)
        page.emulate_media(media="print", color_scheme="light")
        page.route(re.compile("^https?:"), lambda route: route.abort())  # nothing is asked of a network
        page.goto(document.as_uri())
        page.evaluate("async () => { await MathJax.startup.promise; await document.fonts.ready }")
        page.add_script_tag(path=FIT)
        yield Printer(page)
