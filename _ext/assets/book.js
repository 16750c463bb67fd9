// A browser may refuse to keep anything for this book. The theme does not expect that: give it a memory that ends with
// the page.
try {
  localStorage.getItem("mode");
} catch {
  const memory = new Map();
  const value = {
    getItem: (key) => memory.get(key) ?? null,
    setItem: (key, text) => void memory.set(key, String(text)),
    removeItem: (key) => void memory.delete(key),
  };
  Object.defineProperty(window, "localStorage", { value });
}

// Light or dark, before the first paint.
for (const key of ["mode", "theme"]) {
  document.documentElement.dataset[key] = localStorage.getItem(key) || "auto";
}

// A formula that is wider than the page scrolls: let the keyboard reach it, and only then.
const wide = new ResizeObserver((formulas) => {
  for (const { target } of formulas) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
// A formula in the text cannot break. One that is wider than its paragraph gets a box of its own.
const paragraphs = new ResizeObserver((changes) => changes.forEach(({ target }) => boxWideFormulas(target)));

function boxWideFormulas(paragraph) {
  const formulas = [...paragraph.querySelectorAll(":is(:scope, :scope > strong) > .math > mjx-container")];
  formulas.forEach((formula) => formula.classList.remove("is-wide"));
  const isWide = formulas.map((formula) => formula.getBoundingClientRect().width > paragraph.clientWidth + 1);
  formulas.forEach((formula, i) => {
    formula.classList.toggle("is-wide", isWide[i]);
    if (isWide[i]) formula.tabIndex = 0;
    else formula.removeAttribute("tabindex");
  });
}

document.addEventListener("DOMContentLoaded", async () => {
  await window.MathJax?.startup?.promise;
  document.querySelectorAll("mjx-container[display]").forEach((formula) => wide.observe(formula));
  const texts = document.querySelectorAll("p:has(> .math), p:has(> strong > .math), dt:has(> .math)");
  texts.forEach((paragraph) => paragraphs.observe(paragraph));
});
