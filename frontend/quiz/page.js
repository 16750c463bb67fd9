/** Brings the quizzes of a page to life, and keeps what its reader has met and answered. A classic script. */

import {createProgress} from "../progress/progress.js";
import {createStore} from "../progress/store.js";
import {showHere} from "../progress/here.js";
import {showWhereAmI} from "../progress/where-am-i.js";
import {render} from "./index.js";

const progress = createProgress(createStore("dlnotes-progress"));

function mount(place) {
  const payload = JSON.parse(place.querySelector('script[type="application/json"]').textContent);
  const {name} = payload;
  const kept = {
    wasRight: (key) => progress.answers.get(`${name}/${key}`) === true,
    answered: (key, isRight) => progress.answer(`${name}/${key}`, isRight),
  };
  render({model: {get: () => payload, progress: kept}, el: place});
}

/** A challenge counts as met if it was open before: one that holds from the start is nobody's achievement. */
function followChallenges() {
  const open = new Set();
  document.addEventListener("dlnotes:challenge", ({target, detail}) => {
    const name = target.closest(".dlnotes-figure")?.dataset.figure;
    if (!name) return;
    if (!detail.isMet) open.add(name);
    else if (open.has(name)) progress.meet(name);
  });
}

followChallenges(); // figures begin to report before the page is ready

function mountAll() {
  document.querySelectorAll(".dlnotes-quiz").forEach(mount);
  showHere(progress);
  showWhereAmI(progress);
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", mountAll);
else mountAll();
