/** The small buttons of a figure. */

import {html, icon} from "./dom.js";
import {QUIET} from "./controls/shared.js";

const ICONS = {
  reset: "M4.5 12a7.5 7.5 0 1 0 2.4-5.5M4.5 4v4.2h4.2",
  link: "M10 13.5a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1.2 1.2M14 10.5a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1.2-1.2",
  share: "M4.5 4.5h5v5h-5zM14.5 4.5h5v5h-5zM4.5 14.5h5v5h-5zM14.5 14.5h1.5v1.5M19.5 14.5v5h-5v-1",
  full: "M4.5 9V4.5H9M15 4.5h4.5V9M19.5 15v4.5H15M9 19.5H4.5V15",
  help: "M9 9.2a3 3 0 1 1 4.3 2.7c-.8.4-1.3 1-1.3 2v.4M12 17.6v.1",
};

/** `actions`: a list of {icon, label, key, run}. */
export function createToolbar(actions) {
  const buttons = actions.map(({icon: name, label, key, run}) => {
    const title = `${label} (${key})`;
    const attributes = {type: "button", class: "dlnotes-tool", title, "aria-label": label, "aria-keyshortcuts": key};
    const button = html("button", {...attributes, "data-tool": name, ...QUIET}, icon(ICONS[name]));
    button.addEventListener("click", run);
    return button;
  });
  return html("div", {class: "dlnotes-toolbar", role: "group", "aria-label": "Figure"}, ...buttons);
}
