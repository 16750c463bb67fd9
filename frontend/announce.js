/** The figure in words, said again after the hand has rested. */

import {html} from "./dom.js";
import {afterRest} from "./schedule.js";
import {plainText} from "./text.js";

const REST = 500; // milliseconds

/** Returns {element, update(description, runtime)}. */
export function createAnnouncer() {
  const element = html("p", {class: "dlnotes-hidden dlnotes-description", "aria-live": "polite"});
  let latest = null;
  const write = () => {
    const {description, runtime} = latest;
    const text = plainText(description, (part) => runtime.data(part.value)[0]);
    if (element.textContent !== text) element.textContent = text;
  };
  const later = afterRest(write, REST);

  function update(description, runtime) {
    const isFirst = latest === null;
    latest = {description, runtime};
    if (isFirst) write();
    else later();
  }

  return {element, update};
}
