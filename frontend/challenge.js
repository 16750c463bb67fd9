/** Something to achieve, and the tick when it is. */

import {html, icon} from "./dom.js";
import {richText} from "./text.js";

/** Returns {element or null, update(runtime)}. */
export function createChallenge(challenge, glyphs) {
  if (!challenge) return {element: null, update() {}};
  const {element: words} = richText(challenge.text, glyphs);
  const tick = html("span", {class: "dlnotes-tick-box"}, icon("M5 12.5l4.5 4.5L19 7.5"));
  const verdict = html("span", {class: "dlnotes-hidden", role: "status"});
  const element = html("div", {class: "dlnotes-challenge"}, tick, words, verdict);
  let wasMet = null;

  function update(runtime) {
    const isMet = runtime.data(challenge.met)[0] > 0;
    if (isMet === wasMet) return;
    element.classList.toggle("dlnotes-met", isMet);
    verdict.textContent = isMet ? "Achieved." : "";
    wasMet = isMet;
    // Heard by the page, which remembers it; nobody listens in Jupyter.
    element.dispatchEvent(new CustomEvent("dlnotes:challenge", {bubbles: true, detail: {isMet}}));
  }

  return {element, update};
}
