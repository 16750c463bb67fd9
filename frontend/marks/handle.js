/** Points to take hold of: by mouse, by finger, or with the arrow keys. */

import {repeat, svg} from "../dom.js";
import {plainText} from "../text.js";
import {formatNumber} from "../format.js";
import {round} from "../path.js";
import {dragTarget} from "../drag.js";

const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

const defaults = {key_step: null, name: "Point", radius: 8, drag: null};
// Pixels around the centre that answer: many to a finger, fewer to a mouse, so that neighbours can be told apart.
const REACH = globalThis.matchMedia?.("(pointer: coarse)").matches ? 22 : 16;

export function create(group, context, options) {
  const {key_step, name, radius, drag} = {...defaults, ...options};
  const target = dragTarget(drag, context.figure);
  const places = []; // data coordinates, kept for the keys
  const pixels = []; // where each handle is drawn
  const handles = repeat(group, (i) => makeHandle(i, {context, target, key_step, places, pixels}));
  const nameOf = (i, count) => `${plainText(name)}${count > 1 ? ` ${i + 1}` : ""}`;
  return ({x: xs, y: ys}, {x, y}) => {
    handles(xs.length, (handle, i) => {
      places[i] = [xs[i], ys[i]];
      const [left, top] = [x(xs[i]), y(ys[i])];
      const isDrawn = Number.isFinite(left + top);
      handle.style.display = isDrawn ? "" : "none";
      if (!isDrawn) return;
      // A handle that leaves the panel waits at its edge: who lets go of it must be able to take it again.
      pixels[i] = [clamp(left, 0, context.plot.width), clamp(top, 0, context.plot.height)];
      handle.classList.toggle("dlnotes-beyond", !context.isInside(left, top));
      handle.setAttribute("transform", `translate(${round(pixels[i][0])},${round(pixels[i][1])})`);
      const sizes = [REACH * context.unit, (radius + 4) * context.unit, radius * context.unit];
      sizes.forEach((size, part) => handle.children[part].setAttribute("r", size));
      handle.setAttribute("aria-label", nameOf(i, xs.length));
      handle.setAttribute("aria-valuenow", round(xs[i]));
      handle.setAttribute("aria-valuetext", `${formatNumber(xs[i], ".2f")}, ${formatNumber(ys[i], ".2f")}`);
    });
    const last = xs.length - 1;
    return [x(xs[last]) + radius * context.unit, y(ys[last])];
  };
}

function makeHandle(i, hand) {
  const handle = svg(
    "g",
    {class: "dlnotes-grip", tabindex: 0, role: "slider", "data-lm-suppress-shortcuts": "true"},
    svg("circle", {class: "dlnotes-reach"}),
    svg("circle", {class: "dlnotes-halo"}),
    svg("circle", {class: "dlnotes-knob"}),
  );
  handle.addEventListener("pointerdown", (event) => startDrag(event, handle, i, hand));
  // `touch-action` does not count inside an SVG: without this the page would scroll under the finger.
  handle.addEventListener("touchstart", (event) => event.preventDefault(), {passive: false});
  handle.addEventListener("keydown", (event) => moveByKey(event, i, hand));
  return handle;
}

/** Follow the pointer from where it took hold, so that the handle does not jump to its centre. */
function startDrag(event, handle, i, {context, target, pixels}) {
  if (event.button > 0) return;
  event.preventDefault();
  handle.focus({preventScroll: true});
  handle.setPointerCapture(event.pointerId);
  handle.classList.add("dlnotes-held");
  const origin = [pixels[i][0] - event.clientX, pixels[i][1] - event.clientY];
  const move = ({clientX, clientY}) => {
    const now = context.scales();
    target.moveTo(i, now.x.invert(origin[0] + clientX), now.y.invert(origin[1] + clientY));
  };
  const stop = () => {
    handle.classList.remove("dlnotes-held");
    handle.removeEventListener("pointermove", move);
  };
  handle.addEventListener("pointermove", move);
  handle.addEventListener("lostpointercapture", stop, {once: true});
}

const DIRECTIONS = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]};

function moveByKey(event, i, {context, target, key_step, places}) {
  const direction = DIRECTIONS[event.key];
  if (!direction || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const {x, y} = context.scales();
  const span = ([low, high]) => Math.abs(high - low);
  const steps = key_step ?? target.step ?? [span(x.domain()) / 50, span(y.domain()) / 50];
  const factor = event.shiftKey ? 10 : 1;
  const from = places[i];
  // Where controls snap, a small step may change nothing; then a longer one is tried.
  for (const stretch of [1, 2, 4, 8, 16]) {
    const to = direction.map((sign, axis) => from[axis] + sign * steps[axis] * factor * stretch);
    if (target.moveTo(i, ...to)) return;
  }
}
