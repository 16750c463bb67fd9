/** Sentences to the reader: notes that stay until dismissed, and words that pass. */

import {html} from "./dom.js";
import {QUIET} from "./controls/shared.js";

const PASSING = 2500; // milliseconds

/** Returns {element, note(key, text, action), clear(key), pass(text)}. */
export function createNotes() {
  const passing = html("div", {class: "dlnotes-toast", role: "status"});
  const element = html("div", {class: "dlnotes-notes"}, passing);
  const shown = new Map();
  let timer = null;

  function clear(key) {
    shown.get(key)?.remove();
    shown.delete(key);
  }

  function note(key, text, action) {
    clear(key);
    const close = html("button", {type: "button", class: "dlnotes-close", "aria-label": "Dismiss", ...QUIET}, "×");
    close.addEventListener("click", () => clear(key));
    const button = action && html("button", {type: "button", class: "dlnotes-chip", ...QUIET}, action.label);
    button?.addEventListener("click", () => {
      clear(key);
      action.run();
    });
    const box = html("div", {class: "dlnotes-note", role: "alert"}, html("span", {}, text), button, close);
    shown.set(key, box);
    element.append(box);
  }

  function pass(text) {
    passing.textContent = text;
    passing.classList.add("dlnotes-shown");
    clearTimeout(timer);
    timer = setTimeout(() => passing.classList.remove("dlnotes-shown"), PASSING);
  }

  return {element, note, clear, pass};
}
