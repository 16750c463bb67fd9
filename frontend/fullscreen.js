/** The figure on the whole screen, or, where a browser does not allow that, on the whole page. */

const CLASS = "dlnotes-full";

/**
 * Returns {toggle(), cover(full), isFull(), sizeOnPage(), stop()}; `onChange` is called after every change. `cover` is
 * for a presentation, which has the screen itself and says when the figure covers the page.
 */
export function createFullScreen(root, onChange) {
  const isFull = () => root.classList.contains(CLASS);
  const measure = () => ({width: root.offsetWidth, height: root.offsetHeight});
  const sizeOnPage = () => size ?? measure();
  let isPresented = false;
  let size = null; // of the figure in its page, while it covers the page

  function show(full) {
    if (full === isFull()) return;
    size = full ? sizeOnPage() : null;
    root.classList.toggle(CLASS, full);
    onChange(full);
  }

  async function toggle() {
    if (isFull()) {
      if (document.fullscreenElement === root) await document.exitFullscreen();
      show(false);
      return;
    }
    show(true);
    try {
      await root.requestFullscreen();
    } catch {
      // iPhones have no full screen, and a page may forbid it: the figure then covers the page.
    }
  }

  function cover(full) {
    isPresented = full;
    if (full) size = sizeOnPage(); // before its type becomes larger
    root.classList.toggle("dlnotes-presented", full);
    show(full);
  }

  const follow = () => !isPresented && document.fullscreenElement !== root && show(false);
  const leave = (event) => event.key === "Escape" && !document.fullscreenElement && show(false);
  document.addEventListener("fullscreenchange", follow);
  root.addEventListener("keydown", leave);
  const stop = () => document.removeEventListener("fullscreenchange", follow);
  return {toggle, cover, isFull, sizeOnPage, stop};
}
