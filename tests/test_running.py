"""What the page "Run it yourself" promises: the files for Binder, and the steps that a machine can check."""

import os
import re
import tomllib
from pathlib import Path
from types import SimpleNamespace

import dlnotes_address
import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "guide" / "running.md").read_text(encoding="utf-8")
BINDER = ROOT / ".binder"
NOT_FROM_PIP = {"jupyterlab": "Binder brings its own", "torch": "conda-forge has it for the processor alone"}


def pins_of_the_chapters():
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    section = re.search(r"^# what the chapters import\n(.*?)(?:\n\n|\Z)", text, re.DOTALL | re.MULTILINE)[1]
    return dict(line.split("==") for line in section.splitlines())


def environment():
    return yaml.safe_load((BINDER / "environment.yml").read_text(encoding="utf-8"))["dependencies"]


def test_binder_installs_what_the_chapters_import_at_the_versions_of_the_book():
    listed = next(each["pip"] for each in environment() if isinstance(each, dict))
    wanted = {name: pin for name, pin in pins_of_the_chapters().items() if name not in NOT_FROM_PIP}
    assert dict(line.split("==") for line in listed) == wanted
    assert "pytorch-cpu" in environment()


def test_binder_runs_a_python_that_the_book_allows():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=")
    chosen = next(line for line in environment() if str(line).startswith("python=")).removeprefix("python=")
    assert [int(part) for part in chosen.split(".")] >= [int(part) for part in oldest.split(".")]


def test_binder_can_run_its_last_step():
    script = BINDER / "postBuild"
    assert script.read_text(encoding="utf-8").startswith("#!/bin/bash\n")
    assert os.name != "posix" or os.access(script, os.X_OK)


def test_the_package_brings_everything_that_colab_may_lack():
    """Colab has NumPy, SciPy, scikit-learn, Matplotlib, ipywidgets and PyTorch; pip takes the rest from this list."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    there = {"ipywidgets", "jupyterlab", "torch"}
    assert set(pins_of_the_chapters()) - there <= set(project["dependencies"])


def test_the_steps_without_make_are_those_of_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```\n(.*?)```", GUIDE, re.DOTALL)
    steps = next(block for block in blocks if block.startswith("python3 -m venv")).splitlines()
    assert [line for line in steps if line not in readme] == []


@pytest.mark.parametrize(
    ("url", "shown"), [("", dlnotes_address.PLACE), ("https://example.org/a/b", "https://example.org/a/b")]
)
def test_the_page_names_the_address_of_the_repository_once_it_is_known(url, shown):
    app = SimpleNamespace(config=SimpleNamespace(html_theme_options={"repository_url": url}))
    source = [GUIDE]
    dlnotes_address.write_address(app, dlnotes_address.PAGE, source)
    assert f"git clone {shown} deep-learning-notes" in source[0]
    assert (dlnotes_address.PLACE in source[0]) == (not url)
