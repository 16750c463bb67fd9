"""The figure in the built book.

- The markup that the front end brings to life, with a still picture in its place until then. (figure_html)
"""

import html
import json

from .numbers import write_number
from .picture import picture_uri
from .typeset import plain
from .variant import describe


def figure_html(figure):
    """A `div` with the figure's data. It holds no program text, so it works under `script-src 'self'`."""
    data = json.dumps(figure.payload, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<div class="dlnotes-figure" id="{figure.name}" data-figure="{figure.name}" '
        f'data-title="{html.escape(plain(figure.title))}">'
        f'<img class="dlnotes-still" src="{picture_uri(figure)}" alt="{html.escape(spoken(figure))}">'
        f'<script type="application/json">{data}</script></div>'
    )


def spoken(figure, values=None):
    """Title and description in words, with the numbers for `values` (default: the start)."""
    values = figure.start() | (values or {})
    pieces = describe(figure, figure.arguments(values), figure.compute(values))
    words = "".join(say_piece(piece) for piece in pieces)
    return f"{plain(figure.title)}. {words}"


def say_piece(piece):
    if "array" in piece:
        return write_number(piece["array"], piece["format"])
    words = piece["words"]
    return words if isinstance(words, str) else plain(f"${words['tex']}$")
