"""Formulas inside texts, set as outlines by Matplotlib."""

import re

import pytest

from dlnotes.live import FigureError
from dlnotes.live.typeset import glyph, parts, plain


def test_formulas_stand_between_dollar_signs_and_an_escaped_dollar_is_money():
    assert parts(r"slope $\phi_1$ of \$5") == ["slope ", {"tex": r"\phi_1"}, " of $5"]
    assert parts(None) == []


def test_a_subscript_hangs_below_the_line_and_widens_the_formula():
    letter, indexed = glyph("x"), glyph("x_1")
    assert indexed["width"] > letter["width"] > 0.4
    assert indexed["depth"] > letter["depth"]
    assert 0.4 < letter["height"] < 0.5  # the x-height of Computer Modern is 0.43 em


def test_an_outline_is_an_svg_path_that_stays_inside_its_box():
    outline = glyph(r"\hat\phi_0")
    assert re.fullmatch(r"(?:[MLQC][-\d. ]+|Z)+", outline["path"])
    numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", outline["path"])]
    assert min(numbers[1::2]) >= -outline["height"] - 0.02
    assert max(numbers[1::2]) <= outline["depth"] + 0.02


@pytest.mark.parametrize(
    "tex", [r"\boldsymbol{\phi}", r"\mathbf{x}", r"\nabla L", r"\lambda_\mathrm{max}", r"L-L_{min}"]
)
def test_the_notation_of_the_book_can_be_set(tex):
    assert glyph(tex)["path"]


def test_what_cannot_be_set_is_named():
    with pytest.raises(FigureError, match=r"\\nosuchthing"):
        glyph(r"\nosuchthing")


def test_a_screen_reader_hears_words():
    assert plain(r"$\nabla L$ at $\phi_0$") == "gradient of L at phi 0"


def test_a_minus_behind_a_comma_is_a_sign_and_not_a_difference():
    assert glyph("(0,-1)")["width"] == glyph("(0,{-}1)")["width"]
    assert glyph(r"(0,\ -1)")["width"] == glyph(r"(0,\ {-}1)")["width"]
    assert glyph("x_i-1")["width"] > glyph("x_i{-}1")["width"]
