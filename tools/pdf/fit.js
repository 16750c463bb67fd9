// Runs in the document after its formulas are typeset and before it is printed.

// What is still too wide for its place after wrapping gets smaller letters.
for (const wide of document.querySelectorAll("mjx-container, table")) {
  const room = wide.closest("p, li, td, th, dd, div, figcaption, section").clientWidth;
  const width = wide.tagName === "TABLE" ? wide.offsetWidth : wide.scrollWidth;
  if (room && width > room) wide.style.fontSize = `${Math.floor((99 * room) / width)}%`;
}

// A formula is a picture made of letters; its TeX stands for it in readers that speak, and in the list of headings.
for (const { typesetRoot, math } of window.MathJax.startup.document.math) {
  typesetRoot.setAttribute("role", "img");
  typesetRoot.setAttribute("aria-label", math);
}

/** The texts of all headings, without the links in them. */
window.headings = () =>
  [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((heading) => {
    const copy = heading.cloneNode(true);
    copy.querySelectorAll(".back").forEach((link) => link.remove());
    copy.querySelectorAll("mjx-container").forEach((formula) => formula.replaceWith(formula.ariaLabel));
    return copy.textContent.trim();
  });
