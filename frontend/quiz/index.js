/** The contract with a host: show the quiz of a model in an element. */

import {html} from "../dom.js";
import {createQuiz} from "./quiz.js";

const NOTHING_KEPT = {wasRight: () => false, answered() {}};

/** `model`: get("payload"), as anywidget has it; a page's model has `progress` besides, which remembers answers. */
export function render({model, el}) {
  try {
    const payload = model.get("payload");
    el.classList.add("dlnotes-host");
    el.replaceChildren(createQuiz(payload, model.progress ?? NOTHING_KEPT));
    el.dlnotes = {payload, ready: true};
  } catch (error) {
    console.error(error);
    el.append(
      html("p", {class: "dlnotes-failure"}, "These questions could not be started; the browser’s console says why."),
    );
  }
}

export default {render};
