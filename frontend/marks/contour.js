/** Level lines of a grid sampled at the corners of its cells, the ends of the extents included. */

import {rampOffset} from "../colors.js";
import {html, repeat, svg} from "../dom.js";
import {isolines} from "../isolines.js";
import {paint, stretch} from "../paint.js";
import {em, straight} from "../path.js";
import {refine} from "../refine.js";

const defaults = {width: 1.25, filled: false};
const LONGEST = 6; // pixels of a piece before its corners show
const MOST_CELLS = 16000; // a refined grid may have, to stay within the time of one frame

export function create(group, context, options) {
  const {width, filled} = {...defaults, ...options};
  group.style.strokeWidth = em(width);
  const lines = repeat(group, () => svg("path"));
  const fill = filled ? createBands(context) : null;
  let fineness = 0;
  let grid = null;
  let pieces = [];

  return ({values, levels: given, shape, changed, x_extent, y_extent}, {x, y}) => {
    const levels = Float64Array.from(given).sort();
    const [rows, columns] = shape.values;
    const wanted = finenessFor(rows, columns, Math.abs(x(x_extent[1]) - x(x_extent[0])));
    if (wanted !== fineness || changed.values || changed.levels) {
      fineness = wanted;
      group.dataset.fineness = fineness;
      grid = refine(values, rows, columns, fineness);
      pieces = isolines(grid.values, grid.rows, grid.columns, levels);
    }
    const left = along(x, x_extent, grid.columns);
    const top = along(y, y_extent, grid.rows);
    fill?.(grid, levels, x_extent, y_extent, left, top);
    lines(pieces.length, (line, i) => {
      line.setAttribute("d", piecesPath(pieces[i], left, top));
      line.style.opacity = 1 - (0.65 * i) / Math.max(1, pieces.length - 1); // low ground stands out
    });
    return null;
  };
}

/** Steps per cell, so that each is short on the screen and all of them together are not too many. */
function finenessFor(rows, columns, width) {
  const wanted = Math.ceil(width / (columns - 1) / LONGEST);
  const allowed = Math.floor(Math.sqrt(MOST_CELLS / (rows * columns)));
  return Math.max(1, Math.min(wanted, allowed));
}

/** From a place in the grid to pixels. */
const along = (scale, extent, count) => (place) => scale(extent[0] + (place / (count - 1)) * (extent[1] - extent[0]));

function piecesPath(pieces, left, top) {
  let path = "";
  for (let i = 0; i < pieces.length; i += 4) {
    path += straight(left(pieces[i]), top(pieces[i + 1]), left(pieces[i + 2]), top(pieces[i + 3]));
  }
  return path;
}

/** One colour between neighbouring levels; below the lowest nothing. */
function createBands(context) {
  const canvas = context.addToBack(html("canvas", {"aria-hidden": "true", class: "dlnotes-smooth"}));
  return (grid, levels, xExtent, yExtent, left, top) => {
    const offsets = Array.from(levels, (_, i) => rampOffset((i + 1) / (levels.length + 1)));
    const offsetOf = (value) => {
      let band = -1;
      while (band + 1 < levels.length && value >= levels[band + 1]) band += 1;
      return band < 0 ? -1 : offsets[band];
    };
    paint(canvas, grid, offsetOf, context.ramp("sequential"), xExtent, yExtent);
    // A pixel lies around its sample, so the outer ones reach half a cell beyond.
    stretch(canvas, [-0.5, grid.columns - 0.5].map(left), [-0.5, grid.rows - 0.5].map(top));
  };
}
