/**
 * Level lines of a grid by marching squares.
 *
 * Only the pieces are needed, not closed rings with their holes, and a stroke with round joins hides the seams; this
 * keeps a live contour within the time of one frame.
 */

// For each of the 16 patterns of corners above the level: pairs of cell sides (0 low row, 1 right, 2 high row, 3 left).
const PIECES = [[], [3, 0], [0, 1], [3, 1], [1, 2], [3, 0, 1, 2], [0, 2], [3, 2]];
for (let pattern = 8; pattern < 16; pattern += 1) PIECES[pattern] = PIECES[15 - pattern];
PIECES[10] = [0, 1, 2, 3]; // the other saddle

/**
 * For each of the ascending levels its pieces as [x1, y1, x2, y2, …] in grid coordinates: column 0 … columns − 1,
 * row 0 … rows − 1.
 */
export function isolines(values, rows, columns, levels) {
  const lines = Array.from(levels, () => []);
  const bands = bandsOf(values, levels);
  for (let row = 0; row < rows - 1; row += 1) {
    for (let column = 0, at = row * columns; column < columns - 1; column += 1, at += 1) {
      const [ab, bb, cb, db] = [bands[at], bands[at + 1], bands[at + columns + 1], bands[at + columns]];
      if (ab === bb && bb === cb && cb === db) continue; // no level passes: nearly all cells
      const high = Math.max(ab, bb, cb, db);
      if (high === MISSING) continue;
      for (let i = Math.min(ab, bb, cb, db); i < high; i += 1) {
        const corners = [values[at], values[at + 1], values[at + columns + 1], values[at + columns]];
        crossCell(lines[i], row, column, levels[i], ...corners);
      }
    }
  }
  return lines;
}

const MISSING = 255;

/** How many levels lie below each value; numbers that are not finite are marked. */
function bandsOf(values, levels) {
  const bands = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i];
    let band = 0;
    while (band < levels.length && value > levels[band]) band += 1;
    bands[i] = value - value === 0 ? band : MISSING;
  }
  return bands;
}

function crossCell(pieces, row, column, level, a, b, c, d) {
  const pattern = (a > level) | ((b > level) << 1) | ((c > level) << 2) | ((d > level) << 3);
  for (const side of PIECES[pattern]) {
    if (side === 0) pieces.push(column + (level - a) / (b - a), row);
    else if (side === 1) pieces.push(column + 1, row + (level - b) / (c - b));
    else if (side === 2) pieces.push(column + (level - d) / (c - d), row + 1);
    else pieces.push(column, row + (level - a) / (d - a));
  }
}
