/** Straight lines across the whole panel: upright at every x, level at every y. */

import {svg} from "../dom.js";
import {dashes, em, straight} from "../path.js";

const defaults = {width: 1.5, dash: false};

export function create(group, context, options) {
  const {width, dash} = {...defaults, ...options};
  group.style.strokeWidth = em(width);
  group.style.strokeDasharray = dashes(dash);
  const path = group.appendChild(svg("path"));
  return ({x: xs = [], y: ys = []}, {x, y}) => {
    const [left, right] = x.range();
    const [bottom, top] = y.range();
    const upright = Array.from(xs, (value) => straight(x(value), bottom, x(value), top));
    const level = Array.from(ys, (value) => straight(left, y(value), right, y(value)));
    path.setAttribute("d", upright.concat(level).join(""));
    if (xs.length) return [x(xs[xs.length - 1]), top];
    return ys.length ? [right, y(ys[ys.length - 1])] : null;
  };
}
