"""How nbval runs and compares the notebooks of the book."""

import nbval.kernel

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
