/** A switch. */

import {html} from "../dom.js";
import {caption, nameOf, QUIET} from "./shared.js";

export function create(control, host) {
  const box = html("input", {type: "checkbox", role: "switch", class: "dlnotes-switch", ...QUIET});
  box.addEventListener("change", () => host.change(box.checked));
  const element = html("label", {class: "dlnotes-toggle"}, box, caption(control, host.glyphs));
  const show = (value) => {
    box.checked = value;
  };
  return {element: [element], show};
}

export const problem = (control, value) =>
  typeof value === "boolean" ? null : `“${nameOf(control)}” must be true or false, not ${value}.`;
export const toText = (value) => String(value);
export const fromText = (text) => ({true: true, 1: true, false: false, 0: false})[text];
export const between = () => undefined;
