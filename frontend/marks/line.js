/** One curve, or one per row of y. */

import {repeat, svg} from "../dom.js";
import {dashes, em, polyline} from "../path.js";

const defaults = {width: 2.5, dash: false};

export function create(group, context, options) {
  const {width, dash} = {...defaults, ...options};
  group.style.strokeWidth = em(width);
  group.style.strokeDasharray = dashes(dash);
  const curves = repeat(group, () => svg("path"));
  return ({x: xs, y: ys, shape}, {x, y}) => {
    const count = shape.y.length > 1 ? shape.y[1] : ys.length;
    const rowsOfX = shape.x.length > 1; // x may be given once for all curves
    curves(count ? ys.length / count : 0, (curve, row) => {
      const path = polyline(xs, ys, x, y, row * count, count, rowsOfX ? row * count : 0);
      curve.setAttribute("d", path);
    });
    return lastFinite(xs, ys, x, y);
  };
}

/** The end of the line inside the panel, where its label goes. */
function lastFinite(xs, ys, x, y) {
  const [left, right] = x.range();
  for (let i = xs.length - 1; i >= 0; i -= 1) {
    const point = [x(xs[i]), y(ys[i])];
    const isInside = point[0] >= Math.min(left, right) - 1 && point[0] <= Math.max(left, right) + 1;
    if (isInside && Number.isFinite(point[1])) return point;
  }
  return null;
}
