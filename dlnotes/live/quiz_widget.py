"""A quiz in Jupyter.

- The same questions and the same verdicts as in the page; nothing is kept. (QuizWidget)
"""

import anywidget
import traitlets

from .widget import STATIC


class QuizWidget(anywidget.AnyWidget):
    _esm = STATIC / "quiz.mjs"
    _css = STATIC / "figure.css"
    payload = traitlets.Dict().tag(sync=True)

    def __init__(self, quiz):
        super().__init__(payload=quiz.payload)
        self.quiz = quiz

    def __repr__(self):
        return f"<QuizWidget {self.quiz.name}>"
