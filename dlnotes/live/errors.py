"""What the engine says when a figure cannot be made.

- Refuse an operation, naming the author's line and the remedy. (RecordingError)
- Refuse a declaration or a value, naming the rule. (FigureError, QuizError)
"""

import linecache
import sys
from pathlib import Path

import numpy as np

ENGINE = Path(__file__).parent
NUMPY = Path(np.__file__).parent


class FigureError(ValueError):
    """A figure, a control or a mark was declared in a way that cannot work."""


class QuizError(ValueError):
    """A question was declared in a way that would not help a reader."""


class RecordingError(TypeError):
    """A figure's function did something with a control that cannot be replayed in the page."""

    def __init__(self, problem, remedy):
        super().__init__(f"{problem} {remedy}{author_line()}")


def author_line():
    """Name the innermost line that belongs neither to the engine nor to NumPy."""
    frame = sys._getframe(1)
    while frame is not None and is_inside_library(frame.f_code.co_filename):
        frame = frame.f_back
    if frame is None:
        return ""
    filename, number = frame.f_code.co_filename, frame.f_lineno
    source = linecache.getline(filename, number).strip()
    place = "this cell" if "ipykernel" in filename or filename.startswith("<ipython") else Path(filename).name
    return f"\n  in {place}, line {number}: {source}" if source else ""


def is_inside_library(filename):
    if filename.startswith("<"):  # NumPy's dispatchers are compiled from strings; a notebook's cell is not
        return filename.startswith("<__array_function__")
    parents = Path(filename).parents
    return ENGINE in parents or NUMPY in parents
