"""The figures of the book, one module per chapter: `figures.linear.fit_by_hand`.

A chapter imports only its own figures, because recording those of all chapters takes seconds.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=[
        "cover",
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
