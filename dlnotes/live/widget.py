"""The figure in Jupyter.

- The same drawing and the same program as in the page, with the controls' values synced to Python. (FigureWidget)
"""

from pathlib import Path

import anywidget
import traitlets

STATIC = Path(__file__).parent / "static"


class FigureWidget(anywidget.AnyWidget):
    """values: name → value of every control. What the reader moves arrives here; what Python sets, moves."""

    _esm = STATIC / "figure.mjs"
    _css = STATIC / "figure.css"
    payload = traitlets.Dict().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)

    def __init__(self, figure):
        super().__init__(payload=figure.payload, values=dict(figure.values))
        self.figure = figure
        figure.values.listeners.append(lambda values: self.set_trait("values", dict(values)))

    @traitlets.validate("values")
    def _check(self, proposal):
        """Refuse what a control would refuse, whether it comes from Python or from the screen."""
        figure = getattr(self, "figure", None)
        if figure is None:
            return proposal["value"]
        return figure.check(proposal["value"])

    @traitlets.observe("values")
    def _store(self, change):
        if hasattr(self, "figure"):
            self.figure.values.current = self.figure.start() | change["new"]

    def __repr__(self):
        return f"<FigureWidget {self.figure.name}>"
