/** Play, pause, single step: stepOnce, restart and speed, for figures with a state that moves by steps. */

import {html, icon} from "./dom.js";
import {QUIET} from "./controls/shared.js";

const SPEEDS = [
  [0.25, "¼×"],
  [0.5, "½×"],
  [1, "1×"],
  [2, "2×"],
  [4, "4×"],
  [8, "8×"],
  [16, "16×"],
];
const BUDGET = 10; // milliseconds of a frame that steps may take, so that the page still answers
const ICONS = {
  play: "M7.5 4.8v14.4L19.5 12z",
  pause: "M8 5v14M16 5v14",
  step: "M5.5 5v14l9-7zM18.5 5v14",
  restart: "M18.5 5v14l-9-7zM5.5 5v14",
};

/**
 * `figure` offers runtime, redraw() and onDiverged(steps). `rate`: steps per second at speed 1. `startsFrom`: names of the
 * controls on which the start depends.
 * Returns {element, isPlaying(), play(), update(), toggle(), pause(), step(), restart(), start(), runTo(steps), controlsMoved(names),
 * isReproducible()}.
 */
export function createPlayer(figure, rate, startsFrom) {
  let frame = null;
  let debt = 0; // steps due but not yet made
  let speed = 1;
  let before = 0;
  let isReproducible = true; // the same controls from the start on, so that a link can repeat the run

  const main = button("Play", ICONS.play, () => toggle());
  const once = button("One step", ICONS.step, stepOnce);
  const back = button("Back to step 0", ICONS.restart, restart);
  const options = SPEEDS.map(([value, label]) => html("option", {value, selected: value === 1}, label));
  const speeds = html("select", {class: "dlnotes-select", "aria-label": "Speed", ...QUIET}, ...options);
  speeds.addEventListener("change", () => (speed = Number(speeds.value)));
  const counter = html("span", {class: "dlnotes-steps"}, "0");
  const count = html("span", {class: "dlnotes-counter"}, "step ", counter);
  const element = html(
    "div",
    {class: "dlnotes-player", role: "group", "aria-label": "Steps"},
    ...[main, once, back, speeds, count],
  );

  function advance(now) {
    frame = requestAnimationFrame(advance);
    const elapsed = Math.min(100, now - before); // a page that was hidden does not catch up
    before = now;
    debt += (elapsed / 1000) * rate * speed;
    const deadline = performance.now() + BUDGET;
    while (debt >= 1 && frame !== null && performance.now() < deadline) {
      debt -= 1;
      step();
    }
    debt = Math.min(debt, 1);
  }

  function step() {
    figure.runtime.step();
    if (!figure.runtime.sound()) {
      pause();
      figure.onDiverged(figure.runtime.steps);
    }
    figure.redraw();
  }

  function stepOnce() {
    pause();
    step();
  }

  const isPlaying = () => frame !== null;
  const toggle = () => (isPlaying() ? pause() : play());

  function play() {
    if (isPlaying()) return;
    before = performance.now();
    debt = 1; // the first frame moves
    frame = requestAnimationFrame(advance);
    relabel("Pause", ICONS.pause);
  }

  function pause() {
    if (frame !== null) cancelAnimationFrame(frame);
    frame = null;
    relabel("Play", ICONS.play);
  }

  function relabel(label, path) {
    main.setAttribute("aria-label", label);
    main.title = label;
    main.replaceChildren(icon(path));
    main.classList.toggle("dlnotes-playing", path === ICONS.pause);
  }

  function restart() {
    pause();
    figure.restart();
  }

  function start() {
    figure.runtime.start();
    isReproducible = true;
  }

  /** A control on which the start depends begins anew; any other changes the steps to come, not the past. */
  function controlsMoved(names) {
    if (names.some((name) => startsFrom.includes(name))) start();
    else if (figure.runtime.steps > 0) isReproducible = false;
  }

  function runTo(steps) {
    restart();
    while (figure.runtime.steps < steps && figure.runtime.sound()) step();
  }

  const update = () => {
    counter.textContent = String(figure.runtime.steps);
  };
  return {
    element,
    isPlaying,
    play,
    update,
    toggle,
    pause,
    step: stepOnce,
    restart,
    start,
    runTo,
    controlsMoved,
    isReproducible: () => isReproducible,
  };
}

function button(label, path, run) {
  const attributes = {type: "button", class: "dlnotes-tool dlnotes-solid", "aria-label": label, title: label};
  const element = html("button", {...attributes, ...QUIET}, icon(path));
  element.addEventListener("click", run);
  return element;
}
