/** A grid of values as coloured cells on a canvas; row 0 lies at y_extent[0]. */

import { colorRange, rampOffset } from "../colors.js";
import { html } from "../dom.js";
import { createColorbar } from "../colorbar.js";

const defaults = { colors: "sequential", colorbar: false, format: null, smooth: false };

/** The colour bar needs a margin on the right. */
export const roomRight = (options) => (options.colorbar ? 64 : 0);

export function create(group, context, options) {
  const { colors, colorbar, format, smooth } = { ...defaults, ...options };
  const canvas = context.addToBack(html("canvas", { "aria-hidden": "true" }));
  canvas.classList.toggle("dlnotes-smooth", smooth);
  const bar = colorbar ? createColorbar(group, context, format) : null;
  return ({ values, shape, x_extent, y_extent, range }, { x, y }) => {
    const limits = colorRange(values, colors, range);
    const table = context.ramp(colors);
    paint(canvas, values, shape.values, limits, table, x_extent, y_extent);
    place(canvas, x_extent, y_extent, x, y);
    bar?.(limits, table);
    return null;
  };
}

/** One pixel of the canvas for each cell; the browser scales it up. */
function paint(canvas, values, [rows, columns], [low, high], table, xExtent, yExtent) {
  if (canvas.width !== columns) canvas.width = columns;
  if (canvas.height !== rows) canvas.height = rows;
  const brush = canvas.getContext("2d");
  const image = brush.createImageData(columns, rows);
  const flipX = xExtent[1] < xExtent[0];
  const flipY = yExtent[1] > yExtent[0]; // pixels run downwards, data run upwards
  for (let row = 0; row < rows; row += 1) {
    const pixelRow = flipY ? rows - 1 - row : row;
    for (let column = 0; column < columns; column += 1) {
      const value = values[row * columns + column];
      if (!Number.isFinite(value)) continue; // stays transparent
      const offset = rampOffset((value - low) / (high - low));
      const pixel = 4 * (pixelRow * columns + (flipX ? columns - 1 - column : column));
      image.data[pixel] = table[offset];
      image.data[pixel + 1] = table[offset + 1];
      image.data[pixel + 2] = table[offset + 2];
      image.data[pixel + 3] = 255;
    }
  }
  brush.putImageData(image, 0, 0);
}

function place(canvas, xExtent, yExtent, x, y) {
  const [left, right] = [x(xExtent[0]), x(xExtent[1])].sort((a, b) => a - b);
  const [top, bottom] = [y(yExtent[0]), y(yExtent[1])].sort((a, b) => a - b);
  Object.assign(canvas.style, {
    left: `${left}px`,
    top: `${top}px`,
    width: `${right - left}px`,
    height: `${bottom - top}px`,
  });
}
