"""Frames of the screen and steps of the state while a figure plays. (measure)

At 60 frames a second nothing is dropped; the speed of playing is chosen as a reader would.
"""

SECONDS, WARM_UP = 4, 1
PLAYED = {"playground": "1", "learning_to_read": "1", "transformer_opened": "8"}  # figure → speed

# Returns [frames per second, steps per second].
MEASURE = """async (place, [speed, seconds, warmUp]) => {
    const select = place.querySelector('[aria-label="Speed"]');
    select.value = speed;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    place.querySelector('[aria-label="Play"]').click();
    const frame = () => new Promise(requestAnimationFrame);
    const count = async (milliseconds) => {
        const start = performance.now();
        const before = place.dlnotes.runtime.steps;
        let frames = 0;
        while (performance.now() - start < milliseconds) {
            await frame();
            frames += 1;
        }
        const elapsed = (performance.now() - start) / 1000;
        return [frames / elapsed, (place.dlnotes.runtime.steps - before) / elapsed];
    };
    await count(1000 * warmUp);
    const result = await count(1000 * seconds);
    place.querySelector('[aria-label="Pause"]')?.click();
    return result;
}"""


def measure(page, pages):
    """figure → (frames per second, steps per second). pages: path → names of the figures on it."""
    rates = {}
    for name, speed in PLAYED.items():
        path = next(path for path, names in pages.items() if name in names)
        page.goto(path.as_uri())
        page.evaluate("async () => { if (window.MathJax) await MathJax.startup.promise; }")
        place = page.locator(f'.dlnotes-figure[data-figure="{name}"]')
        place.evaluate("(place) => place.scrollIntoView({ block: 'start', behavior: 'instant' })")
        rates[name] = place.evaluate(MEASURE, [speed, SECONDS, WARM_UP])
    return rates
