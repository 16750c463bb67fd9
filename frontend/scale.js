/** Scales: from data to pixels and back, with domains that may be live. */

import {tickIncrement, ticks} from "d3-array";
import {precisionFixed} from "d3-format";
import {formatter} from "./format.js";
import {toParts} from "./text.js";

const same = (value) => value;
const log = (value) => (value > 0 ? Math.log10(value) : NaN); // what a logarithm cannot take is not drawn
const power = (exponent) => 10 ** Math.max(-300, Math.min(300, exponent)); // a pointer far outside is still somewhere

/** A function from data to pixels, "linear" or "log", with domain and range to read or to set. */
export function makeScale(kind) {
  const isLog = kind === "log";
  const [bend, unbend] = isLog ? [log, power] : [same, same];
  let domain = [1, 2];
  let range = [0, 1];
  let origin = 0;
  let slope = 1;

  function update() {
    slope = (range[1] - range[0]) / (bend(domain[1]) - bend(domain[0]));
    origin = range[0] - slope * bend(domain[0]);
    return scale;
  }

  const scale = (value) => origin + slope * bend(value);
  scale.invert = (pixels) => unbend((pixels - origin) / slope);
  scale.isLog = isLog;
  scale.domain = (ends) => (ends ? ((domain = [...ends]), update()) : domain);
  scale.range = (ends) => (ends ? ((range = [...ends]), update()) : range);
  return update();
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

const MOST_TICKS = 6;

/**
 * Where the ticks go and what they say: a list of {value, label}; a label is a string or rich text. `room`: how many
 * fit.
 */
export function makeTicks(scale, axis, room) {
  const wanted = enough(scale, Math.max(2, Math.min(typeof axis.ticks === "number" ? axis.ticks : MOST_TICKS, room)));
  const values = tickValues(scale, axis, wanted);
  const write = tickWriter(scale, axis, wanted);
  const label = (value, i) => (axis.tick_labels ? tickLabel(axis.tick_labels[i]) : write(value));
  return values.map((value, i) => ({value, label: label(value, i)})).filter(({value}) => isInside(scale, value));
}

/** One number alone says nothing of the scale: ask for more until there are two. */
function enough(scale, wanted) {
  if (scale.isLog) return wanted;
  let count = wanted;
  while (ticks(...scale.domain(), count).length < 2 && count < wanted + 5) count += 1;
  return count;
}

function isInside(scale, value) {
  const [start, end] = scale.range();
  return scale(value) >= Math.min(start, end) - 1 && scale(value) <= Math.max(start, end) + 1;
}

/** Rich text without symbols is a plain string. */
const tickLabel = (rich) => (toParts(rich).every((part) => typeof part === "string") ? toParts(rich).join("") : rich);

function tickValues(scale, axis, wanted) {
  if (Array.isArray(axis.ticks)) return axis.ticks;
  return scale.isLog ? decades(scale.domain(), wanted) : ticks(...scale.domain(), wanted);
}

/** Powers of ten, thinned to the wanted number; 1, 2, 5 where the domain spans less than two decades. */
function decades(domain, wanted) {
  const [low, high] = domain.map(Math.log10);
  const isShort = high - low < 2;
  const stride = isShort ? 1 : Math.max(1, Math.ceil((high - low) / wanted));
  const first = Math.floor(low / stride) * stride;
  const values = [];
  for (let exponent = first; exponent <= high + 1e-9; exponent += stride) {
    for (const factor of isShort ? [1, 2, 5] : [1]) values.push(factor * 10 ** exponent);
  }
  return values.filter((value) => value >= domain[0] * 0.999999 && value <= domain[1] * 1.000001);
}

function tickWriter(scale, {format, ticks: declared}, wanted) {
  if (format) return formatter(format);
  if (scale.isLog) return scale.domain().every(isPlain) ? formatter("~g") : writePower;
  if (Array.isArray(declared)) return formatter(`,.${decimalsOf(declared)}f`);
  const [low, high] = scale.domain();
  const step = Math.abs(tickIncrement(low, high, wanted));
  // d3 gives steps below one as their reciprocal.
  return formatter(`,.${precisionFixed(tickIncrement(low, high, wanted) < 0 ? 1 / step : step)}f`);
}

/** As many decimals as the numbers have, and two where they have no end. */
function decimalsOf(values) {
  const isExact = (decimals) => values.every((value) => Math.abs(Number(value.toFixed(decimals)) - value) < 1e-9);
  return [0, 1, 2, 3].find(isExact) ?? 2;
}

const isPlain = (value) => value > 0.9e-3 && value < 1.1e4;

/** 10⁻⁴, 10⁻², 1, 100, 10⁴. */
const writePower = (value) =>
  [1, 10, 100].includes(value) ? String(value) : formatter(".0e")(value).replace(/^1 × /, "");
