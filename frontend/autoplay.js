/** Some figures play by themselves while they are seen; a reader who asked for little motion presses play. */

import {prefersStillness} from "./theme.js";

const SEEN = 0.4; // share of the figure in view

/** Play while `element` is in view, until the reader pauses; returns a function that stops watching. */
export function playInView(element, player) {
  if (prefersStillness()) return () => {};
  let isSeen = false;
  let goesOn = true;
  const observer = new IntersectionObserver(
    ([{intersectionRatio}]) => {
      if (intersectionRatio >= SEEN === isSeen) return;
      isSeen = !isSeen;
      if (!isSeen) goesOn = player.isPlaying();
      if (!isSeen) player.pause();
      else if (goesOn) player.play();
    },
    {threshold: SEEN},
  );
  observer.observe(element);
  return () => observer.disconnect();
}
