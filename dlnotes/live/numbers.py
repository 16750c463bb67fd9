"""Numbers as text, the same in Python and in the page.

- Check a format where it is declared. (number_format)
- Write a number. (write_number)
"""

import re

from .errors import FigureError

FORMAT = re.compile(r"\+?(\.\d+)?[dfe%]")


def number_format(spec):
    """Returns `spec` if it means the same on both sides: ".2f", "d", ".1e", ".0%", with "+" for a sign; or None."""
    if spec is not None and not FORMAT.fullmatch(spec):
        raise FigureError(f"a number's format must look like .2f, d, .1e, .0% or +.2f, not {spec!r}")
    return spec


def write_number(value, spec):
    """The text of a number. "d" rounds, since all numbers of the page are floats."""
    return format(round(float(value)) if spec.endswith("d") else float(value), spec)
