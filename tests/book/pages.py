"""The pages of the book, and how to open one."""

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
CONTENTS = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = [chapter["file"] for part in CONTENTS["parts"] for chapter in part["chapters"]]
PAGES = [CONTENTS["root"], *CHAPTERS, "search"]


def open_page(page, book, name):
    """Open a page of the book as a file, and wait until its formulas are typeset."""
    page.goto((book / f"{name}.html").as_uri())
    page.evaluate("async () => { await window.MathJax?.startup?.promise }")
