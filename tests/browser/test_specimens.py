"""Every kind of mark and control, whether the book uses it yet or not; and proof that a wrong picture is noticed."""

import pytest

import dlnotes.live.controls
from dlnotes.live.page import figure_html
from tests.browser.comparators import COMPARATORS, compare_mark
from tests.browser.drawn import marks_of, view_of
from tests.browser.hands import (
    BY_KEYBOARD,
    BY_MOUSE,
    drag_handles,
    follow,
    handles_of,
    moves_the_picture,
    nudge_handle,
    pictures,
)
from tests.browser.live import Live
from tests.browser.specimens import SPECIMENS
from tests.conftest import ROOT

STATIC = ROOT / "dlnotes" / "live" / "static"
MARK_KINDS = {path.stem for path in (ROOT / "frontend" / "marks").glob("*.js")} - {"index"}
CONTROL_KINDS = {kind.__name__ for kind in dlnotes.live.controls.Control.__subclasses__()} | {"Point"}

every_specimen = pytest.mark.parametrize("name", SPECIMENS)


@pytest.fixture(scope="module")
def specimen_page(tmp_path_factory):
    """A bare page with all specimens, as the book would hold them."""
    head = f'<link rel="stylesheet" href="{(STATIC / "figure.css").as_uri()}">'
    script = f'<script src="{(STATIC / "figure.js").as_uri()}"></script>'
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dlnotes.live.page.picture_uri", lambda figure: "data:,")  # drawing still pictures takes seconds
        body = "\n".join(map(figure_html, SPECIMENS.values()))
    path = tmp_path_factory.mktemp("specimens") / "specimens.html"
    path.write_text(
        f"<!doctype html><html lang=en data-theme=light><meta charset=utf-8>{head}<body>{body}{script}", "utf-8"
    )
    return path


@pytest.fixture
def open_specimen(tab, specimen_page):
    def open_figure(name):
        if tab.url != specimen_page.as_uri():
            tab.goto(specimen_page.as_uri())
        return Live(tab, SPECIMENS[name]).at_start()

    tab.problems.clear()
    yield open_figure
    assert not tab.problems


def test_every_kind_of_mark_has_a_comparator_and_a_specimen():
    used = {
        mark.kind for each in SPECIMENS.values() for panel in each.compute(each.start()).panels for mark in panel.marks
    }
    assert sorted(MARK_KINDS - set(COMPARATORS)) == [], "add a function to COMPARATORS in tests/browser/comparators.py"
    assert sorted(MARK_KINDS - used) == [], "add a figure with this mark to tests/browser/specimens.py"


def test_every_kind_of_control_has_its_moves_and_a_specimen():
    used = {type(control).__name__ for each in SPECIMENS.values() for control in each.controls}
    assert sorted(CONTROL_KINDS - set(BY_MOUSE)) == [], "add a row to BY_MOUSE in tests/browser/hands.py"
    assert sorted(CONTROL_KINDS - set(BY_KEYBOARD)) == [], "add a row to BY_KEYBOARD in tests/browser/hands.py"
    assert sorted(CONTROL_KINDS - used) == [], "add a figure with this control to tests/browser/specimens.py"


@every_specimen
@pytest.mark.parametrize("hands", [BY_MOUSE, BY_KEYBOARD], ids=["mouse", "keyboard"])
def test_every_control_draws_what_numpy_computes(open_specimen, name, hands):
    live = open_specimen(name)
    for control in live.figure.controls:
        assert moves_the_picture(live, control, hands, thorough=True), f"`{control.name}` moves nothing that is drawn"


def test_handles_follow_the_mouse_and_the_arrow_keys(open_specimen):
    live = open_specimen("dragged")
    for place, _ in live.figure.compute(live.figure.start()).handles():
        assert pictures(follow(live.at_start(), drag_handles(live, place))) > 1
        for number in range(handles_of(live, place).count()):
            assert pictures(follow(live.at_start(), nudge_handle(live, place, number), thorough=True)) > 1


@pytest.mark.parametrize(
    "value", [0, -0.001, 0.005, 0.125, 1.005, 2.5, -2.5, 99.995, 999.9995, 123456.7, -1999999.999, 1e-3]
)
def test_numbers_are_written_as_python_writes_them(open_specimen, value):
    live = open_specimen("numbers")
    assert live.set(value=value) == []
    live.compare()


# ----- A comparison that cannot fail proves nothing -----

GROUPS, LAYERS = "g[data-mark], .dlnotes-canvases canvas", ".dlnotes-layer"
SPOIL = {
    "shifted by one pixel": (f"{GROUPS}, {LAYERS}", """(part) => (part.style.translate = "1px 0")"""),
    "in another colour": ("g[data-mark]", """(part) => part.style.setProperty("--color", "#123456")"""),
    "without its last part": (
        f"g[data-mark], {LAYERS}",
        """(part) =>
        [...part.querySelectorAll("path, rect, circle, text, .dlnotes-label")]
            .findLast((each) => each.checkVisibility() && each.style.display !== "none")?.remove()""",
    ),
}


@every_specimen
@pytest.mark.parametrize("how", SPOIL)
def test_a_wrong_picture_is_noticed(open_specimen, name, how):
    """All marks are spoilt at once; each of them must be found wrong."""
    live = open_specimen(name)
    before = live.compare()
    selector, script = SPOIL[how]
    live.root.locator(selector).evaluate_all(f"(parts) => parts.forEach({script})")
    seen = live.seen()
    live.page.goto("about:blank")
    drawing = live.drawing(before)
    for panel, whole, spoilt in zip(drawing.panels, before["panels"], seen["panels"], strict=True):
        pairs = zip(marks_of(panel, whole), marks_of(panel, spoilt), strict=True)
        for (mark, was), (_, found) in pairs:
            if was == found:
                assert not was["shapes"] and not was["words"] or mark.kind == "text" and how == "in another colour"
                continue
            with pytest.raises(AssertionError):
                compare_mark(mark, found, view_of(spoilt, seen))
