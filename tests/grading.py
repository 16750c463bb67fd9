"""The page's own judgement of answers, asked in Node.

- Grade many answers at once. (grade_all)
- Every answer that a question foresees, with the hint that it should get. (foreseen)
"""

import json
import subprocess
from pathlib import Path

FRONTEND = Path(__file__).parent.parent / "frontend"


def grade_all(pairs):
    """pairs: of a question and an answer to it. Returns the verdicts, as the page gives them."""
    jobs = [{"question": question.payload(), "answer": answer} for question, answer in pairs]
    command = ["node", "quiz/grade.mjs"]
    done = subprocess.run(command, cwd=FRONTEND, input=json.dumps(jobs), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def foreseen(question):
    """Returns right answers, and pairs (wrong answer, its hint)."""
    payload = question.payload()
    if question.kind == "numeric":
        wrong = [(repr(slip["value"]), slip["hint"]) for slip in payload["wrong"]]
        return [repr(payload["value"]), payload["shown"]], [*wrong, ("123456789.5", payload["otherwise"])]
    options = list(enumerate(payload["options"]))
    if question.kind == "single":
        right = [number for number, option in options if option["right"]]
        return right, [(number, option["hint"]) for number, option in options if not option["right"]]
    right = [number for number, option in options if option["right"]]
    extra = [([*right, number], option["hint"]) for number, option in options if not option["right"]]
    missing = [([other for other in right if other != number], options[number][1]["hint"]) for number in right]
    return [right], extra + missing
