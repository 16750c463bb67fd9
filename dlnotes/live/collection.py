"""Find figures where they are declared; nobody registers them anywhere else.

- Every figure of a package. (figures_in)
"""

import importlib
import pkgutil

from .errors import FigureError
from .figure import Figure


def figures_in(package):
    """name → Figure, for all modules of a package, in the order of declaration."""
    found = {}
    for module in pkgutil.iter_modules(package.__path__):
        for name, value in vars(importlib.import_module(f"{package.__name__}.{module.name}")).items():
            if not isinstance(value, Figure):
                continue
            if value.name != name or found.get(name, value) is not value:
                raise FigureError(
                    f"two figures are called `{value.name}`; a link names a figure, so each name is used once"
                )
            found[name] = value
    return found
