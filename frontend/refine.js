/** A finer grid through the samples of a coarse one, so that level lines are curves and not polygons. */

/**
 * Cubic (Catmull–Rom) interpolation with `factor` steps per cell, which is exact for quadratic bowls.
 * Returns {values, rows, columns}: the grid itself where it holds a number that is not finite.
 */
export function refine(values, rows, columns, factor) {
  if (factor <= 1 || !values.every(Number.isFinite)) return {values, rows, columns};
  const wide = stretch(values, rows, columns, columns, 1, factor);
  const wideColumns = (columns - 1) * factor + 1;
  const tall = stretch(wide, wideColumns, rows, 1, wideColumns, factor);
  return {values: tall, rows: (rows - 1) * factor + 1, columns: wideColumns};
}

/** Refine along one axis: `lines` lines of `count` samples, `lineStep` and `step` apart in memory. */
function stretch(values, lines, count, lineStep, step, factor) {
  const fine = (count - 1) * factor + 1;
  const result = new Float64Array(lines * fine);
  const fineLineStep = step === 1 ? fine : 1; // rows stay rows, columns stay columns
  const fineStep = step === 1 ? 1 : step;
  for (let line = 0; line < lines; line += 1) {
    for (let i = 0; i < count - 1; i += 1) {
      const at = line * lineStep + i * step;
      const b = values[at];
      const c = values[at + step];
      const beyond = count > 2 ? values[at + 2 * step] : 2 * c - b;
      const a = i > 0 ? values[at - step] : 3 * (b - c) + beyond;
      const d = i < count - 2 ? values[at + 2 * step] : 3 * (c - b) + a;
      const to = line * fineLineStep + i * factor * fineStep;
      for (let k = 0; k < factor; k += 1) {
        const t = k / factor;
        result[to + k * fineStep] = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
      }
    }
    result[line * fineLineStep + (fine - 1) * fineStep] = values[line * lineStep + (count - 1) * step];
  }
  return result;
}
