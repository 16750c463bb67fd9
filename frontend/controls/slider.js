/** A number on a track, and the same number to type. */

import {html} from "../dom.js";
import {plainNumber} from "../format.js";
import {caption, clamp, mix, nameOf, nudge, numberField, numberProblem, QUIET, snap} from "./shared.js";

export function create(control, host) {
  const isLog = control.scale === "log";
  const toTrack = isLog ? Math.log10 : (value) => value;
  const fromTrack = isLog ? (position) => 10 ** position : (position) => position;
  const [low, high] = [toTrack(control.low), toTrack(control.high)];
  let now = control.start;

  const track = html("input", {
    type: "range",
    class: "dlnotes-track",
    min: low,
    max: high,
    step: "any", // snapping is ours: a typed value need not lie on the grid
    "aria-label": nameOf(control),
    ...QUIET,
  });
  const field = numberField(nameOf(control), control, host);
  const unit = control.unit ? html("span", {class: "dlnotes-unit"}, control.unit) : null;

  track.addEventListener("input", () => {
    host.change(snap(fromTrack(Number(track.value)), control));
    show(now); // where the value stayed the same, the thumb goes back to it
  });
  track.addEventListener("keydown", (event) => {
    const next = byKey(event, now, control);
    if (next === null) return;
    event.preventDefault();
    host.change(next);
  });

  function show(value) {
    now = value;
    const position = clamp(toTrack(value), low, high);
    track.value = position;
    track.style.setProperty("--fill", (position - low) / (high - low || 1));
    track.setAttribute(
      "aria-valuetext",
      `${plainNumber(value, isLog ? 0 : control.step)} ${control.unit ?? ""}`.trim(),
    );
    field.show(value);
  }

  const number = html("span", {class: "dlnotes-field"}, field.element, unit);
  return {element: [caption(control, host.glyphs), track, number], show};
}

const STEPS = {ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10};

/** The value a key asks for, null when the key is not ours. */
function byKey(event, value, control) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === "Home") return control.low;
  if (event.key === "End") return control.high;
  const steps = STEPS[event.key];
  if (!steps) return null;
  return snap(nudge(value, steps * (event.shiftKey ? 10 : 1), control), control);
}

export const problem = (control, value) => numberProblem(nameOf(control), value, control);
export const toText = (value) => String(value);
export const fromText = (text) => (text.trim() === "" ? undefined : Number(text));

export function between(from, to, t, control) {
  const value = mix(from, to, t, control.scale);
  return control.integer ? Math.round(value) : value;
}
