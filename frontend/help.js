/** The list of keys, in a dialog. */

import {openDialog} from "./dialog.js";
import {html} from "./dom.js";
import {QUIET} from "./controls/shared.js";

const SHOWN = {" ": "space"};

/** `table`: a list of {key, words, shown}; a row without words is not listed, `shown` stands for the key. */
export function createHelp(table, hasHandles) {
  const listed = table.filter(({words}) => words);
  const rows = listed.map(({key, shown, words}) => row(shown ?? SHOWN[key] ?? key, words));
  rows.push(row("← →", "move the slider that has the focus; with shift ten steps"));
  if (hasHandles) rows.push(row("← → ↑ ↓", "move the handle that has the focus; with shift ten steps"));
  const close = html("button", {type: "button", class: "dlnotes-close", "aria-label": "Close", ...QUIET}, "×");
  const title = html("p", {class: "dlnotes-help-title"}, "Keys, while the focus is in the figure");
  const list = html("dl", {class: "dlnotes-keys"}, ...rows.flat());
  const dialog = html("dialog", {class: "dlnotes-help", "aria-label": "Keys"}, close, title, list);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return {element: dialog, open: () => openDialog(dialog, dialog.parentElement)};
}

const row = (key, words) => [html("dt", {}, html("kbd", {}, key)), html("dd", {}, words)];
