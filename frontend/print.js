/** Paper is narrower than the screen, and a browser does not announce its width: lay out for a usual one. */

/** Call `relayout` before and after printing; returns a function that stops it. */
export function fitToPaper(root, relayout) {
  const set = (isPrinting) => () => {
    root.classList.toggle("dlnotes-printing", isPrinting);
    relayout();
  };
  const [before, after] = [set(true), set(false)];
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
  return () => {
    removeEventListener("beforeprint", before);
    removeEventListener("afterprint", after);
  };
}
