"""Control moved → figure drawn, for every figure of the built book. (measure)

A move is the event that a hand would cause: `input` on a slider, a click on a choice or a switch, `change` on a typed
number. The time runs from that event until the picture is updated and the browser has laid the page out again, which is
forced; it does not contain the wait for the next frame of the screen, nor the painting.
"""

from tests.browser.found import figure_named

MOVES, WARM_UP = 60, 10

# Returns name of control → milliseconds per move.
MEASURE = """async (place, [moves, warmUp]) => {
    const wait = () => new Promise((done) => setTimeout(done));
    const shuffled = (n) => Array.from({ length: n }, (_, i) => (i * 37) % n / (n - 1)); // far and near moves, all over
    const fire = (element, kind) => element.dispatchEvent(new Event(kind, { bubbles: true }));

    const slide = (track) => (share) => {
        track.value = Number(track.min) + share * (track.max - track.min);
        fire(track, "input");
    };
    const type = (field, [low, high]) => (share) => {
        field.value = String(low + share * (high - low));
        fire(field, "change");
    };
    const pick = (buttons) => (share, i) => buttons[i % buttons.length].click();
    const select = (list) => (share, i) => {
        list.selectedIndex = i % list.options.length;
        fire(list, "change");
    };

    // What is painted, clicked or typed is set as a whole: its start, and nothing.
    const EMPTY = { pad: ({ start }) => start.map((row) => row.map(() => 0)), cloud: () => [], text: () => "" };
    const setWhole = (control) => (share, i) =>
        place.dlnotes.set({ [control.name]: i % 2 ? control.start : EMPTY[control.kind](control) });

    function handFor(box, control) {
        if (control.kind in EMPTY) return setWhole(control);
        const range = box.querySelector("input[type=range]");
        const list = box.querySelector("select");
        const buttons = [...box.querySelectorAll("input[type=radio], input[type=checkbox]")];
        if (range) return slide(range);
        if (list) return select(list);
        if (buttons.length) return pick(buttons);
        const { low, high } = control.x ?? control;
        return type(box.querySelector("input[type=text]"), [low, high]);
    }

    async function time(move) {
        const times = [];
        for (const [i, share] of shuffled(moves + warmUp).entries()) {
            const before = performance.now();
            move(share, i);
            place.dlnotes.draw();
            document.body.getBoundingClientRect();
            times.push(performance.now() - before);
            await wait();
        }
        return times.slice(warmUp);
    }

    const result = {};
    for (const box of place.querySelectorAll(".dlnotes-control")) {
        const control = place.dlnotes.payload.controls.find(({ name }) => name === box.dataset.control);
        result[control.name] = await time(handFor(box, control));
        place.querySelector('[data-tool="reset"]').click();
    }
    const step = place.querySelector('[aria-label="One step"]');
    if (step) result["one step"] = await time(() => step.click());
    return result;
}"""


def measure(page, pages):
    """figure → control → milliseconds per move. pages: path → names of the figures on it."""
    times = {}
    for path, names in pages.items():
        page.goto(path.as_uri())
        page.evaluate("async () => { if (window.MathJax) await MathJax.startup.promise; }")
        for name in names:
            place = page.locator(f"#{name}")
            place.evaluate("(place) => place.scrollIntoView({ block: 'start', behavior: 'instant' })")
            times[name] = place.evaluate(MEASURE, [MOVES, WARM_UP])
    return times


def split(times):
    """Two dicts, figure → milliseconds: controls that move the picture, and those that choose another program."""
    moved, chosen = {}, {}
    for name, controls in times.items():
        structural = set(figure_named(name).structural)
        moved[name] = [t for control, each in controls.items() if control not in structural for t in each]
        chosen[name] = [t for control, each in controls.items() if control in structural for t in each]
    return {k: v for k, v in moved.items() if v}, {k: v for k, v in chosen.items() if v}
