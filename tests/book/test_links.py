"""The built book as files: what its pages refer to."""

from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest

LOADING_TAGS = {"script", "link", "img", "iframe", "source"}


class Page(HTMLParser):
    """ids: what a page names; links: (tag, address) of what it refers to."""

    def __init__(self, path):
        super().__init__()
        self.ids, self.links = set(), []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        for key, value in attributes:
            if key in ("id", "name"):
                self.ids.add(value)
            elif key in ("href", "src") and value:
                self.links.append((tag, value))


@pytest.fixture(scope="module")
def pages(built_book):
    return {path: Page(path) for path in built_book.rglob("*.html") if "_static" not in path.parts}


def test_every_link_inside_the_book_leads_somewhere(built_book, pages):
    broken = []
    for path, page in pages.items():
        for _, link in page.links:
            address = urlsplit(link)
            if address.scheme or address.netloc:
                continue
            target = (path.parent / unquote(address.path)).resolve() if address.path else path
            anchor = unquote(address.fragment).split("?")[0]  # a figure's state follows the question mark
            if not target.is_file() or (anchor and target in pages and anchor not in pages[target].ids):
                broken.append(f"{path.relative_to(built_book)}: {link}")
    assert broken == []


def test_no_page_loads_a_file_from_elsewhere(pages):
    loaded = [link for page in pages.values() for tag, link in page.links if tag in LOADING_TAGS]
    assert [link for link in loaded if urlsplit(link).netloc] == []
