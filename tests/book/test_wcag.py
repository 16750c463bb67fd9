"""What WCAG 2.2 asks for and axe does not measure: the focus, motion, dragging, and formulas wider than a phone."""

import pytest

import dlnotes.figures
from dlnotes.live.collection import figures_in
from tests.book.pages import CONTENTS, PAGES, open_page
from tests.conftest import watched_page

FIGURES = figures_in(dlnotes.figures)

# Both walks go through everything that takes the focus. A control may show it on a part of itself or on its label.
TOOLS = """
const takers = () => [...document.querySelectorAll(
  "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex^='-'])")].filter((element) =>
  !element.disabled && element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }) &&
  element.getClientRects().length);
const named = (element) => element.outerHTML.replace(/\\\\s+/g, " ").slice(0, 120);
"""
SHOWN = [
    "outline",
    "boxShadow",
    "backgroundColor",
    "borderColor",
    "textDecorationLine",
    "stroke",
    "strokeWidth",
    "fill",
]
UNSEEN_FOCUS = (
    "() => {"
    + TOOLS
    + """
  const around = (element) => [element, element.parentElement, element.parentElement.parentElement];
  const look = (element) => JSON.stringify([...around(element), element.closest("label"),
    ...element.querySelectorAll("*")].filter(Boolean).slice(0, 30).map((part) => {
      const style = getComputedStyle(part);
      return SHOWN.map((property) => style[property]);
    }));
  const hasThumb = (element) => element.type === "range"; // it shows the focus, and scripts cannot look into it
  return takers().filter((element) => !hasThumb(element)).filter((element) => {
    document.activeElement.blur();
    const before = look(element);
    element.focus({ preventScroll: true });
    return document.activeElement === element && look(element) === before;
  }).map(named);
}""".replace("SHOWN", str(SHOWN))
)
COVERED_FOCUS = (
    "async () => {"
    + TOOLS
    + """
  document.documentElement.style.scrollBehavior = "auto";
  const isSeen = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const shares = [0.1, 0.5, 0.9];
    return shares.some((across) => shares.some((down) => {
      const found = document.elementFromPoint(left + across * width, top + down * height);
      return found && (element.contains(found) || found.contains(element) || found === element.closest("label"));
    }));
  };
  scrollTo(0, document.documentElement.scrollHeight);
  const covered = takers().reverse().filter((element) => {
    element.focus(); // from below, so that each comes to lie at the upper edge, where the bar of the page is
    return document.activeElement === element && !isSeen(element);
  });
  const found = [];
  for (const element of covered) {
    element.blur();
    element.focus();
    await new Promise((resolve) => setTimeout(resolve, 600)); // the theme's contents make way for a note
    if (!isSeen(element)) found.push(named(element));
  }
  return found;
}"""
)


def with_keyboard(page, book, name):
    """Open a page, and let the browser know that the keyboard is in use."""
    open_page(page, book, name)
    page.keyboard.press("Tab")


@pytest.mark.parametrize("name", PAGES)
def test_whatever_has_the_focus_shows_it(page, built_book, name):
    with_keyboard(page, built_book, name)
    assert page.evaluate(UNSEEN_FOCUS) == []


@pytest.mark.parametrize("width", [1280, 380])
@pytest.mark.parametrize("name", PAGES)
def test_whatever_has_the_focus_is_not_covered(page, built_book, name, width):
    page.set_viewport_size({"width": width, "height": 700})
    with_keyboard(page, built_book, name)
    assert page.evaluate(COVERED_FOCUS) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_formula_wider_than_a_phone_scrolls_in_its_box_and_the_keyboard_reaches_it(page, built_book, name):
    page.set_viewport_size({"width": 320, "height": 800})
    open_page(page, built_book, name)
    page.wait_for_timeout(100)  # the boxes are watched from the next frame on
    formulas = page.evaluate("""() => [...document.querySelectorAll("mjx-container")]
      .filter((formula) => formula.getClientRects().length)
      .map((formula) => ({
        text: formula.textContent.slice(0, 60),
        wide: formula.hasAttribute("display") && formula.scrollWidth > formula.clientWidth + 1,
        sticksOut: formula.getBoundingClientRect().right > innerWidth + 1
          && !formula.closest(".pst-scrollable-table-container"),
        scrolls: getComputedStyle(formula).overflowX === "auto" && formula.tabIndex === 0,
      }))""")
    assert [each["text"] for each in formulas if each["sticksOut"] or (each["wide"] and not each["scrolls"])] == []


# --- motion


@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_for_a_reader_who_asked_for_little_motion(page, built_book, name):
    open_page(page, built_book, name)
    moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter((element) => {
      const { transitionDuration, animationDuration, animationName, scrollBehavior } = getComputedStyle(element);
      const longest = (text) => Math.max(...text.split(",").map(parseFloat));
      return scrollBehavior === "smooth" || longest(transitionDuration) > 0.01 ||
        (animationName !== "none" && longest(animationDuration) > 0.01);
    }).map((element) => element.outerHTML.slice(0, 120))""")
    assert moving == []


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_the_first_figure_plays_at_once_unless_the_reader_asked_for_little_motion(browser, built_book, motion):
    with watched_page(browser, reduced_motion=motion) as page:
        open_page(page, built_book, CONTENTS["root"])
        steps = "document.querySelector('.dlnotes-figure').dlnotes.runtime.steps"
        if motion == "no-preference":
            page.wait_for_function(f"{steps} > 3")
            page.get_by_role("button", name="Pause").click()  # what moves can be stopped
        paused = page.evaluate(steps)
        page.wait_for_timeout(300)
        assert page.evaluate(steps) == paused
        assert not page.problems


def test_the_first_figure_rests_while_it_is_out_of_sight(browser, built_book):
    with watched_page(browser, reduced_motion="no-preference") as page:
        open_page(page, built_book, CONTENTS["root"])
        page.wait_for_function("document.querySelector('.dlnotes-figure').dlnotes.runtime.steps > 3")
        page.set_viewport_size({"width": 1280, "height": 400})
        page.evaluate("scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })")
        page.locator('.dlnotes-figure [aria-label="Play"]').wait_for(state="attached")
        page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
        page.locator('.dlnotes-figure [aria-label="Pause"]').wait_for(state="attached")


# --- dragging


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
def test_what_a_handle_drags_can_be_set_without_dragging(figure):
    """Sliders answer to a tap and to keys; points and matrices have a field for each number; a cloud takes taps."""
    drawing = list(figure.payload["variants"].values())[0]["drawing"]
    handles = [mark for panel in drawing["panels"] for mark in panel["marks"] if mark["kind"] == "handle"]
    kinds = {control["name"]: control["kind"] for control in figure.payload["controls"]}
    moved = {name for mark in handles for name in mark["options"]["drag"].get("outputs", {})}
    moved |= {mark["options"]["drag"]["points"] for mark in handles if "points" in mark["options"]["drag"]}
    assert {name for name in moved if kinds[name] not in ("slider", "points", "matrix", "choice", "toggle")} == set()
