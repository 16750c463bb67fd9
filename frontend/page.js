/** Brings every figure of a page to life. A classic script, so that it also works for a book opened from a disk. */

import {html} from "./dom.js";
import {render} from "./index.js";
import {readFragment} from "./link.js";
import {pageModel} from "./page-model.js";
import {offerPresentation} from "./present.js";
import {prefersStillness} from "./theme.js";

const {embed} = document.currentScript.dataset; // known only while the script runs for the first time

function mount(place) {
  if (place.dlnotes) return;
  const still = place.querySelector(".dlnotes-still");
  const data = place.querySelector('script[type="application/json"]');
  try {
    const payload = JSON.parse(data.textContent);
    render({model: pageModel({payload, values: {}}, embed), el: place});
  } catch (error) {
    console.error(error);
    const sentence = "This figure could not be started; the picture shows how it begins.";
    place.append(html("p", {class: "dlnotes-failure"}, sentence));
  }
  // A figure that failed keeps its still picture.
  if (!place.dlnotes && still && !still.isConnected) place.prepend(still);
}

/** Show the state that the address names. */
function followAddress() {
  const wanted = readFragment(location.hash);
  const place = wanted && findFigure(wanted.name);
  if (!place?.dlnotes) return;
  place.dlnotes.applyLink(wanted.pairs);
  place.scrollIntoView({block: "start", behavior: prefersStillness() ? "auto" : "smooth"});
}

const findFigure = (name) =>
  [...document.querySelectorAll(".dlnotes-figure")].find((place) => place.dataset.figure === name);

/** The figures in sight at once, then the others one by one, so that the page answers to the reader meanwhile. */
async function mountAll() {
  const waiting = new Set(document.querySelectorAll(".dlnotes-figure"));
  const mountNext = (place) => waiting.delete(place) && mount(place);
  const mountRest = () => waiting.forEach(mountNext);
  addEventListener("beforeprint", mountRest);
  [...waiting].filter(isInSight).forEach(mountNext);
  for (const place of waiting) {
    await pause();
    mountNext(place);
  }
  removeEventListener("beforeprint", mountRest);
  followAddress();
  const start = document.querySelector("button.dlnotes-present");
  if (start) offerPresentation(start);
}

function isInSight(place) {
  const {top, bottom} = place.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
}

const pause = () => new Promise((resolve) => setTimeout(resolve));

if (document.readyState === "loading") addEventListener("DOMContentLoaded", mountAll);
else mountAll();
addEventListener("hashchange", followAddress);
