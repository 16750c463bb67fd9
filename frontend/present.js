/** A chapter on a projector: one figure after the other, large and alone, each in the state it was left in. */

import {html, icon} from "./dom.js";
import {isTyping} from "./keys.js";

const MOVES = {ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1};
const ENDS = {Home: 0, End: Infinity};
const LEAVING = ["Escape", "p", "f"];
const HEADER = 100; // pixels at the top of the window that the book's header covers
const ICONS = {
  previous: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  leave: "M6 6l12 12M18 6L6 18",
  controls: "M4 8h9M17 8h3M4 16h3M11 16h9M15 6v4M9 14v4",
};

/** `start`: the page's button. The places of the figures are looked up when a presentation begins. */
export function offerPresentation(start) {
  let places = [];
  let at = -1; // the figure on show; −1 while nothing is presented
  let hasScreen = false;
  let isByPointer = false; // whether the element with the focus was pressed, rather than reached by keyboard
  let release = () => {};
  const counter = html("span", {class: "dlnotes-count"});
  const question = html("p", {class: "dlnotes-caption-question"});
  const bar = html(
    "div",
    {class: "dlnotes-presenter", role: "group", "aria-label": "Presentation"},
    tool("Hide or show the controls", "c", ICONS.controls, foldControls),
    tool("Previous figure", "PageUp", ICONS.previous, () => go(at - 1)),
    counter,
    tool("Next figure", "PageDown", ICONS.next, () => go(at + 1)),
    tool("Leave the presentation", "Esc", ICONS.leave, leave),
  );

  async function begin() {
    // A figure's own full screen would come back, bare, when the presentation leaves.
    if (document.fullscreenElement) await document.exitFullscreen();
    places = [...document.querySelectorAll(".dlnotes-figure")].filter(isShown);
    if (places.length === 0) return;
    const focused = places.findIndex((place) => place.contains(document.activeElement));
    const inSight = places.findIndex((place) => place.getBoundingClientRect().bottom > HEADER);
    document.documentElement.classList.add("dlnotes-presenting");
    go([focused, inSight, places.length - 1].find((index) => index >= 0));
    try {
      // The page rather than the figure, so that the screen stays from one figure to the next.
      await document.documentElement.requestFullscreen();
      hasScreen = at >= 0;
    } catch {
      // No full screen here: the figures cover the page.
    }
  }

  function go(wanted) {
    const index = Math.max(0, Math.min(places.length - 1, wanted));
    if (index === at) return;
    uncover();
    at = index;
    const place = places[at];
    const head = place.querySelector(".dlnotes-head");
    question.replaceChildren(...questionBefore(place));
    counter.textContent = `${at + 1} / ${places.length}`;
    isByPointer = false;
    release = isolate(place);
    place.dlnotes.cover(true);
    head.append(bar, question); // no part of the figure's size on its page, which `cover` has noted
  }

  /** Everything for the panels; scenes and the player have keys. */
  function foldControls() {
    document.documentElement.classList.toggle("dlnotes-bare");
  }

  function uncover() {
    release();
    places[at]?.dlnotes.cover(false);
  }

  function leave() {
    if (at < 0) return;
    uncover();
    const place = places[at];
    at = -1;
    bar.remove();
    question.remove();
    document.documentElement.classList.remove("dlnotes-presenting", "dlnotes-bare");
    if (hasScreen && document.fullscreenElement) document.exitFullscreen();
    hasScreen = false;
    place.scrollIntoView({block: "center", behavior: "instant"});
  }

  /** Before the figure hears of it: a presentation takes the keys that nothing with the focus needs. */
  function onKey(event) {
    if (event.key === "Tab") isByPointer = false;
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const run = actionOf(event);
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  }

  function actionOf({key, target}) {
    if (at >= 0 && key === "Escape") return leave;
    if (isTyping(target) && !(at >= 0 && isClickers(key, target))) return null;
    if (at < 0) return key === "p" ? begin : null;
    if (LEAVING.includes(key)) return leave;
    if (key === "c") return foldControls;
    if (isNeeded(key, target, isByPointer)) return null;
    if (key in MOVES) return () => go(at + MOVES[key]);
    return key in ENDS ? () => go(ENDS[key]) : null;
  }

  start.addEventListener("click", begin);
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("pointerdown", () => (isByPointer = true), true);
  document.addEventListener("fullscreenchange", () => hasScreen && !document.fullscreenElement && leave());
}

/** What is folded away, or did not start, cannot be presented. */
const isShown = (place) => place.dlnotes?.ready && place.getClientRects().length > 0;

/** A clicker goes on after a number was typed or an entry was chosen, too. */
const isClickers = (key, target) => key.startsWith("Page") && target.matches("input, select");

/**
 * Whether the element with the focus needs a key itself. A clicker goes on from a slider that was dragged: its keys,
 * PageUp and PageDown, are a slider's only if the keyboard led there.
 */
function isNeeded(key, target, isByPointer) {
  if (target.matches("input[type=range]")) return !key.startsWith("Page") || !isByPointer;
  return key.startsWith("Arrow") && !target.matches("body, .dlnotes, button, a, summary, input[type=checkbox]");
}

/** The bold question that ends the paragraph before a figure's cell, as nodes. */
function questionBefore(place) {
  const paragraph = place.closest(".cell")?.previousElementSibling;
  const bold = paragraph?.matches("p") ? [...paragraph.querySelectorAll("strong")].at(-1) : null;
  return bold && /[?.!]\s*$/.test(bold.textContent) ? [...bold.cloneNode(true).childNodes] : [];
}

/** Put everything but one element out of reach of keyboard and screen reader; returns the way back. */
function isolate(place) {
  const others = [];
  for (let each = place; each !== document.body; each = each.parentElement) {
    others.push(...[...each.parentElement.children].filter((other) => other !== each && !other.inert));
  }
  others.forEach((other) => (other.inert = true));
  return () => others.forEach((other) => (other.inert = false));
}

function tool(label, key, path, run) {
  const attributes = {type: "button", class: "dlnotes-tool", "aria-label": label, title: `${label} (${key})`};
  return html("button", {...attributes, onclick: run}, icon(path));
}
