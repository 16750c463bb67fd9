"""The colours of the book, by role. The page and Matplotlib's pictures read the same table.

- The colour of a role in light or dark. (color)
- Refuse a role that has none. (check_role)
"""

import json
from functools import cache
from pathlib import Path

from .errors import FigureError


@cache
def palette():
    return json.loads((Path(__file__).parent / "palette.json").read_text())


def check_role(role):
    roles = palette()["roles"]
    if role is not None and role not in roles:
        raise FigureError(f"no colour has the role {role!r}; the roles are {', '.join(roles)}")


def color(role, theme="light"):
    check_role(role)
    return palette()["roles"][role][theme]
