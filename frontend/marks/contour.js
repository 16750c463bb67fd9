/** Level lines of a grid sampled at the corners of its cells, the ends of the extents included. */

import { contours as bands } from "d3-contour";
import { rampColor } from "../colors.js";
import { repeat, svg } from "../dom.js";
import { isolines } from "../isolines.js";
import { em, round, straight } from "../path.js";

const defaults = { width: 1.25, filled: false };

export function create(group, context, options) {
  const { width, filled } = { ...defaults, ...options };
  group.style.strokeWidth = em(width);
  const fills = repeat(group, () => svg("path", { class: "dlnotes-band" }));
  const lines = repeat(group, () => svg("path"));
  let pieces = null;
  let areas = [];
  return ({ values, levels, shape, changed, x_extent, y_extent }, { x, y }) => {
    const [rows, columns] = shape.values;
    if (!pieces || changed.values || changed.levels) {
      pieces = Array.from(levels, (level) => isolines(values, rows, columns, level));
      areas = filled ? bands().size([columns, rows]).smooth(true).thresholds(Array.from(levels))(values) : [];
    }
    const left = (column) => x(x_extent[0] + (column / (columns - 1)) * (x_extent[1] - x_extent[0]));
    const top = (row) => y(y_extent[0] + (row / (rows - 1)) * (y_extent[1] - y_extent[0]));
    const ramp = context.ramp("sequential");
    fills(areas.length, (fill, i) => {
      fill.setAttribute("d", areaPath(areas[i].coordinates, left, top, rows, columns));
      fill.style.fill = rampColor(ramp, (i + 1) / (areas.length + 1));
    });
    lines(pieces.length, (line, i) => {
      line.setAttribute("d", piecesPath(pieces[i], left, top));
      line.style.opacity = 1 - (0.65 * i) / Math.max(1, pieces.length - 1); // low ground stands out
    });
    return null;
  };
}

function piecesPath(pieces, left, top) {
  let path = "";
  for (let i = 0; i < pieces.length; i += 4) {
    path += straight(left(pieces[i]), top(pieces[i + 1]), left(pieces[i + 2]), top(pieces[i + 3]));
  }
  return path;
}

/** d3-contour puts sample i at i + 0.5, and closes its rings half a cell beyond the last sample. */
function areaPath(polygons, left, top, rows, columns) {
  const clamp = (value, count) => Math.max(0, Math.min(count - 1, value - 0.5));
  const corner = ([column, row]) => `${round(left(clamp(column, columns)))},${round(top(clamp(row, rows)))}`;
  return polygons.map((rings) => rings.map((ring) => `M${ring.map(corner).join("L")}Z`).join("")).join("");
}
