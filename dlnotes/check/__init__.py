"""Checks of a reader's own functions, one module per chapter: `check.linear.mse_gradient(mine)`.

A check calls the reader's function on fixed and random inputs, compares with the book's function, and says what is
wrong: a known mistake by its sentence, any other by an input with what was expected and what came.
"""

from dlnotes.check import (
    attention,
    backprop,
    convolution,
    deep,
    linear,
    losses,
    regions,
    sequences,
    sgd,
    shallow,
)

__all__ = [
    "attention",
    "backprop",
    "convolution",
    "deep",
    "linear",
    "losses",
    "regions",
    "sequences",
    "sgd",
    "shallow",
]
