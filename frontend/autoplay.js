/** Some figures play by themselves while they are seen; a reader who asked for little motion presses play. */

import {prefersStillness} from "./theme.js";

const SEEN = 0.4; // share in view of the figure, or of the window where that is lower than the figure
const STEPS = Array.from({length: 21}, (_, i) => i / 20); // shares at which the browser reports

/** Play while `element` is in view, until the reader pauses; returns a function that stops watching. */
export function playInView(element, player) {
  if (prefersStillness()) return () => {};
  let isSeen = false;
  let goesOn = true;
  const observer = new IntersectionObserver(
    (entries) => {
      if (isInView(entries.at(-1)) === isSeen) return;
      isSeen = !isSeen;
      if (!isSeen) goesOn = player.isPlaying();
      if (!isSeen) player.pause();
      else if (goesOn) player.play();
    },
    {threshold: STEPS},
  );
  observer.observe(element);
  return () => observer.disconnect();
}

function isInView({intersectionRect, boundingClientRect, rootBounds}) {
  const whole = Math.min(boundingClientRect.height, rootBounds?.height ?? window.innerHeight);
  return intersectionRect.height > 0 && intersectionRect.height >= SEEN * whole;
}
