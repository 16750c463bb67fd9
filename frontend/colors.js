/** Colours: roles by CSS custom property, ramps for cells and heatmaps. */

import palette from "../dlnotes/live/palette.json";

const SIZE = 256; // shades per ramp, enough that the eye sees no step

const channel = (hex, start) => parseInt(hex.slice(start, start + 2), 16);
const toRgb = (hex) => [channel(hex, 1), channel(hex, 3), channel(hex, 5)];

/** A table of `SIZE` colours, three bytes each, between equally spaced stops. */
function makeRamp(stops) {
  const colors = stops.map(toRgb);
  const table = new Uint8Array(SIZE * 3);
  for (let i = 0; i < SIZE; i += 1) {
    const position = (i / (SIZE - 1)) * (colors.length - 1);
    const left = Math.min(Math.floor(position), colors.length - 2);
    for (let c = 0; c < 3; c += 1) {
      const [from, to] = [colors[left][c], colors[left + 1][c]];
      table[3 * i + c] = Math.round(from + (to - from) * (position - left));
    }
  }
  return table;
}

const ramps = {};

/** The ramp "sequential" or "diverging" for the light or dark theme. */
export function ramp(name, dark) {
  const theme = dark ? "dark" : "light";
  return (ramps[`${name}/${theme}`] ??= makeRamp(palette[name][theme]));
}

const clampIndex = (t) => Math.max(0, Math.min(SIZE - 1, Math.round(t * (SIZE - 1))));

/** Where in a ramp's table the colour of t in [0, 1] starts. */
export const rampOffset = (t) => 3 * clampIndex(t);

/** The CSS colour of t in [0, 1]. */
export function rampColor(table, t) {
  const offset = rampOffset(t);
  return `rgb(${table[offset]},${table[offset + 1]},${table[offset + 2]})`;
}

/** Whether text on this colour should be dark. */
export function isPale(table, t) {
  const offset = rampOffset(t);
  return 0.299 * table[offset] + 0.587 * table[offset + 1] + 0.114 * table[offset + 2] > 140;
}

/** The CSS colour of a role, and of text in that role. */
export const roleColor = (role) => `var(--dlnotes-${role || "ink"})`;
export const roleTextColor = (role) => `var(--dlnotes-${role || "ink"}-text)`;

/** The range colours are spread over: the one given, else the data's own (symmetric about 0 when diverging). */
export function colorRange(values, colors, given) {
  if (given && Number.isFinite(given[0]) && Number.isFinite(given[1])) return given;
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low && value > -Infinity) low = value;
    if (value > high && value < Infinity) high = value;
  }
  if (low > high) return [0, 1];
  if (colors !== "diverging") return low === high ? [low, low + 1] : [low, high];
  const extreme = Math.max(Math.abs(low), Math.abs(high)) || 1;
  return [-extreme, extreme];
}
