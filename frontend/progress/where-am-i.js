/** The page “Where am I”: what is done, chapter by chapter, and how to take it along or to forget it. */

import {html, icon} from "../dom.js";
import {createExchange} from "./exchange.js";
import {inWords, tally} from "./record.js";

const TICK = "M5 12.5l4.5 4.5L19 7.5";

/** The data of the book: <script type="application/json"> inside .dlnotes-where-am-i, written by `_ext/dlnotes_progress.py`. */
export function showWhereAmI(progress) {
  const place = document.querySelector(".dlnotes-where-am-i");
  if (!place) return;
  const pages = JSON.parse(place.querySelector("script").textContent);
  const list = html("div", {});
  const exchange = createExchange(progress);
  place.replaceChildren(html("div", {class: "dlnotes dlnotes-where"}, list, exchange));

  const sections = pages.map(createSection);
  list.append(...sections.map(({element}) => element));
  progress.follow(() => sections.forEach(({update}) => update(progress.record)));
}

function createSection({title, page, challenges, quizzes}) {
  const names = challenges.map(({name}) => name);
  const words = html("p", {class: "dlnotes-done"});
  const meter = html("span", {class: "dlnotes-meter", "aria-hidden": "true"}, html("span", {}));
  const items = challenges.map((challenge) => createItem(challenge, page));
  const which = html(
    "details",
    {},
    html("summary", {}, "Which challenges?"),
    html("ul", {}, ...items.map(({element}) => element)),
  );
  const heading = html("h2", {}, html("a", {href: page}, title));
  const element = html("section", {}, heading, words, meter, challenges.length ? which : null);

  function update(record) {
    const done = tally(record, names, quizzes);
    const all = done.challenges.all + done.questions.all;
    const open = done.tried ? `; ${done.tried} more tried` : "";
    words.textContent = inWords(done) + open;
    meter.firstChild.style.width = `${(100 * (done.challenges.done + done.questions.done)) / Math.max(1, all)}%`;
    items.forEach((item) => item.update(record));
  }

  return {element, update};
}

function createItem({name, title}, page) {
  const state = html("span", {});
  const box = html("span", {class: "dlnotes-tick-box", "aria-hidden": "true"}, icon(TICK));
  const element = html(
    "li",
    {class: "dlnotes-challenge"},
    box,
    html("span", {}, html("a", {href: `${page}#${name}`}, title), state),
  );

  function update({met}) {
    element.classList.toggle("dlnotes-met", met.has(name));
    state.textContent = met.has(name) ? " (met)" : " (open)";
  }

  return {element, update};
}
