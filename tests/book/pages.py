"""The pages of the book, and how to open one."""

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
CONTENTS = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = [chapter["file"] for part in CONTENTS["parts"] for chapter in part["chapters"]]
PAGES = [CONTENTS["root"], *CHAPTERS, "search"]
HAVE_STARTED = """() => [...document.querySelectorAll(".dlnotes-figure")].every(
  (figure) => figure.dlnotes || figure.querySelector(".dlnotes-failure"))"""


def open_page(page, book, name):
    """Open a page of the book as a file, and wait until its figures have started and its formulas are typeset."""
    page.goto((book / f"{name}.html").as_uri())
    page.wait_for_function(HAVE_STARTED)
    page.evaluate("async () => { await window.MathJax?.startup?.promise }")
