// Runs in the document after its formulas are typeset and before it is printed.

/** What is too wide for its place after wrapping, in pixels of its place and of itself; or null. */
function measure(wide) {
  const room = wide.closest("p, li, td, th, dd, div, figcaption, section").clientWidth;
  const width = Math.max(wide.scrollWidth, wide.getBoundingClientRect().width);
  return room > 0 && width > room + 1 ? { room, width } : null;
}

// A formula in the column of text may use the margin, too. What is still too wide then gets smaller letters.
for (const wide of document.querySelectorAll("mjx-container, table")) {
  if (!measure(wide)) continue;
  if (wide.parentElement.matches("div.math")) wide.parentElement.style.marginRight = 0;
  const excess = measure(wide);
  if (!excess) continue;
  const share = (0.96 * excess.room) / excess.width; // not all of the room: a comma may follow
  wide.style.fontSize = `${share * parseFloat(getComputedStyle(wide).fontSize)}px`;
}

for (const { typesetRoot, math } of window.MathJax.startup.document.math) typesetRoot.dataset.tex = math;

/** The words of all headings, without the links in them; a formula gives its TeX. */
window.headings = () =>
  [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((heading) => {
    const copy = heading.cloneNode(true);
    copy.querySelectorAll(".back").forEach((link) => link.remove());
    copy.querySelectorAll("mjx-container").forEach((formula) => formula.replaceWith(formula.dataset.tex));
    return copy.textContent.trim();
  });

/** What would be missing or cut on paper, in words. */
window.problems = () => {
  const edge = document.documentElement.clientWidth + 1;
  const found = (selector, isBad, problem) =>
    [...document.querySelectorAll(selector)]
      .filter(isBad)
      .map((element) => `${problem}: ${element.outerHTML.slice(0, 200)}`);
  return [
    ...found("img", (image) => !image.naturalWidth, "no picture"),
    ...found("mjx-merror, .math:not(:has(mjx-container))", () => true, "no formula"),
    ...found("body :not(mjx-container *)", (one) => one.getBoundingClientRect().right > edge, "too wide"),
  ];
};
