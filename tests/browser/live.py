"""A figure on an open page, seen and moved from Python. (Live)"""

import json

from tests.browser.drawn import compare, view_of


class Live:
    """page: with `seen.js` in it. figure: the declaration. place: the element that holds it, if not found by name."""

    def __init__(self, page, figure, place=None):
        self.page, self.figure = page, figure
        self.place = place or page.locator(f'.dlnotes-figure[data-figure="{figure.name}"]')
        self.root = self.place.locator(".dlnotes")

    def ready(self):
        self.page.wait_for_function("(place) => place.dlnotes?.ready", arg=self.place.element_handle(), timeout=20_000)
        return self

    def at_start(self):
        """Back to the start, with all messages dismissed and the mouse let go."""
        self.page.mouse.up()
        if self.page.locator(".dlnotes-full").count():
            self.page.keyboard.press("Escape")
            self.page.evaluate("document.fullscreenElement && document.exitFullscreen()")
        self.ready().place.evaluate("""(place) => {
            place.querySelector('[data-tool="reset"]').click();
            place.querySelectorAll(".dlnotes-note .dlnotes-close").forEach((button) => button.click());
        }""")
        return self

    def seen(self, frames=1):
        """What is shown once `frames` frames have passed and the figure is at rest."""
        return json.loads(self.place.evaluate("(place, frames) => dlnotesSeen(place, { frames })", frames))

    def compare(self):
        """What is shown, after comparing it with NumPy."""
        seen = self.seen()
        compare(self.figure, seen)
        return seen

    def compare_at_rest(self):
        """The same, once the layout has followed a new size."""
        self.seen(frames=4)
        return self.compare()

    def step(self, steps):
        """Click on the button for one step so many times, if any."""
        if not steps:
            return
        script = (
            "(place, n) => { for (let i = 0; i < n; i += 1) place.querySelector('[aria-label=\"One step\"]').click(); }"
        )
        self.place.evaluate(script, steps)

    def restart(self):
        self.place.evaluate("(place) => place.querySelector('[aria-label=\"Back to step 0\"]').click()")

    def compare_after_steps(self, steps=3):
        """The same, after some steps with the values as they are; then the steps are taken back."""
        self.step(steps)
        seen = self.compare()
        assert seen["steps"] == steps
        self.restart()
        return seen

    def values(self):
        return self.place.evaluate("(place) => place.dlnotes.values()")

    def set(self, **values):
        """Set values from outside, as a kernel would; returns the page's sentences about bad ones."""
        return self.place.evaluate("(place, values) => place.dlnotes.set(values)", values)

    def control(self, name):
        return self.root.locator(f'.dlnotes-control[data-control="{name}"]')

    def focus(self):
        """Give the figure the focus, for its keys."""
        self.root.evaluate("(root) => root.focus({ preventScroll: true })")

    def press(self, key):
        self.page.keyboard.press(key)

    def bring(self, locator):
        """Scroll an element to the middle of the window; returns its box on the screen."""
        locator.evaluate("(element) => element.scrollIntoView({ block: 'center', behavior: 'instant' })")
        return locator.bounding_box()

    def drawing(self, seen):
        """The drawing in NumPy for what is seen."""
        return self.figure.compute(seen["values"], seen["steps"])

    def view(self, seen, panel):
        return view_of(seen["panels"][panel], seen)
