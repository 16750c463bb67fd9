"""Every item and every erratum of the lecture notes is treated in the chapter that chapters/lecture_items.yml names."""

import json
from pathlib import Path

import pytest
import yaml

CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"
LECTURE_ITEMS = yaml.safe_load((CHAPTERS / "lecture_items.yml").read_text(encoding="utf-8"))


def tags(chapter, key):
    """All ids that the cells of a chapter carry in their metadata under `key`."""
    found = json.loads(chapter.read_text(encoding="utf-8"))["cells"]
    return {tag for cell in found for tag in cell["metadata"].get(key, [])}


def test_every_chapter_of_the_map_is_written():
    assert sorted(LECTURE_ITEMS) == sorted(path.stem for path in CHAPTERS.glob("*.ipynb"))


@pytest.mark.parametrize("chapter", sorted(CHAPTERS.glob("*.ipynb")), ids=lambda chapter: chapter.stem)
@pytest.mark.parametrize(("key", "listed"), [("lecture_items", "items"), ("errata", "errata")])
def test_a_chapter_covers_what_the_map_gives_it(chapter, key, listed):
    covered, expected = tags(chapter, key), set(LECTURE_ITEMS[chapter.stem][listed])
    assert {"missing": expected - covered, "foreign": covered - expected} == {"missing": set(), "foreign": set()}


@pytest.mark.parametrize("listed", ["items", "errata"])
def test_no_item_belongs_to_two_chapters(listed):
    every = [item for chapter in LECTURE_ITEMS.values() for item in chapter[listed]]
    assert len(every) == len(set(every))
