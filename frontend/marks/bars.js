/** Bars from `base` to `length`, upwards or to the right; a format writes the length at the end. */

import {rampColor} from "../colors.js";
import {repeat, svg} from "../dom.js";
import {formatNumber} from "../format.js";
import {round} from "../path.js";

const defaults = {horizontal: false, thickness: 0.8, format: null};

export function create(group, context, options) {
  const {horizontal, thickness, format} = {...defaults, ...options};
  const bars = repeat(group, () => svg("rect"));
  const numbers = repeat(group, () => svg("text", {class: "dlnotes-bar-number"}));
  return ({position, length, base, color}, {x, y}) => {
    const ramp = color && context.ramp("diverging");
    const [along, across] = horizontal ? [x, y] : [y, x];
    const floor = along.isLog ? along.domain()[0] : 0; // a logarithmic axis has no zero to stand on
    const ends = Array.from(length, (end, i) => [along((base && at(base, i)) || floor), along(end)]);
    bars(length.length, (bar, i) => {
      const sides = [across(position[i] - thickness / 2), across(position[i] + thickness / 2)];
      placeBar(bar, ...(horizontal ? [ends[i], sides] : [sides, ends[i]]));
      if (color) bar.style.setProperty("--color", rampColor(ramp, (at(color, i) + 1) / 2));
    });
    numbers(format ? length.length : 0, (number, i) => {
      placeNumber(number, ends[i], across(position[i]), horizontal, context.unit);
      number.textContent = formatNumber(length[i], format);
    });
    return null;
  };
}

const at = (values, i) => values[values.length > 1 ? i : 0];

function placeBar(bar, [x1, x2], [y1, y2]) {
  const isDrawn = Number.isFinite(x1 + x2 + y1 + y2);
  bar.style.display = isDrawn ? "" : "none";
  if (!isDrawn) return;
  bar.setAttribute("x", round(Math.min(x1, x2)));
  bar.setAttribute("y", round(Math.min(y1, y2)));
  bar.setAttribute("width", round(Math.abs(x2 - x1)));
  bar.setAttribute("height", round(Math.abs(y2 - y1)));
}

/** The number stands just beyond the end of its bar. */
function placeNumber(number, [start, end], middle, horizontal, unit) {
  const isDrawn = Number.isFinite(start + end + middle);
  number.style.display = isDrawn ? "" : "none";
  if (!isDrawn) return;
  const outwards = Math.sign(end - start) || (horizontal ? 1 : -1);
  const beyond = end + outwards * 6 * unit;
  number.setAttribute("x", round(horizontal ? beyond : middle));
  number.setAttribute("y", round(horizontal ? middle : beyond));
  number.setAttribute("text-anchor", horizontal ? (outwards > 0 ? "start" : "end") : "middle");
  const baseline = horizontal ? "central" : outwards < 0 ? "auto" : "hanging";
  number.setAttribute("dominant-baseline", baseline);
}
