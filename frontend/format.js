/** Numbers as text, by Python's format specifications. */

import {format as d3format} from "d3-format";

const cache = new Map();
const SUPERSCRIPTS = {"−": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹"};

const raise = (digits) => [...digits].map((digit) => SUPERSCRIPTS[digit]).join("");

/** 1.2e−6 → 1.2 × 10⁻⁶ */
export const typesetExponent = (text) =>
  text.replace(/e([+−-]?)(\d+)$/, (_, sign, digits) => ` × 10${raise((sign === "+" ? "" : sign && "−") + digits)}`);

function compile(spec) {
  // Python's "g" drops trailing zeros, d3's keeps them unless told "~".
  const write = d3format(spec.replace(/(?<!~)g$/, "~g"));
  const isWhole = spec.endsWith("d");
  return (value) => typesetExponent(write(isWhole ? Math.round(value) + 0 : value)); // −0 + 0 is 0
}

/** A function from a finite number to text, for a Python format such as ".2f". */
export function formatter(spec) {
  const key = spec || ".4~g";
  if (!cache.has(key)) cache.set(key, compile(key));
  return cache.get(key);
}

/** The text of a number: infinity has its sign, and what is no number is a dash. */
export function formatNumber(value, spec) {
  if (Number.isFinite(value)) return formatter(spec)(value);
  return Number.isNaN(value) ? "—" : value > 0 ? "∞" : "−∞";
}

/** How many decimals a step of this size needs: 0.05 → 2. */
export function decimalsOf(step) {
  for (let decimals = 0; decimals < 10; decimals += 1) {
    const scaled = step * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-9 * Math.max(1, scaled)) return decimals;
  }
  return 10;
}

/** The plain text of a control's value: as many decimals as its step has, more only where the value has more. */
export function plainNumber(value, step) {
  const decimals = decimalsOf(step || 0);
  const fixed = value.toFixed(decimals);
  if (Math.abs(Number(fixed) - value) < 1e-9 * Math.max(1, Math.abs(value))) return dropNegativeZero(fixed);
  return String(Number(value.toPrecision(6)));
}

const dropNegativeZero = (text) => (Number(text) === 0 ? text.replace("-", "") : text);

/** The number a reader typed: a comma, a true minus and a dash for it are understood; NaN when it is no number. */
export function parseNumber(text) {
  const clean = String(text).trim().replace(/[−–]/, "-").replace(",", ".");
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(clean) ? Number(clean) : NaN;
}
