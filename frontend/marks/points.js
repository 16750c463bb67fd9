/** Points: a circle, square, cross or ring at every (x, y). */

import {rampColor} from "../colors.js";
import {repeat, svg} from "../dom.js";
import {round} from "../path.js";

const defaults = {shape: "circle", radius: 5.5};

const place = {
  circle: (dot, left, top, r) => setAll(dot, {cx: round(left), cy: round(top), r}),
  ring: (dot, left, top, r) => setAll(dot, {cx: round(left), cy: round(top), r: r * 1.25}),
  square: (dot, left, top, r) =>
    setAll(dot, {x: round(left - r), y: round(top - r), width: 2 * r, height: 2 * r, rx: r / 4}),
  cross: (dot, left, top, r) =>
    dot.setAttribute("d", `M${round(left - r)},${round(top - r)}l${2 * r},${2 * r}m0,${-2 * r}l${-2 * r},${2 * r}`),
};
const tags = {circle: "circle", ring: "circle", square: "rect", cross: "path"};

export function create(group, context, options) {
  const {shape, radius} = {...defaults, ...options};
  group.classList.add(`dlnotes-${shape}`);
  const dots = repeat(group, () => svg(tags[shape]));
  return ({x: xs, y: ys, size, color}, {x, y}) => {
    const ramp = color && context.ramp("diverging");
    group.classList.toggle("dlnotes-shaded", Boolean(color));
    let last = null;
    dots(xs.length, (dot, i) => {
      const [left, top] = [x(xs[i]), y(ys[i])];
      const r = (size ? size[size.length > 1 ? i : 0] : radius) * context.unit;
      const isDrawn = context.isInside(left, top) && Number.isFinite(r) && r >= 0;
      dot.style.display = isDrawn ? "" : "none";
      if (!isDrawn) return;
      place[shape](dot, left, top, r);
      if (ramp) dot.style.setProperty("--color", rampColor(ramp, (color[color.length > 1 ? i : 0] + 1) / 2));
      last = [left + r, top];
    });
    return last;
  };
}

function setAll(element, attributes) {
  for (const name in attributes) element.setAttribute(name, attributes[name]);
}
