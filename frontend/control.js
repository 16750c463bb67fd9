/** The board of controls of a figure, each in the colour of what it moves. */

import {roleColor, roleTextColor} from "./colors.js";
import {controls as kinds} from "./controls/index.js";
import {html} from "./dom.js";

/** `change(name, value)` is called when the reader moves one. Returns {element or null, show(values)}. */
export function createControls(controls, glyphs, change) {
  const made = new Map(controls.map((control) => [control.name, createControl(control, glyphs, change)]));
  const element = controls.length
    ? html("div", {class: "dlnotes-controls"}, ...[...made.values()].map((control) => control.element))
    : null;

  function show(values) {
    for (const [name, value] of Object.entries(values)) made.get(name)?.show(value);
  }

  return {element, show};
}

function createControl(control, glyphs, change) {
  const problem = html("span", {class: "dlnotes-problem", role: "alert"});
  const say = (text) => (problem.textContent = text ?? "");
  const host = {glyphs, say, change: (value) => change(control.name, value)};
  const {element: parts, show} = kinds[control.kind].create(control, host);
  const attributes = {class: `dlnotes-control dlnotes-control-${control.kind}`, "data-control": control.name};
  const element = html("div", attributes, ...parts, problem);
  element.style.setProperty("--color", roleColor(control.role));
  element.style.setProperty("--text-color", roleTextColor(control.role));

  return {
    element,
    show(value) {
      say(null);
      show(value);
    },
  };
}
