/** The key of a colour ramp: a thin strip right of the panel with its two ends and middle in figures. */

import {repeat, svg, uniqueId} from "./dom.js";
import {formatNumber} from "./format.js";

const STOPS = 12;

export function createColorbar(group, context, format) {
  const id = uniqueId("ramp");
  const gradient = group.appendChild(svg("linearGradient", {id, x1: 0, y1: 1, x2: 0, y2: 0}));
  const stops = repeat(gradient, (i) => svg("stop", {offset: i / (STOPS - 1)}));
  const strip = group.appendChild(svg("rect", {class: "dlnotes-colorbar", fill: `url(#${id})`}));
  const numbers = repeat(group, () => svg("text", {class: "dlnotes-tick", "dominant-baseline": "central"}));
  return ([low, high], table) => {
    const {width, height} = context.plot;
    const left = width + 10 * context.unit;
    stops(STOPS, (stop, i) => {
      const offset = 3 * Math.round((255 * i) / (STOPS - 1));
      stop.setAttribute("stop-color", `rgb(${table[offset]},${table[offset + 1]},${table[offset + 2]})`);
    });
    const place = {x: left, y: 0, width: 10 * context.unit, height};
    for (const name in place) strip.setAttribute(name, place[name]);
    numbers(3, (number, i) => {
      number.setAttribute("x", left + 15 * context.unit);
      number.setAttribute("y", [height - 6 * context.unit, height / 2, 6 * context.unit][i]);
      number.textContent = formatNumber([low, (low + high) / 2, high][i], format || ".3~g");
    });
  };
}
