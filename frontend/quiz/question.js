/** One question: its text, the fields for an answer, and the verdict. */

import {html, icon} from "../dom.js";
import {QUIET} from "../controls/shared.js";
import {richText} from "../text.js";
import {fields} from "./fields.js";
import {grade, rightAnswers} from "./grade.js";

const TICK = "M5 12.5l4.5 4.5L19 7.5";
const AGAIN = "M4 5v5h5M4.6 10a8 8 0 1 1-.4 4";
const TRIES = 2; // wrong ones, before the answer is offered

/**
 * `host`: {glyphs, wasRight, answered(isRight)}: whether it was answered right before, and whom to tell now.
 * Returns the element, an item of a list.
 */
export function createQuestion(question, number, {glyphs, wasRight, answered}) {
  const field = fields[question.kind](question, glyphs);
  const verdict = html("div", {class: "dlnotes-verdict", role: "status"});
  const state = html("span", {class: "dlnotes-hidden"});
  const mark = html("span", {class: "dlnotes-tick-box", "aria-hidden": "true"}, String(number));
  const text = html("span", {}, state, richText(question.text, glyphs).element);
  const legend = html("legend", {}, html("span", {class: "dlnotes-asked"}, mark, text));
  const check = html("button", {type: "submit", class: "dlnotes-check", ...QUIET}, "Check");
  const offer = html("button", {type: "button", class: "dlnotes-offer", hidden: true, ...QUIET}, "Show the answer");
  const buttons = html("div", {class: "dlnotes-buttons"}, check, offer);
  const form = html("form", {novalidate: true}, html("fieldset", {}, legend, field.element), buttons, verdict);
  const element = html("li", {class: "dlnotes-question"}, form);
  let misses = 0;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const result = grade(question, field.read());
    if (result.problem) return say("open", result.problem, []);
    say(result.isRight ? "right" : "wrong", result.opening, result.hints);
    if (result.isRight) solve();
    else misses += 1;
    offer.hidden = result.isRight || misses < TRIES;
    answered(result.isRight);
  });
  offer.addEventListener("click", () => {
    say("open", "The answer:", rightAnswers(question), question.why);
    offer.hidden = true;
    field.first.focus(); // the button that had the focus is gone
  });
  form.addEventListener("input", () => say("", "", [])); // a verdict belongs to the answer it was given for

  function say(kind, opening, texts, after) {
    element.dataset.state = kind;
    const paragraph = (rich) => richText(rich, glyphs, "p").element;
    const words = html("div", {}, html("p", {class: "dlnotes-opening"}, opening), ...texts.map(paragraph));
    if (after) words.append(paragraph(after));
    const sign = {right: TICK, wrong: AGAIN}[kind];
    verdict.replaceChildren(...(opening ? [...(sign ? [icon(sign)] : []), words] : []));
  }

  function solve() {
    element.classList.add("dlnotes-met");
    mark.replaceChildren(icon(TICK));
    state.textContent = `Question ${number}, answered right: `;
  }

  state.textContent = `Question ${number}: `;
  if (wasRight) solve();
  return element;
}
