/** Export, import and clear. */

import {html, uniqueId} from "../dom.js";
import {fromText} from "./record.js";

const LARGEST = 1_000_000; // bytes

/** Returns the element with the buttons and their messages. */
export function createExchange(progress) {
  const message = html("p", {class: "dlnotes-message", role: "status"});
  const file = html("input", {type: "file", accept: ".json,application/json", class: "dlnotes-hidden", tabindex: -1});
  file.setAttribute("aria-label", "A file of progress");
  const sure = createQuestion(() => {
    progress.clear();
    say("Cleared. Nothing is kept any more.");
  });
  const save = button("Export", () => download(progress.text(), "dlnotes-progress.json"));
  const load = button("Import", () => file.click());
  const clear = button("Clear", sure.ask);
  const buttons = html("div", {class: "dlnotes-buttons"}, save, load, clear);
  const element = html("div", {class: "dlnotes-exchange"}, buttons, file, message, sure.element);

  function say(text) {
    message.textContent = text;
  }

  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    try {
      if (chosen.size > LARGEST) throw new Error("it is larger than a megabyte");
      progress.add(fromText(await chosen.text()));
      say(`Imported ${chosen.name}; what was here before is still here.`);
    } catch (error) {
      say(`${chosen.name} was not imported: ${error.message}. Nothing has changed.`);
    }
    file.value = ""; // the same file may be chosen again
  });

  progress.follow(() => {
    if (progress.isEmpty() && element.contains(document.activeElement)) load.focus(); // a disabled button loses it
    for (const each of [save, clear]) each.disabled = progress.isEmpty();
  });
  if (!progress.isKept()) {
    say("This browser keeps nothing for this book: your progress ends with this page. Export it to take it along.");
  }
  return element;
}

function button(words, onclick) {
  return html("button", {type: "button", class: "dlnotes-check", onclick}, words);
}

/** A dialog that asks before everything is forgotten. */
function createQuestion(run) {
  const id = uniqueId("sure");
  const words = html("p", {id}, "Forget all challenges and answers kept in this browser? This cannot be undone.");
  const element = html("dialog", {class: "dlnotes-help dlnotes-sure", "aria-labelledby": id}, words);
  const forget = button("Forget them", () => {
    element.close();
    run();
  });
  const keep = button("Keep them", () => element.close());
  element.append(html("div", {class: "dlnotes-buttons"}, keep, forget));
  return {element, ask: () => element.showModal()};
}

function download(text, name) {
  const href = URL.createObjectURL(new Blob([text], {type: "application/json"}));
  const link = html("a", {href, download: name});
  link.click();
  URL.revokeObjectURL(href);
}
