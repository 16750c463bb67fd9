// Typesets the formulas in short portions, first those in sight, so that the page answers to the reader meanwhile.
(() => {
  const PORTION = 8; // formulas; on a slow machine about 50 ms
  const pause = () => new Promise((resolve) => setTimeout(resolve));

  function nearestFirst(elements) {
    const distances = new Map(Array.from(elements, (element) => [element, distanceFromView(element)]));
    return [...elements].sort((a, b) => distances.get(a) - distances.get(b));
  }

  function distanceFromView(element) {
    const { top, bottom } = element.getBoundingClientRect();
    return Math.max(0, top - innerHeight, -bottom);
  }

  async function typesetAll() {
    const formulas = nearestFirst(document.querySelectorAll(".math"));
    for (let i = 0; i < formulas.length; i += PORTION) {
      await window.MathJax.typesetPromise(formulas.slice(i, i + PORTION));
      await pause();
    }
  }

  window.MathJax = { ...window.MathJax, startup: { pageReady: typesetAll } };
})();
