/** Paths for SVG. Whatever is not finite is left out, so a diverged number breaks a line and nothing else. */

// Renderers give up on coordinates of many digits; far outside is far outside.
const FAR = 1e5;

/** A pixel position with two decimals, more than the eye sees. */
export const round = (pixels) => Math.round(Math.max(-FAR, Math.min(FAR, pixels)) * 100) / 100;

/** A line through (xs[i], ys[start + i]) for i < count, lifted wherever a point is not finite. */
export function polyline(xs, ys, x, y, start = 0, count = ys.length, xStart = 0) {
  let path = "";
  let isDown = false;
  for (let i = 0; i < count; i += 1) {
    const left = x(xs[xStart + i]);
    const top = y(ys[start + i]);
    const isDrawn = Number.isFinite(left) && Number.isFinite(top);
    if (isDrawn) path += `${isDown ? "L" : "M"}${round(left)},${round(top)}`;
    isDown = isDrawn;
  }
  return path;
}

/** A straight piece between two points in pixels; empty when an end is not finite. */
export function straight(x1, y1, x2, y2) {
  if (!Number.isFinite(x1 + y1 + x2 + y2)) return "";
  return `M${round(x1)},${round(y1)}L${round(x2)},${round(y2)}`;
}

/** A dash pattern from an option: true for the usual one, or lengths in pixels. */
export function dashes(dash) {
  if (!dash) return "none";
  const lengths = dash === true ? [6, 5] : Array.isArray(dash) ? dash : String(dash).split(/[\s,]+/);
  return lengths.map((length) => `${length / 16}em`).join(" ");
}

/** A stroke width in the figure's own unit, so that full screen scales it. */
export const em = (pixels) => `${pixels / 16}em`;
