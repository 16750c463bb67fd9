/** Scales: from data to pixels, with domains that may be live. */

import { scaleLinear, scaleLog } from "d3-scale";
import { formatter } from "./format.js";
import { toParts } from "./text.js";

const SUPERSCRIPT = formatter(".0e");

/** A scale of the kind an axis asks for. Numbers a logarithm cannot take become NaN, so they are not drawn. */
export function makeScale(kind) {
  const scale = kind === "log" ? scaleLog() : scaleLinear();
  if (kind !== "log") return scale;
  const guarded = (value) => (value > 0 ? scale(value) : NaN);
  return Object.assign(guarded, scale, { isLog: true });
}

const isUsable = ([low, high], isLog) =>
  Number.isFinite(low) && Number.isFinite(high) && low !== high && (!isLog || (low > 0 && high > 0));

/** The domain if a scale can use it, otherwise the one before it. */
export const usableDomain = (domain, before, isLog) => (isUsable(domain, isLog) ? domain : before);

/** Widen one of two domains about its middle until a unit is as long on both axes. */
export function equalise(xDomain, yDomain, width, height) {
  const xUnit = (xDomain[1] - xDomain[0]) / width;
  const yUnit = (yDomain[1] - yDomain[0]) / height;
  const widen = ([low, high], span) => [(low + high - span) / 2, (low + high + span) / 2];
  if (Math.abs(xUnit) > Math.abs(yUnit)) return [xDomain, widen(yDomain, xUnit * height)];
  return [widen(xDomain, yUnit * width), yDomain];
}

/** Where the ticks go and what they say: a list of {value, label}; a label is a string or rich text. */
export function makeTicks(scale, axis, count) {
  const values = tickValues(scale, axis, count);
  const write = tickWriter(scale, axis, count);
  return values.map((value, i) => ({ value, label: axis.tick_labels ? tickLabel(axis.tick_labels[i]) : write(value) }));
}

/** Rich text without symbols is a plain string. */
const tickLabel = (rich) => (toParts(rich).every((part) => typeof part === "string") ? toParts(rich).join("") : rich);

function tickValues(scale, { ticks }, count) {
  if (Array.isArray(ticks)) return ticks;
  const wanted = Math.max(2, Math.min(ticks ?? 6, count));
  return scale.isLog ? decades(scale, wanted) : scale.ticks(wanted);
}

/** Powers of ten, thinned to the wanted number; 1, 2, 5 where the domain spans less than two decades. */
function decades(scale, wanted) {
  const [low, high] = scale.domain().map(Math.log10);
  if (high - low < 2) return scale.ticks(wanted).filter((value) => /^[125]/.test(value.toExponential()));
  const stride = Math.max(1, Math.ceil((high - low) / wanted));
  const first = Math.ceil(low / stride - 1e-9) * stride;
  const powers = [];
  for (let power = first; power <= high + 1e-9; power += stride) powers.push(10 ** power);
  return powers;
}

function tickWriter(scale, { format }, count) {
  if (format) return formatter(format);
  if (scale.isLog) return writeLogTick;
  return scale.tickFormat(Math.max(2, count));
}

/** 0.01, 1, 100, but 10⁻⁴ and 10⁶. */
function writeLogTick(value) {
  const power = Math.round(Math.log10(value));
  if (Math.abs(power) <= 3) return formatter("~g")(value);
  return SUPERSCRIPT(value).replace(/^1 × /, "");
}
