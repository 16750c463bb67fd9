/** Motion from one setting to another, because a picture that moves shows what has changed. */

import { prefersStillness } from "./theme.js";

const MILLISECONDS = 350;

const ease = (t) => (t < 0.5 ? 2 * t * t : 1 - 2 * (1 - t) ** 2);

/** Call `step(t)` each frame with t from 0 to 1; returns a function that stops it. */
export function tween(step) {
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
