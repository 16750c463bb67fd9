/** A grid of values as coloured cells on a canvas; row 0 lies at y_extent[0]. */

import {createColorbar} from "../colorbar.js";
import {colorRange, rampOffset} from "../colors.js";
import {html} from "../dom.js";
import {paint, stretch} from "../paint.js";

const defaults = {colors: "sequential", colorbar: false, format: null, smooth: false};

/** The colour bar needs a margin on the right. */
export const roomRight = (options) => (options.colorbar ? 64 : 0);

export function create(group, context, options) {
  const {colors, colorbar, format, smooth} = {...defaults, ...options};
  const canvas = context.addToBack(html("canvas", {"aria-hidden": "true"}));
  canvas.classList.toggle("dlnotes-smooth", smooth);
  const bar = colorbar ? createColorbar(group, context, format) : null;
  return ({values, shape, x_extent, y_extent, range}, {x, y}) => {
    const [rows, columns] = shape.values;
    const [low, high] = colorRange(values, colors, range);
    const table = context.ramp(colors);
    const offsetOf = (value) => rampOffset((value - low) / (high - low));
    paint(canvas, {values, rows, columns}, offsetOf, table, x_extent, y_extent);
    stretch(canvas, Array.from(x_extent, x), Array.from(y_extent, y));
    bar?.([low, high], table);
    return null;
  };
}
