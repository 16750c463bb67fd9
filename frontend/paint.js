/** Grids of values on a canvas: one pixel for each cell, which the browser scales up. */

/**
 * `offsetOf(value)`: where in the colour table the value's colour begins; −1 leaves the cell empty. Row 0 lies at
 * yExtent[0], column 0 at xExtent[0].
 */
export function paint(canvas, {values, rows, columns}, offsetOf, table, xExtent, yExtent) {
  if (canvas.width !== columns) canvas.width = columns;
  if (canvas.height !== rows) canvas.height = rows;
  const brush = canvas.getContext("2d");
  const image = brush.createImageData(columns, rows);
  const {data} = image;
  const isFlippedX = xExtent[1] < xExtent[0];
  const isFlippedY = yExtent[1] > yExtent[0]; // pixels run downwards, data run upwards
  for (let row = 0; row < rows; row += 1) {
    const start = (isFlippedY ? rows - 1 - row : row) * columns;
    for (let column = 0; column < columns; column += 1) {
      const value = values[row * columns + column];
      const offset = value - value === 0 ? offsetOf(value) : -1; // not for NaN or an infinity
      if (offset < 0) continue;
      const pixel = 4 * (start + (isFlippedX ? columns - 1 - column : column));
      data[pixel] = table[offset];
      data[pixel + 1] = table[offset + 1];
      data[pixel + 2] = table[offset + 2];
      data[pixel + 3] = 255;
    }
  }
  brush.putImageData(image, 0, 0);
}

/** Stretch a canvas between two places on each axis, in pixels. */
export function stretch(canvas, [x1, x2], [y1, y2]) {
  canvas.style.left = `${Math.min(x1, x2)}px`;
  canvas.style.top = `${Math.min(y1, y2)}px`;
  canvas.style.width = `${Math.abs(x2 - x1)}px`;
  canvas.style.height = `${Math.abs(y2 - y1)}px`;
}
