"""Every exercise has its folded solution, and every code exercise its check, both of a start and of the solution."""

import importlib
import json
import re
from pathlib import Path

import pytest

from dlnotes.check.exercise import Exercise
from tests.test_repository import TOPICS

CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"

every_chapter = pytest.mark.parametrize("chapter", TOPICS)


def cells(chapter, kind):
    found = json.loads((CHAPTERS / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if cell["cell_type"] == kind]


def prose(chapter):
    return "\n".join("".join(cell["source"]) for cell in cells(chapter, "markdown"))


@every_chapter
def test_every_exercise_has_its_solution(chapter):
    text = prose(chapter)
    exercises = re.findall(r"^`{3,}\{exercise\}.*\n:label: (\S+)$", text, re.MULTILINE)
    solutions = re.findall(r"^`{3,}\{solution(?:-start)?\} (\S+)$", text, re.MULTILINE)
    assert len(exercises) == text.count("{exercise}")
    assert sorted(solutions) == sorted(exercises)


@every_chapter
def test_every_solution_is_folded_and_comes_to_an_end(chapter):
    text = prose(chapter)
    solutions = len(re.findall(r"\{solution(?:-start)?\}", text))
    assert len(re.findall(r"\{solution(?:-start)?\} \S+\n:class: dropdown\n", text)) == solutions
    assert text.count("{solution-start}") == text.count("{solution-end}")


@every_chapter
def test_a_chapter_checks_a_start_that_is_not_right_yet_and_a_solution_that_is(chapter):
    topic = TOPICS[chapter]
    module = importlib.import_module(f"dlnotes.check.{topic}")
    verdicts = {name: [] for name, value in vars(module).items() if isinstance(value, Exercise)}
    for cell in cells(chapter, "code"):
        for name in re.findall(rf"^check\.{topic}\.(\w+)\(", "".join(cell["source"]), re.MULTILINE):
            verdicts[name].append("".join(cell["outputs"][0]["data"]["text/plain"]).split()[0])
    assert verdicts == dict.fromkeys(verdicts, ["Not", "Right:"])
