/** Motion from one setting to another, because a picture that moves shows what has changed. */

import {controls as kinds} from "./controls/index.js";
import {prefersStillness} from "./theme.js";
import {same} from "./values.js";

const MILLISECONDS = 350;

const ease = (t) => (t < 0.5 ? 2 * t * t : 1 - 2 * (1 - t) ** 2);

/**
 * Go from values to values: what can only jump does so at once, numbers move. `assign(values)` is called for each
 * picture on the way. Returns a function that stops the motion.
 */
export function moveValues(controls, from, target, assign) {
  const due = controls.filter(({name}) => !same(from[name], target[name]));
  const moving = due.filter((control) => canMove(control, from[control.name], target[control.name]));
  const jumping = due.filter((control) => !moving.includes(control));
  assign(Object.fromEntries(jumping.map(({name}) => [name, target[name]])));
  if (moving.length === 0) return () => {};
  return tween((t) => {
    const at = (control) => kinds[control.kind].between(from[control.name], target[control.name], t, control);
    assign(Object.fromEntries(moving.map((control) => [control.name, t === 1 ? target[control.name] : at(control)])));
  });
}

const canMove = (control, from, to) =>
  !control.structural && kinds[control.kind].between(from, to, 0, control) !== undefined;

/** Call `step(t)` each frame with t from 0 to 1; returns a function that stops it. */
function tween(step) {
  if (prefersStillness()) {
    step(1);
    return () => {};
  }
  let begin = null;
  let request = requestAnimationFrame(function frame(now) {
    begin ??= now;
    const t = Math.min(1, (now - begin) / MILLISECONDS);
    step(ease(t));
    request = t < 1 ? requestAnimationFrame(frame) : null;
  });
  return () => request !== null && cancelAnimationFrame(request);
}
