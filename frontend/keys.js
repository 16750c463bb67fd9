/** The keys of a figure, heard while the focus is inside it. */

/** `table`: a list of {key, words, run}. Nothing leaves the figure: JupyterLab has shortcuts of its own. */
export function listenToKeys(root, table) {
  root.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.target.closest("dialog")) return; // what lies behind it rests
    if (event.key === " " && usesSpace(event.target)) return;
    const entry = table.find(({key}) => key === event.key);
    if (!entry) return;
    event.preventDefault();
    entry.run();
  });
}

export const isTyping = (element) => element.matches("input[type=text], select, textarea");
const usesSpace = (element) => element.matches("button, summary, a, input[type=checkbox], input[type=radio]");
