/** Rectangles between opposite corners (x1, y1) and (x2, y2). */

import {repeat, svg} from "../dom.js";
import {round} from "../path.js";

const defaults = {filled: true};

export function create(group, context, options) {
  const {filled} = {...defaults, ...options};
  group.classList.toggle("dlnotes-filled", filled);
  const boxes = repeat(group, () => svg("rect"));
  return ({x1, y1, x2, y2}, {x, y}) => {
    boxes(x1.length, (box, i) => {
      const [left, right] = inOrder(x(x1[i]), x(x2[i]));
      const [top, bottom] = inOrder(y(y1[i]), y(y2[i]));
      const isDrawn = Number.isFinite(left + right + top + bottom);
      box.style.display = isDrawn ? "" : "none";
      if (!isDrawn) return;
      box.setAttribute("x", round(left));
      box.setAttribute("y", round(top));
      box.setAttribute("width", round(right) - round(left));
      box.setAttribute("height", round(bottom) - round(top));
    });
    const last = x1.length - 1;
    return [Math.max(x(x1[last]), x(x2[last])), Math.min(y(y1[last]), y(y2[last]))];
  };
}

const inOrder = (a, b) => (a < b ? [a, b] : [b, a]);
