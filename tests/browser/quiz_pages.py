"""Bare pages with quizzes, laid out as the book's are, and answers given on them.

- Write a page. (write_page)
- A question of an open page. (Asked)
"""

import json

from tests.conftest import ROOT

STATIC = ROOT / "dlnotes" / "live" / "static"
PAGE = """<!doctype html><html lang="en" data-theme="{theme}"><meta charset="utf-8"><title>Questions</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="{static}/figure.css">
<style>html {{ background: var(--dlnotes-surface); font: 16px sans-serif }}
body {{ max-width: 44rem; margin: auto; padding: 0 1rem }}
a {{ color: var(--dlnotes-data-text) }} h1 {{ color: var(--dlnotes-ink) }}</style>
<body><main><article><h1>A chapter</h1>{body}</article></main>{here}
<script src="{static}/quiz.js" defer></script><script src="{static}/figure.js" defer></script>"""


def island(data, kind):
    return f'<script type="application/json" class="{kind}">{json.dumps(data)}</script>'


def write_page(path, body, theme="light", here=None):
    """here: what `_ext/dlnotes_progress.py` says of the page, if anything."""
    text = PAGE.format(
        static=STATIC.as_uri(), body=body, theme=theme, here=island(here, "dlnotes-here") if here else ""
    )
    path.write_text(text, encoding="utf-8")
    return path


class Asked:
    """question: the declaration. element: the item of the list that shows it."""

    def __init__(self, question, element):
        self.question, self.element = question, element
        self.verdict = element.get_by_role("status")

    def give(self, answer):
        """Answer with the mouse, and check."""
        if self.question.kind == "numeric":
            self.element.get_by_role("textbox").fill(answer)
        elif self.question.kind == "single":
            self.element.get_by_role("radio").nth(answer).check()
        else:
            for number, box in enumerate(self.element.get_by_role("checkbox").all()):
                box.set_checked(number in answer)
        self.check()

    def check(self):
        self.element.get_by_role("button", name="Check").click()

    def says(self, opening, rich=()):
        """Whether the verdict begins like this, and holds all words of a rich text."""
        words = " ".join(self.verdict.inner_text().split())
        wanted = (" ".join(part.split()) for part in rich if isinstance(part, str))
        return words.startswith(opening) and all(part in words for part in wanted)


def asked_on(page, quiz):
    """The questions of a quiz on an open page."""
    place = page.locator(f"#{quiz.name}")
    page.wait_for_function("(place) => place.dlnotes?.ready", arg=place.element_handle())
    items = place.locator(".dlnotes-question")
    assert items.count() == len(quiz.questions)
    return [Asked(question, items.nth(number)) for number, question in enumerate(quiz.questions)]
