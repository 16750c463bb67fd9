"""Text with mathematics in it, set by Matplotlib.

- Split "slope $\\phi_1$" into words and formulas. (parts)
- Turn a formula into one outline, the same in the page, in Jupyter and on paper. (glyph)
"""

import re
from functools import cache

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import MathTextParser
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from .errors import FigureError

SIZE = 100  # points; outlines are divided by it, so that 1 is one em
FONT = FontProperties(math_fontfamily="cm", size=SIZE)  # Computer Modern, like the formulas of the page's text
LETTERS = {Path.MOVETO: ("M", 1), Path.LINETO: ("L", 1), Path.CURVE3: ("Q", 2), Path.CURVE4: ("C", 3)}


def parts(text):
    """ "slope $\\phi_1$" → ["slope ", {"tex": "\\phi_1"}]; an empty list for None."""
    if not text:
        return []
    pieces = re.split(r"(?<!\\)\$", text)
    if len(pieces) % 2 == 0:
        raise FigureError(f"a formula must have a `$` at both ends; one is missing in {text!r}")
    mixed = [{"tex": piece} if index % 2 else piece.replace(r"\$", "$") for index, piece in enumerate(pieces)]
    return [part for part in mixed if part]


@cache
def glyph(tex):
    """The outline of a formula, y downwards from the baseline.

    {"path": SVG path, "width", "height" above the baseline, "depth" below it}, all in em.
    """
    formula = re.sub(r"(?<=,)(\\?\s*)-", r"\1{-}", f"${tex}$")  # a sign, which Matplotlib sets like a difference
    try:
        width, total, depth = MathTextParser("path").parse(formula, 72, FONT.copy())[:3]
        outline = TextPath((0, 0), formula, prop=FONT)
    except ValueError as error:
        raise FigureError(f"${tex}$ cannot be typeset: {str(error).strip().splitlines()[-1]}") from None
    width, height, depth = (round(float(length) / SIZE, 3) for length in (width, total - depth, depth))
    return {"path": svg_path(outline), "width": width, "height": height, "depth": depth}


def svg_path(outline):
    commands, index = [], 0
    vertices, codes = outline.vertices / SIZE * [1, -1], outline.codes
    while index < len(codes):
        if codes[index] == Path.CLOSEPOLY:
            commands.append("Z")
            index += 1
            continue
        letter, count = LETTERS[codes[index]]
        commands.append(letter + " ".join(map(short, np.ravel(vertices[index : index + count]))))
        index += count
    return "".join(commands)


def short(number):
    return f"{number:.3f}".rstrip("0").rstrip(".").replace("-0.", "-.").removeprefix("0") or "0"


def plain(text):
    """The same text for a screen reader or a terminal: `$\\phi_0$` becomes "phi 0"."""
    return "".join(part if isinstance(part, str) else say(part["tex"]) for part in parts(text))


def say(tex):
    words = re.sub(r"\\(boldsymbol|mathbf|mathrm|hat|bar|left|right|,|;|!)", " ", tex)
    words = re.sub(r"\\frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r" \1 over \2 ", words)
    words = re.sub(r"\\(cdot|times)(?![A-Za-z])", " times ", words)
    words = words.replace(r"\nabla", " gradient of ").replace("^2", " squared").replace(r"\lVert", "norm of ")
    words = re.sub(r"[\\{}_^]|rVert", " ", words)
    return re.sub(r"\s+", " ", words).strip()
