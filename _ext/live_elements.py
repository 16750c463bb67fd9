"""Figures and quizzes in the pages of the book, found in the HTML that `dlnotes.live` writes for them."""

import html
import json
import re
from typing import NamedTuple

ELEMENT = re.compile(
    r'<div class="dlnotes-(?P<kind>figure|quiz)"(?P<attributes>[^>]*)>(?P<shown>.*?)'
    r'<script type="application/json">(?P<payload>.*?)</script></div>',
    re.DOTALL,
)


class LiveElement(NamedTuple):
    """kind: "figure" or "quiz". title, alt, still: of a figure, as plain words and as the address of its picture."""

    kind: str
    payload: dict
    title: str
    alt: str
    still: str
    markup: str

    @property
    def name(self):
        return self.payload["name"]


def live_elements(text, kind=None):
    """Every figure and every quiz in some HTML, or those of one kind, in their order."""
    for match in ELEMENT.finditer(text):
        if kind in (None, match["kind"]):
            still = re.match(r"<img [^>]*>", match["shown"])
            words = [attribute(match["attributes"], "data-title")]
            words += [attribute(still[0] if still else "", name) for name in ("alt", "src")]
            yield LiveElement(match["kind"], json.loads(match["payload"]), *words, match[0])


def attribute(tag, name):
    """The value of an attribute, or nothing."""
    found = re.search(rf' {name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""
