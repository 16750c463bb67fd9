/** Which theme the page wears. The rules live in figure.css; here we only read their verdict. */

/** Whether the element is on a dark page. */
export const isDark = (element) => getComputedStyle(element).getPropertyValue("--dlnotes-theme").trim() === "dark";

/** Call back when the page may have changed its theme; returns a function that stops it. */
export function watchTheme(callback) {
  const observer = new MutationObserver(callback);
  const watched = {attributes: true, attributeFilter: ["data-theme", "data-jp-theme-light", "class", "theme"]};
  observer.observe(document.documentElement, watched);
  observer.observe(document.body, watched);
  const preference = matchMedia("(prefers-color-scheme: dark)");
  const print = matchMedia("print");
  preference.addEventListener("change", callback);
  print.addEventListener("change", callback);
  return () => {
    observer.disconnect();
    preference.removeEventListener("change", callback);
    print.removeEventListener("change", callback);
  };
}

/** Whether the reader asked for little motion. */
export const prefersStillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
