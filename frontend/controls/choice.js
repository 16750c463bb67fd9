/** One of several: buttons side by side, a list when there are many. */

import {html, uniqueId} from "../dom.js";
import {plainText, richText} from "../text.js";
import {caption, nameOf, QUIET} from "./shared.js";

const MOST_BUTTONS = 5;

export function create(control, host) {
  const make = control.options.length > MOST_BUTTONS ? createList : createButtons;
  return make(control, host);
}

function createList(control, host) {
  const options = control.options.map(({value, label}, i) => html("option", {value: i}, plainText(label) || value));
  const list = html("select", {class: "dlnotes-select", "aria-label": nameOf(control), ...QUIET}, ...options);
  list.addEventListener("change", () => host.change(control.options[list.value].value));
  const show = (value) => {
    list.value = indexOf(control, value);
  };
  return {element: [caption(control, host.glyphs), list], show};
}

function createButtons(control, host) {
  const name = uniqueId("choice");
  const radios = control.options.map(({value}) => {
    const radio = html("input", {type: "radio", name, class: "dlnotes-hidden-input", ...QUIET});
    radio.addEventListener("change", () => host.change(value));
    return radio;
  });
  const buttons = control.options.map(({value, label}, i) => {
    const words = richText(label ?? String(value), host.glyphs).element;
    return html("label", {class: "dlnotes-segment"}, radios[i], words);
  });
  const group = html("span", {class: "dlnotes-segments", role: "radiogroup", "aria-label": nameOf(control)});
  group.append(...buttons);
  const show = (value) => {
    radios.forEach((radio, i) => (radio.checked = i === indexOf(control, value)));
  };
  return {element: [caption(control, host.glyphs), group], show};
}

const indexOf = (control, value) => control.options.findIndex((option) => option.value === value);

export function problem(control, value) {
  if (indexOf(control, value) >= 0) return null;
  const names = control.options.map((option) => option.value).join(", ");
  return `“${nameOf(control)}” must be one of ${names}, not ${value}.`;
}
/** The number of the option, where the program can be the same for all of them. */
export const toInput = (value, control) => indexOf(control, value);

export const toText = (value) => String(value);
export const fromText = (text, control) => control.options.find(({value}) => String(value) === text)?.value ?? text;
export const between = () => undefined;
