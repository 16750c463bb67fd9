/** A quiz: a list of questions. */

import {html} from "../dom.js";
import {createQuestion} from "./question.js";

/**
 * `host`: {wasRight(key), answered(key, isRight)}: what is known of a question, and whom to tell of an answer.
 * Returns the element.
 */
export function createQuiz({name, questions, glyphs}, host) {
  const items = questions.map((question, i) =>
    createQuestion(question, i + 1, {
      glyphs,
      wasRight: host.wasRight(question.key),
      answered: (isRight) => host.answered(question.key, isRight),
    }),
  );
  const element = html("div", {class: "dlnotes dlnotes-questions", "data-name": name, role: "group"});
  element.setAttribute("aria-label", "Questions");
  element.append(html("ol", {}, ...items));
  element.addEventListener("keydown", (event) => event.stopPropagation()); // JupyterLab has shortcuts of its own
  return element;
}
