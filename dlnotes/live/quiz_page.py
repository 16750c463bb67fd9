"""A quiz in the built book.

- The markup that the front end brings to life; without it questions can be read and answers unfolded. (quiz_html)
"""

import html
import json

from .typeset import parts


def quiz_html(quiz):
    """A `div` with the quiz's data. It holds no program text, so it works under `script-src 'self'`."""
    data = json.dumps(quiz.payload, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
    asked = "".join(f"<li>{asked_html(question)}</li>" for question in quiz.questions)
    answered = "".join(f"<li>{answered_html(question)}</li>" for question in quiz.questions)
    return (
        f'<div class="dlnotes-quiz" id="{quiz.name}" data-quiz="{quiz.name}">'
        f"<ol>{asked}</ol><details><summary>Answers</summary><ol>{answered}</ol></details>"
        f'<script type="application/json">{data}</script></div>'
    )


def asked_html(question):
    text = rich_html(parts(question.text))
    if question.kind == "numeric":
        return f"<p>{text}</p>"
    listed = "".join(f"<li>{rich_html(option['text'])}</li>" for option in question.fields()["options"])
    return f"<p>{text}</p><ul>{listed}</ul>"


def answered_html(question):
    answers = "; ".join(rich_html(parts(answer)) for answer in question.answers())
    return f"<p><strong>{answers}</strong></p><p>{rich_html(parts(question.why))}</p>"


def rich_html(rich):
    return "".join(html.escape(part) if isinstance(part, str) else formula_html(part["tex"]) for part in rich)


def formula_html(tex):
    """As Sphinx writes the formulas of the text: MathJax sets both, on paper, in Jupyter and without our script."""
    return f'<span class="math notranslate nohighlight">\\({html.escape(tex)}\\)</span>'
