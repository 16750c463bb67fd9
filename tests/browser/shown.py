"""How numbers, words and colours appear in the page.

- A number in a Python format, with true minus signs and typeset powers of ten. (shown)
- Words with formulas and live numbers. (words, filled)
- The colours of roles and of ramps. (color_of, ramp_color, same_color)
"""

import itertools
import re

import numpy as np

from dlnotes.live.palette import palette
from dlnotes.live.typeset import glyph

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def shown(value, spec):
    """Every text that is right: two where the number lies so near the middle of two that its last bit decides."""
    value = float(value)
    if not np.isfinite(value):
        return {"—" if np.isnan(value) else "∞" if value > 0 else "−∞"}
    near = 1e-9 * abs(value)
    return {typeset(python_format(number, spec)) for number in (value - near, value, value + near)}


def python_format(value, spec):
    if spec.endswith("d"):
        return format(round(value), spec)
    return format(value, spec if spec.startswith("+") else f"z{spec}")  # the page writes 0.00, never −0.00


def typeset(text):
    """-1.50e-06 → −1.50 × 10⁻⁶"""
    text = re.sub(r"e([+-]\d+)", lambda power: f" × 10{str(int(power[1])).translate(SUPERSCRIPTS)}", text)
    return text.replace("-", "−")


def words(parts):
    """Parts of a text as `seen.js` reads them: a formula is its outline between « and »."""
    return "".join(part if isinstance(part, str) else f"«{glyph(part['tex'])['path']}»" for part in parts)


def filled(template, numbers):
    """Every text that is right for a template with live numbers. numbers: channel → number."""
    choices = [
        shown(numbers[part["channel"]], part["format"]) if "channel" in part else {words([part])} for part in template
    ]
    return {"".join(choice) for choice in itertools.product(*choices)}


def color_of(role, theme):
    """[red, green, blue] of a role."""
    return rgb(palette()["roles"][role or "ink"][theme])


def rgb(text):
    """[red, green, blue] of #abc, #aabbcc or rgb(…)."""
    if text.startswith("#"):
        digits = text[1:] if len(text) == 7 else "".join(2 * digit for digit in text[1:])
        return [int(digits[i : i + 2], 16) for i in (0, 2, 4)]
    return [float(number) for number in re.findall(r"[\d.]+", text)[:3]]


def ramp_color(name, theme, share):
    """[red, green, blue] at `share` in [0, 1] of a ramp with equally spaced stops."""
    stops = np.array([rgb(stop) for stop in palette()[name][theme]], dtype=float)
    places = np.linspace(0, 1, len(stops))
    return [float(np.interp(share, places, channel)) for channel in stops.T]


def same_color(got, wanted, what):
    """got: a CSS colour; wanted: [red, green, blue], which the page may round."""
    assert got, f"{what} has no colour of its own"
    assert np.max(np.abs(np.subtract(rgb(got), wanted))) <= 2, f"{what} has the colour {got}, not rgb{tuple(wanted)}"
