/** Filled polygons: row i of x and y holds the corners of polygon i; repeated corners and empty polygons are harmless. */

import {rampColor} from "../colors.js";
import {repeat, svg} from "../dom.js";
import {polyline} from "../path.js";

export function create(group, context) {
  const shapes = repeat(group, () => svg("path"));
  return ({x: xs, y: ys, color, shape}, {x, y}) => {
    const [count, corners] = shape.x;
    const ramp = color && context.ramp("diverging");
    shapes(count, (path, i) => {
      const outline = polyline(xs, ys, x, y, i * corners, corners, i * corners);
      path.setAttribute("d", outline && `${outline}Z`);
      if (ramp) path.style.setProperty("--color", rampColor(ramp, (color[color.length > 1 ? i : 0] + 1) / 2));
    });
    return null;
  };
}
