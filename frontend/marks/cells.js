/** A matrix as a table of coloured cells with their numbers; row 0 on top, cell (row, column) centred at (column, row). */

import {colorRange, isPale, rampColor} from "../colors.js";
import {repeat, svg} from "../dom.js";
import {formatNumber} from "../format.js";
import {round} from "../path.js";
import {richText} from "../text.js";

const defaults = {format: null, colors: null, range: null, row_labels: null, column_labels: null};
const SMALLEST = 11; // pixels: below this a number is left out rather than written too small to read

export const roomLeft = (options) => 9 * longest(options.row_labels) + (options.row_labels ? 8 : 0);
export const roomTop = (options) => (options.column_labels ? 24 : 0);

const longest = (labels) => Math.max(0, ...(labels ?? []).map((label) => lengthOf(label)));
const lengthOf = (label) =>
  Array.isArray(label) ? label.map(lengthOf).reduce((a, b) => a + b, 0) : lengthOfPart(label);
const lengthOfPart = (part) => (typeof part === "string" ? part.length : 2);

export function create(group, context, options) {
  const {format, colors, range, row_labels, column_labels} = {...defaults, ...options};
  const boxes = repeat(group, () => svg("rect"));
  const numbers = repeat(group, () => svg("text", {"text-anchor": "middle", "dominant-baseline": "central"}));
  const rowLabels = labelMaker(context, row_labels, "dlnotes-label dlnotes-end");
  const columnLabels = labelMaker(context, column_labels, "dlnotes-label dlnotes-above");
  return (channels, {x, y}) => {
    const {values, shape} = channels;
    const [rows, columns] = shape.values;
    const size = [Math.abs(x(1) - x(0)), Math.abs(y(1) - y(0))];
    const limits = colorRange(values, colors, channels.range ?? range);
    const shade = colors ? shadeBy(context.ramp(colors), limits) : () => null;
    boxes(values.length, (box, i) => {
      placeBox(box, x((i % columns) - 0.5), y(Math.floor(i / columns) - 0.5), y(Math.floor(i / columns) + 0.5), size);
      box.style.fill = shade(values[i])?.fill ?? "";
    });
    const font = Math.min(16 * context.unit, size[1] * 0.55, size[0] / (0.62 * widest(values, format)));
    const isLegible = format !== null && font >= SMALLEST;
    group.style.fontSize = `${round(font)}px`;
    numbers(isLegible ? values.length : 0, (number, i) => {
      number.setAttribute("x", round(x(i % columns)));
      number.setAttribute("y", round(y(Math.floor(i / columns))));
      number.textContent = formatNumber(values[i], format);
      number.style.fill = shade(values[i])?.ink ?? "";
    });
    rowLabels((i) => [x(-0.5) - 6 * context.unit, y(i)], rows);
    columnLabels((i) => [x(i), Math.min(y(-0.5), y(rows - 0.5)) - 4 * context.unit], columns);
    return null;
  };
}

const shadeBy =
  (ramp, [low, high]) =>
  (value) => {
    if (!Number.isFinite(value)) return null;
    const t = (value - low) / (high - low);
    return {fill: rampColor(ramp, t), ink: isPale(ramp, t) ? "#1b2430" : "#ffffff"};
  };

function placeBox(box, left, low, high, [width, height]) {
  box.setAttribute("x", round(left));
  box.setAttribute("y", round(Math.min(low, high)));
  box.setAttribute("width", round(width));
  box.setAttribute("height", round(height));
}

/** Characters of the longest number. */
function widest(values, format) {
  if (format === null) return 1;
  let longest = 1;
  for (const value of values) longest = Math.max(longest, formatNumber(value, format).length);
  return longest + 1;
}

function labelMaker(context, labels, className) {
  if (!labels) return () => {};
  const elements = labels.map((label) => {
    const {element} = richText(label, context.glyphs, "div", {class: className});
    return context.layer().appendChild(element);
  });
  return (place, count) => elements.slice(0, count).forEach((element, i) => context.moveTo(element, ...place(i)));
}
