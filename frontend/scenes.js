/** Named settings as numbered chips; the number is also the key. */

import {html} from "./dom.js";
import {QUIET} from "./controls/shared.js";

/** Returns {element or null, mark(index)}: `mark` shows which scene the figure is in, −1 for none. */
export function createScenes(scenes, apply) {
  if (scenes.length === 0) return {element: null, mark() {}};
  const chips = scenes.map(({name}, i) => {
    const number = html("span", {class: "dlnotes-key", "aria-hidden": "true"}, String(i + 1));
    const attributes = {type: "button", class: "dlnotes-chip", "aria-keyshortcuts": String(i + 1), ...QUIET};
    const chip = html("button", attributes, number, name);
    chip.addEventListener("click", () => apply(i));
    return chip;
  });
  const element = html("div", {class: "dlnotes-scenes", role: "group", "aria-label": "Scenes"}, ...chips);
  const mark = (index) => chips.forEach((chip, i) => chip.setAttribute("aria-pressed", String(i === index)));
  mark(-1);
  return {element, mark};
}
