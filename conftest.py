"""How nbval compares the notebooks of the book, and which tests stay together when several workers run them."""

import re

import nbval.kernel
from xdist.scheduler import LoadScopeScheduling

STRIPPED = ("text/html", "image/svg+xml")  # tools/notebooks.py does not store them
start_new_kernel = nbval.kernel.start_new_kernel


def start_twice_if_need_be(*args, **kwargs):
    """Two kernels that start at the same moment may draw the same port: about once in 300 starts, one of them dies."""
    try:
        return start_new_kernel(*args, **kwargs)
    except RuntimeError:
        return start_new_kernel(*args, **kwargs)


nbval.kernel.start_new_kernel = start_twice_if_need_be


def pytest_collection_modifyitems(items):
    for notebook in {item.parent for item in items if hasattr(item.parent, "skip_compare")}:
        notebook.skip_compare += STRIPPED


class Together(LoadScopeScheduling):
    """Cells of a notebook share a kernel, tests of a file their fixtures, tests of a chapter's figures a page."""

    def _split_scope(self, nodeid):
        chapter = re.search(r"^(tests/browser/\w+).*\[(\w+)\.\w+\]$", nodeid)
        return " ".join(chapter.groups()) if chapter else nodeid.split("::")[0]


def pytest_xdist_make_scheduler(config, log):
    return Together(config, log)
