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

/** The pieces of one level as [x1, y1, x2, y2, …] in grid coordinates: column 0 … columns - 1, row 0 … rows - 1. */
export function isolines(values, rows, columns, level) {
  const pieces = [];
  for (let row = 0; row < rows - 1; row += 1) {
    let at = row * columns;
    for (let column = 0; column < columns - 1; column += 1, at += 1) {
      const a = values[at];
      const b = values[at + 1];
      const c = values[at + columns + 1];
      const d = values[at + columns];
      const pattern = (a > level) | ((b > level) << 1) | ((c > level) << 2) | ((d > level) << 3);
      if (pattern === 0 || pattern === 15 || !Number.isFinite(a + b + c + d)) continue;
      for (const side of PIECES[pattern]) {
        if (side === 0) pieces.push(column + (level - a) / (b - a), row);
        else if (side === 1) pieces.push(column + 1, row + (level - b) / (c - b));
        else if (side === 2) pieces.push(column + (level - d) / (c - d), row + 1);
        else pieces.push(column, row + (level - a) / (d - a));
      }
    }
  }
  return pieces;
}
