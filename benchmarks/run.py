"""Measure everything that has a budget, with its peers in the same run, and write the tables.

    python benchmarks/run.py [--tests]

--tests runs the whole test suite as well, for its time. The tables go to benchmarks/results.md and into README.md.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[1:1] = [str(ROOT), str(ROOT / "tools")]

import builds  # noqa: E402
import figures  # noqa: E402
import lighthouse  # noqa: E402
import peers  # noqa: E402
import playing  # noqa: E402
import programs  # noqa: E402
import sizes  # noqa: E402
import training  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from report import Row, plain_table, refresh, summary, table, within  # noqa: E402

from tests.browser.found import shown_in  # noqa: E402
from tests.conftest import CHROMIUM_FLAGS  # noqa: E402
from tests.replay import replay  # noqa: E402

BOOK = ROOT / "_build" / "html"
RESULTS = ROOT / "benchmarks" / "results.md"
KB = 1000


def in_browser():
    """Everything that needs a browser: (version, times of figures, of peers, rates, weights of pages)."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=programs.chromium(), args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        pages = shown_in(BOOK)
        print("figures …")
        drawn = figures.measure(page, pages)
        print("playing …")
        played = playing.measure(page, pages)
        print("peers in JupyterLab …")
        in_lab = peers.measure(page, figures.MEASURE)
        weights = sizes.pages(page, pages)
        version = browser.version
        browser.close()
    return version, drawn, in_lab, played, weights


def time_of_tests():
    before = time.perf_counter()
    subprocess.run([sys.executable, "-m", "pytest", "-q"], cwd=ROOT, check=True)
    return time.perf_counter() - before


def rows_of_drawing(drawn, in_lab):
    moved, chosen = figures.split(drawn)
    slow = {name: summary(times) for name, times in moved.items() if not within(times, 2, 6)}
    slowest = max(moved, key=lambda name: sorted(moved[name])[int(0.95 * len(moved[name]))])
    own = next(name for name in in_lab if "fit_by_hand" in name)
    others = "; ".join(f"{name} {summary(times)}" for name, times in in_lab.items() if name != own)
    yield Row(
        f"control moved → drawn, {len(moved)} figures, ms", summary(together(moved)), others, "2 / 6 for each", not slow
    )
    yield Row(f"the slowest, `{slowest}`, ms", summary(moved[slowest]), "", "2 / 6", within(moved[slowest], 2, 6))
    yield Row(f"{own}, ms", summary(in_lab[own]))
    if chosen:
        yield Row("another program chosen → drawn, ms", summary(together(chosen)))


def together(times):
    return [time for each in times.values() for time in each]


def row_of_training():
    print("training …")
    ours, *others = training.measure(replay()).items()
    words = "; ".join(f"{name} {summary(times)}" for name, times in others)
    return Row("one training step, 2-8-8-1 tanh, batch 10, µs", summary(ours[1]), words, "8", within(ours[1], 8, 1e9))


def rows_of_playing(played):
    for name, (frames, steps) in played.items():
        words = f"{frames:.0f} ({steps:.0f} steps per second)"
        yield Row(f"`{name}` while it plays, frames per second", words, "", "60", frames >= 59)
    tokens = played["transformer_opened"][1]
    yield Row("`transformer_opened`, tokens per second", f"{tokens:.0f}", "", "30", tokens >= 30)


def rows_of_sizes(weights):
    files = sizes.bundles()
    loaded = [files[name] for name in ("figure.js", "figure.css")]
    raw, packed = (sum(size[i] for size in loaded) / KB for i in (0, 1))
    yield Row("front end, kB gzipped", f"{packed:.1f} ({raw:.0f} raw)", "", "60", packed <= 60)
    heaviest = max(weights, key=weights.get)
    size = weights[heaviest] / KB
    yield Row(f"heaviest page, `{heaviest.stem}`, all it loads, kB gzipped", f"{size:.0f}", "", "1500", size <= 1500)


def rows_of_lighthouse():
    print("Lighthouse …")
    with lighthouse.compressing_server(BOOK) as server:
        for name in lighthouse.PAGES:
            runs = [performance(f"{server}/{name}.html") for _ in range(3)]
            mark = sorted(runs)[1]
            yield Row(f"Lighthouse, performance of `{name}`, median of 3", str(mark), "", "90", mark >= 90)


def performance(address):
    return lighthouse.marks(programs.chromium(), CHROMIUM_FLAGS, address, ["performance"])["performance"][0]


def rows_of_builds():
    print("builds …")
    times = builds.measure()
    budgets = {"cold": 240, "one chapter edited": 30}
    for name, seconds in times.items():
        budget = budgets.get(name)
        yield Row(f"the book, {name}, s", f"{seconds:.0f}", "", str(budget or ""), budget and seconds <= budget)


def details(drawn, weights):
    """The tables that the README leaves out."""
    lines = [
        [f"`{name}`", control, summary(times, 2)]
        for name, controls in drawn.items()
        for control, times in controls.items()
    ]
    files = [[name, f"{raw / KB:.1f}", f"{packed / KB:.1f}"] for name, (raw, packed) in sizes.bundles().items()]
    loads = [[path.relative_to(BOOK).as_posix(), f"{size / KB:.0f}"] for path, size in weights.items()]
    return "\n\n".join(
        [
            "## Each control of each figure\n\nMilliseconds from event to layout, median / 95th percentile.",
            plain_table(["figure", "control", "ms"], lines),
            "## Sizes",
            plain_table(["file", "kB", "kB gzipped"], files),
            plain_table(["page with everything that it loads", "kB gzipped"], loads),
        ]
    )


HOW = """Medians and 95th percentiles; peers in the same run. A control is moved by the event that a hand causes. The
time runs until the picture is updated and laid out (ours), or until the kernel's new picture is decoded or plotted
(peers)."""


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--tests", action="store_true", help="run all tests as well, for their time")
    wanted = options.parse_args()
    version, drawn, in_lab, played, weights = in_browser()
    rows = [*rows_of_drawing(drawn, in_lab), row_of_training(), *rows_of_playing(played)]
    rows += [*rows_of_sizes(weights), *rows_of_lighthouse(), *rows_of_builds()]
    if wanted.tests:
        seconds = time_of_tests()
        rows.append(Row("all tests, s", f"{seconds:.0f}", "", "600", seconds <= 600))
    text = f"{HOW}\nMeasured on {os.cpu_count()} processors with headless Chromium {version}.\n\n{table(rows)}"
    RESULTS.write_text(f"# Benchmarks\n\n{text}\n\n{details(drawn, weights)}\n", encoding="utf-8", newline="\n")
    refresh(ROOT / "README.md", text)
    print(text)


if __name__ == "__main__":
    main()
