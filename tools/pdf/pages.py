"""The pages of the built book, in the order of reading.

- Read them. (read_book)
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import yaml
from bs4 import BeautifulSoup, Tag

ROOT = Path(__file__).resolve().parents[2]
NOT_ON_PAPER = {"guide/where_am_i"}  # what a reader has done is known in the reader's browser only


@dataclass
class Page:
    """name: as in the table of contents, such as `chapters/01_linear_fits`."""

    name: str
    path: Path
    article: Tag

    @property
    def key(self):
        return self.name.replace("/", "-")

    @property
    def title(self):
        return self.article.find("h1").get_text()


@dataclass
class Book:
    """parts: (caption, pages). The root page stands before them. static: the folder with the book's scripts."""

    title: str
    author: str
    year: str
    language: str
    static: Path
    root: Page
    parts: list

    @property
    def pages(self):
        return [page for _, pages in self.parts for page in pages]


def read_book(built):
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    read = partial(read_page, built)
    parts = [(part["caption"], [chapter["file"] for chapter in part["chapters"]]) for part in contents["parts"]]
    return Book(
        title=config["title"],
        author=config["author"],
        year=config["copyright"],
        language=config["sphinx"]["config"]["language"],
        static=built / "_static",
        root=read(contents["root"]),
        parts=[(caption, [read(name) for name in names if name not in NOT_ON_PAPER]) for caption, names in parts],
    )


def read_page(built, name):
    path = built / f"{name}.html"
    article = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").select_one("article")
    for mark in article.select("a.headerlink, .toctree-wrapper, .dlnotes-screen-only"):
        mark.decompose()
    return Page(name, path, article)
