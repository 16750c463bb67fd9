"""axe-core has nothing to say about any page: light, dark and narrow. `test_wcag.py` measures what axe does not."""

import pytest

from tests.book.pages import PAGES, ROOT, open_page

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
# axe cannot read MathML, so a header that is a formula looks empty to it; and preloading style sheets needs a server.
RUN = """async () => {
  const rules = { "target-size": { enabled: true } }; // 24 by 24 pixels, or room around; off unless asked for
  const options = { preload: false, resultTypes: ["violations"], rules };
  return (await axe.run({ exclude: "th:has(> p > .math:only-child)" }, options)).violations;
}"""


@pytest.mark.parametrize(("colours", "width"), [("light", 1280), ("dark", 1280), ("light", 380)])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(page, built_book, name, colours, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=colours)
    open_page(page, built_book, name)
    assert page.locator("html").get_attribute("data-theme") == colours
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate(RUN)
    assert [f"{rule['id']}: {node['html'][:200]}" for rule in violations for node in rule["nodes"]] == []
