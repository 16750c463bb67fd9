"""From measurements to tables.

- Median and 95th percentile. (summary)
- One row: what, ours, peers, budget, and whether it holds. (Row, table)
- Put a table between two marks of a file. (refresh)
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Row:
    """budget: as written; None for a row without one. holds: whether ours keeps it."""

    what: str
    ours: str
    peers: str = ""
    budget: str = ""
    holds: bool | None = None


def summary(times, digits=1):
    """81.0 / 146.2: the median and the 95th percentile."""
    return " / ".join(f"{np.percentile(times, share):.{digits}f}" for share in (50, 95))


def within(times, median, worst):
    return bool(np.percentile(times, 50) <= median and np.percentile(times, 95) <= worst)


def table(rows):
    verdict = {True: "yes", False: "**no**", None: ""}
    cells = [["what", "ours", "peers", "budget", "holds"], ["---"] * 5]
    cells += [[row.what, row.ours, row.peers, row.budget, verdict[row.holds]] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def plain_table(head, lines):
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in [head, ["---"] * len(head), *lines])


def refresh(path, text, start="<!-- benchmarks -->", end="<!-- /benchmarks -->"):
    """Replace what stands between the two marks."""
    content = path.read_text(encoding="utf-8")
    before, _, rest = content.partition(start)
    _, _, after = rest.partition(end)
    if not rest or end not in rest:
        raise SystemExit(f"{path.name} needs the lines {start} and {end}")
    path.write_text(f"{before}{start}\n{text}\n{end}{after}", encoding="utf-8", newline="\n")
