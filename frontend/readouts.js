/** Live numbers with their names, in one compact line. */

import {roleTextColor} from "./colors.js";
import {html} from "./dom.js";
import {richText, writeNumber} from "./text.js";

/** Returns {element or null, update(figure)}. */
export function createReadouts(readouts, glyphs) {
  if (readouts.length === 0) return {element: null, update() {}};
  const numbers = readouts.map(() => html("span", {class: "dlnotes-value"}));
  const entries = readouts.map((readout, i) => entry(readout, numbers[i], glyphs));
  const widest = readouts.map(() => 0);

  function update({runtime, changed}) {
    readouts.forEach(({value: id, format}, i) => {
      if (!changed(id)) return;
      const value = runtime.data(id)[0];
      numbers[i].dataset.value = value;
      writeNumber(numbers[i], value, format);
      keepWide(numbers[i], i);
    });
  }

  /** A number never gets narrower, so that those to its right stand still. */
  function keepWide(number, i) {
    const length = number.textContent.length;
    if (length <= widest[i]) return;
    widest[i] = length;
    number.style.minWidth = `${length * 0.56}em`;
  }

  return {element: html("div", {class: "dlnotes-readouts"}, ...entries), update};
}

function entry({name, label, unit, role}, number, glyphs) {
  const words = richText(label, glyphs, "span", {class: "dlnotes-readout-label"}).element;
  const equals = html("span", {class: "dlnotes-equals", "aria-hidden": "true"}, "=");
  const element = html("span", {class: "dlnotes-readout", "data-readout": name}, words, equals, number);
  if (unit) element.append(html("span", {class: "dlnotes-unit"}, unit));
  element.style.setProperty("--color", roleTextColor(role));
  return element;
}
