/** Words to type, as tokens of a vocabulary. */

import {html} from "../dom.js";
import {caption, nameOf, QUIET} from "./shared.js";

export function create(control, host) {
  let good = control.start;
  const field = html("input", {
    type: "text",
    class: "dlnotes-words-field",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-label": nameOf(control),
    ...QUIET,
  });

  function commit(isFinal) {
    const found = problem(control, field.value);
    if (!found) host.change((good = field.value));
    if (!found || isFinal) host.say(found); // a word half typed is no mistake yet
  }

  field.addEventListener("input", () => commit(false));
  field.addEventListener("change", () => commit(true));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") commit(true);
    if (event.key === "Escape") {
      field.value = good;
      host.say(null);
    }
  });
  const show = (value) => {
    good = value;
    if (field.value !== value) field.value = value;
  };
  return {element: [caption(control, host.glyphs), field], show};
}

/** {ids}: the place of each token in the vocabulary; {unknown}: the first piece that is none. */
function tokenise({vocabulary, separator}, text) {
  const ids = [];
  if (separator) {
    for (const word of text.split(separator).filter(Boolean)) {
      if (!vocabulary.includes(word)) return {unknown: word};
      ids.push(vocabulary.indexOf(word));
    }
    return {ids};
  }
  for (let place = 0; place < text.length;) {
    const fitting = vocabulary.filter((token) => text.startsWith(token, place));
    if (fitting.length === 0) return {unknown: text[place]};
    const longest = fitting.reduce((best, token) => (token.length > best.length ? token : best));
    ids.push(vocabulary.indexOf(longest));
    place += longest.length;
  }
  return {ids};
}

export function problem(control, value) {
  if (typeof value !== "string") return `${nameOf(control)} must be a text.`;
  const {ids, unknown} = tokenise(control, value);
  if (unknown) return `${nameOf(control)}: “${unknown}” is not in the vocabulary.`;
  if (ids.length > control.most) return `${nameOf(control)} holds at most ${control.most} tokens, not ${ids.length}.`;
  return null;
}

/** What the program receives: `most` places in the vocabulary, −1 behind the end. */
export function toInput(value, control) {
  const {ids} = tokenise(control, value);
  return Array.from({length: control.most}, (_, i) => ids[i] ?? -1);
}

export const toText = (value) => value;
export const fromText = (text) => text;
export const between = () => undefined;
