/** The line at the top of a chapter that says how much of it is done. It appears once there is something to say. */

import {html} from "../dom.js";
import {inWords, tally} from "./record.js";

/** The page's own data: <script type="application/json" class="dlnotes-here">{"challenges", "quizzes", "page"}</script> */
export function showHere(progress) {
  const data = document.querySelector("script.dlnotes-here");
  const heading = document.querySelector("main article h1");
  if (!data || !heading) return;
  const {challenges, quizzes, page} = JSON.parse(data.textContent);
  const words = html("span", {});
  const link = html("a", {href: page, class: "dlnotes-where-link"}, "Where am I?");
  const line = html("p", {class: "dlnotes-here-line"}, words, link);

  progress.follow(() => {
    words.textContent = inWords(tally(progress.record, challenges, quizzes));
    if (progress.isEmpty()) line.remove();
    else if (!line.isConnected) heading.after(line);
  });
}
