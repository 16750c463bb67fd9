"""The questions of the book, one module per chapter: `questions.linear.check_yourself`.

A chapter imports only its own questions, because their numbers are computed by the functions that it explains.
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
