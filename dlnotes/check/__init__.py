"""Checks of a reader's own functions, one module per chapter: `check.linear.mse_gradient(mine)`.

A check calls the reader's function on fixed and random inputs, compares with the book's function, and says what is
wrong: a known mistake by its sentence, any other by an input with what was expected and what came.

A chapter imports only its own checks.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=[
        "linear",
        "shallow",
        "regions",
        "deep",
        "losses",
        "sgd",
        "convolution",
        "backprop",
        "sequences",
        "attention",
    ],
)
