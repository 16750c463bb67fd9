/** Straight pieces from (x1, y1) to (x2, y2), all in one path unless each has a colour of its own. */

import {rampColor} from "../colors.js";
import {repeat, svg} from "../dom.js";
import {dashes, em, straight} from "../path.js";

const defaults = {width: 2, dash: false};

export function create(group, context, options) {
  const {width, dash} = {...defaults, ...options};
  group.style.strokeWidth = em(width);
  group.style.strokeDasharray = dashes(dash);
  const pieces = repeat(group, () => svg("path"));
  return ({x1, y1, x2, y2, color}, {x, y}) => {
    const paths = Array.from(x1, (_, i) => straight(x(x1[i]), y(y1[i]), x(x2[i]), y(y2[i])));
    if (color) {
      const ramp = context.ramp("diverging");
      pieces(paths.length, (piece, i) => {
        piece.setAttribute("d", paths[i]);
        piece.style.setProperty("--color", rampColor(ramp, (color[color.length > 1 ? i : 0] + 1) / 2));
      });
    } else {
      pieces(1, (piece) => piece.setAttribute("d", paths.join("")));
    }
    const last = x1.length - 1;
    return [(x(x1[last]) + x(x2[last])) / 2, (y(y1[last]) + y(y2[last])) / 2];
  };
}
