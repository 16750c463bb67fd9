"""Lighthouse has nothing to say of accessibility, best practices and search engines.

Its fourth mark, performance, is made of times: benchmarks/ measures it.
"""

import lighthouse
import pytest

from tests.conftest import CHROMIUM_FLAGS


@pytest.fixture(scope="module")
def server(built_book):
    with lighthouse.compressing_server(built_book) as address:
        yield address


@pytest.mark.parametrize("name", lighthouse.PAGES)
def test_lighthouse_gives_full_marks(chromium, server, name):
    given = lighthouse.marks(chromium, CHROMIUM_FLAGS, f"{server}/{name}.html", lighthouse.FULL_MARKS)
    assert given == {category: (100, []) for category in lighthouse.FULL_MARKS}
