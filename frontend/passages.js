/** Live texts below the panels: what a reader gave, and what was added to it. */

import {roleTextColor} from "./colors.js";
import {html} from "./dom.js";
import {richText} from "./text.js";

/** Returns {elements, update(figure)}. */
export function createPassages(passages, glyphs) {
  const made = passages.map((passage) => createPassage(passage, glyphs));
  return {elements: made.map(({element}) => element), update: (figure) => made.forEach(({update}) => update(figure))};
}

function createPassage(passage, glyphs) {
  const given = html("span", {class: "dlnotes-given"});
  const added = html("span", {class: "dlnotes-added"});
  const name = richText(passage.label, glyphs, "span", {class: "dlnotes-readout-label"}).element;
  const element = html("p", {class: "dlnotes-passage"}, name, html("span", {class: "dlnotes-running"}, given, added));
  element.style.setProperty("--color", roleTextColor(passage.role));

  function update({runtime, changed}) {
    if (!changed(passage.ids) && !changed(passage.given)) return;
    const [before, behind] = split(passage, runtime.data(passage.ids), runtime.data(passage.given)[0]);
    given.textContent = before;
    added.textContent = behind;
  }

  return {element, update};
}

/** The text up to the token number `count`, and the text from there on. */
function split({words, separator}, ids, count) {
  const parts = [[], []];
  ids.forEach((id, i) => words[id] !== undefined && parts[i < count ? 0 : 1].push(words[id]));
  const [before, behind] = parts.map((part) => part.join(separator));
  return [before, (before && behind ? separator : "") + behind];
}
