"""Slider moved → picture drawn, in JupyterLab, for three figures that show the same. (measure)

`interact` with Matplotlib, Plotly's FigureWidget, and one of ours: five points, a line, residuals, loss, two sliders.
"""

import tempfile
from pathlib import Path

from tests.browser import lab

MOVES, WARM_UP = 60, 10

DATA = """from dlnotes import data, linear
import numpy as np
X, Y = data.five_points()
ENDS = np.array([-1, 5.5])"""

MATPLOTLIB = """import matplotlib.pyplot as plt
from ipywidgets import FloatSlider, interact
def show(intercept, slope):
    phi = np.array([intercept, slope])
    plt.plot(ENDS, intercept + slope * ENDS)
    plt.vlines(X, Y, intercept + slope * X)
    plt.plot(X, Y, "o")
    plt.axis([-1, 5.5, -1, 7])
    plt.title(f"{linear.mse(X, Y, phi):.3f}")
    plt.show()
interact(show, intercept=FloatSlider(1, min=-2, max=6, step=0.05), slope=FloatSlider(0.5, min=-2, max=3, step=0.01));"""

PLOTLY = """import plotly.graph_objects as go
from ipywidgets import FloatSlider, VBox
plot = go.FigureWidget([go.Scatter(x=ENDS, y=ENDS), go.Scatter(mode="lines"), go.Scatter(x=X, y=Y, mode="markers")])
plot.update_layout(xaxis_range=[-1, 5.5], yaxis_range=[-1, 7])
sliders = [FloatSlider(1, min=-2, max=6, step=0.05), FloatSlider(0.5, min=-2, max=3, step=0.01)]
def update(_=None):
    phi = np.array([slider.value for slider in sliders])
    with plot.batch_update():
        plot.data[0].y = linear.predict(ENDS, phi)
        plot.data[1].x = np.repeat(X, 3)
        plot.data[1].y = np.stack([Y, linear.predict(X, phi), np.full(5, np.nan)], axis=-1).ravel()
        plot.layout.title = f"{linear.mse(X, Y, phi):.3f}"
for slider in sliders:
    slider.observe(update, "value")
update()
VBox([*sliders, plot])"""

OURS = """from dlnotes.figures.linear import fit_by_hand
fit_by_hand"""

# Move the handles of ipywidgets' sliders by arrow key, and wait each time until the new picture is there.
MOVE_BY_KEY = """async (cell, [moves, kind]) => {
    const handles = cell.querySelectorAll(".noUi-handle");
    const picture = () => cell.querySelector(".jp-OutputArea img, .widget-output img");
    const plot = cell.querySelector(".js-plotly-plot");

    const pictureReplaced = (before) => new Promise((done) => {
        const observer = new MutationObserver(async () => {
            const now = picture();
            if (!now || now.src === before) return;
            observer.disconnect();
            await now.decode();
            done();
        });
        observer.observe(cell, { childList: true, subtree: true, attributes: true, attributeFilter: ["src"] });
    });
    const plotUpdated = () => new Promise((done) => plot.once("plotly_afterplot", done));

    const times = [];
    for (let i = 0; i < moves; i += 1) {
        const drawn = kind === "plotly" ? plotUpdated() : pictureReplaced(picture().src);
        const before = performance.now();
        const key = i % 40 < 20 ? "ArrowRight" : "ArrowLeft";
        handles[i % 2].dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
        await drawn;
        document.body.getBoundingClientRect();
        times.push(performance.now() - before);
        await new Promise((done) => setTimeout(done, 40));
    }
    return times;
}"""


def measure(page, measure_ours):
    """name → milliseconds per move. measure_ours: script that measures a mounted figure of ours."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lab.write_notebook(folder / "peers.ipynb", DATA, MATPLOTLIB, PLOTLY, OURS)
        with lab.serve(folder) as address:
            lab.open_notebook(page, address, "peers.ipynb")
            cells = page.locator(".jp-CodeCell")
            page.locator(".dlnotes").wait_for(timeout=120_000)
            page.locator(".js-plotly-plot").wait_for(timeout=60_000)
            page.wait_for_timeout(2000)
            times = {
                "`interact` with Matplotlib in JupyterLab": move_by_key(cells.nth(1), "matplotlib"),
                "Plotly FigureWidget in JupyterLab": move_by_key(cells.nth(2), "plotly"),
            }
            place = page.locator(":has(> .dlnotes)")
            ours = place.evaluate(measure_ours, [MOVES, WARM_UP])
            times["`fit_by_hand` in JupyterLab"] = [time for each in ours.values() for time in each]
            page.goto("about:blank")
    return times


def move_by_key(cell, kind):
    cell.scroll_into_view_if_needed()
    cell.locator(".noUi-handle").nth(1).wait_for()
    return cell.evaluate(MOVE_BY_KEY, [MOVES + WARM_UP, kind])[WARM_UP:]
