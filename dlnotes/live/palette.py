"""The colours of the book, by role. The page and Matplotlib's pictures read the same table.

- The colour of a role in light or dark. (color)
- The stops of a colour scale. (stops)
"""

import json
from functools import cache
from pathlib import Path

from .errors import FigureError


@cache
def palette():
    return json.loads((Path(__file__).parent / "palette.json").read_text())


def color(role, theme="light"):
    roles = palette()["roles"]
    if role not in roles:
        raise FigureError(f"no colour has the role {role!r}; the roles are {', '.join(roles)}")
    return roles[role][theme]
