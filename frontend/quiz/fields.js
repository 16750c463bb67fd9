/** Where an answer is given: one entry per kind of question. Each returns {element, read(), first}. */

import {html, uniqueId} from "../dom.js";
import {QUIET} from "../controls/shared.js";
import {richText} from "../text.js";

function choices(type, {options}, glyphs) {
  const name = uniqueId("answer");
  const boxes = options.map((_, i) => html("input", {type, name, value: i, ...QUIET}));
  const lines = options.map(({text}, i) =>
    html("label", {class: "dlnotes-option"}, boxes[i], richText(text, glyphs).element),
  );
  const chosen = () => boxes.flatMap((box, i) => (box.checked ? [i] : []));
  return {element: html("div", {class: "dlnotes-options"}, ...lines), chosen, first: boxes[0]};
}

function single(question, glyphs) {
  const {element, chosen, first} = choices("radio", question, glyphs);
  return {element, read: () => chosen()[0], first};
}

function multiple(question, glyphs) {
  const {element, chosen, first} = choices("checkbox", question, glyphs);
  return {element, read: chosen, first};
}

function numeric({unit}, glyphs) {
  // Phones show a keypad without a minus sign and a fraction bar for "decimal".
  const keypad = {inputmode: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false"};
  const first = html("input", {type: "text", class: "dlnotes-answer", ...keypad, ...QUIET});
  const label = html("span", {}, "Your answer");
  const element = html("label", {class: "dlnotes-numeric"}, label, first, richText(unit, glyphs).element);
  return {element, read: () => first.value, first};
}

export const fields = {single, multiple, numeric};
