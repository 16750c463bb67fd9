/** What the controls have in common. */

import {html} from "../dom.js";
import {parseNumber, plainNumber} from "../format.js";
import {hasText, plainText, richText} from "../text.js";

/** JupyterLab would take arrow keys and letters for itself, were it not for this mark on the very element. */
export const QUIET = {"data-lm-suppress-shortcuts": "true"};

/** The words by which a control is known to a screen reader and in messages. */
export const nameOf = (control) => plainText(control.label) || plainText(control.symbol) || control.name;

const capitalise = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Symbol and words of a control. */
export function caption(control, glyphs, attributes = {}) {
  const element = html("span", {class: "dlnotes-caption", ...attributes});
  if (hasText(control.symbol)) {
    element.append(richText(control.symbol, glyphs, "span", {class: "dlnotes-symbol"}).element, " ");
  }
  const words = plainText(control.label);
  if (words && words !== plainText(control.symbol)) {
    element.append(richText(control.label, glyphs, "span", {class: "dlnotes-words"}).element);
  }
  return element;
}

/** Why a number cannot be taken, naming the rule and both values; null when it can. */
export function numberProblem(name, value, {low, high, integer, unit}) {
  const show = (number) => String(tidy(number)).replace("-", "−") + (unit ? ` ${unit}` : "");
  const range = `between ${show(low)} and ${show(high)}`;
  if (typeof value !== "number" || !Number.isFinite(value)) return `${capitalise(name)} must be a number ${range}.`;
  if (value < low || value > high) return `${capitalise(name)} must lie ${range}; ${show(value)} does not.`;
  if (integer && !Number.isInteger(value)) return `${capitalise(name)} must be a whole number, not ${show(value)}.`;
  return null;
}

/**
 * A field for a typed number. It takes any value the rule allows and gives back the last good one otherwise.
 * `host`: {change(value), say(problem)}. Returns {element, show(value)}.
 */
export function numberField(name, rule, host, attributes = {}) {
  let good = NaN;
  const write = (value) => plainNumber(value, rule.scale === "log" ? 0 : rule.step);
  const element = html("input", {
    type: "text",
    class: "dlnotes-number",
    // Phones show a keypad without a minus sign for "decimal".
    inputmode: rule.low < 0 ? "text" : "decimal",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": name,
    ...QUIET,
    ...attributes,
  });

  function commit() {
    if (element.value === write(good)) return host.say(null);
    const typed = parseNumber(element.value);
    const problem = numberProblem(name, typed, rule);
    if (problem) {
      const was = element.value.trim();
      show(good);
      host.say(Number.isFinite(typed) ? problem : `${problem.slice(0, -1)}; “${was}” is not.`);
    } else {
      host.say(null);
      host.change(typed);
      show(typed);
    }
  }

  function show(value) {
    good = value;
    element.value = write(value);
  }

  element.addEventListener("change", commit);
  element.addEventListener("focus", () => element.select());
  element.addEventListener("keydown", (event) => {
    const direction = {ArrowUp: 1, ArrowDown: -1}[event.key];
    if (event.key === "Enter") commit();
    if (event.key === "Escape") show(good);
    if (!direction || event.altKey) return;
    event.preventDefault();
    const next = nudge(good, direction * (event.shiftKey ? 10 : 1), rule);
    host.change(next);
    show(next);
  });
  return {element, show};
}

/** The value some steps further, within the rule. */
export function nudge(value, steps, {low, high, step, scale}) {
  const moved = scale === "log" ? value * 10 ** (steps * step) : value + steps * (step || (high - low) / 100);
  return clamp(tidy(moved), low, high);
}

export const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

/** Without the dust of binary fractions: 0.30000000000000004 → 0.3. */
export const tidy = (value) => Number(value.toPrecision(12));

/** The nearest value on the control's grid, within its range. */
export function snap(value, {low, high, step, scale}) {
  if (!Number.isFinite(value)) return NaN;
  const inside = clamp(value, low, high);
  if (!step) return inside;
  if (scale === "log") {
    const decades = Math.round(Math.log10(inside / low) / step) * step;
    return clamp(Number((low * 10 ** decades).toPrecision(6)), low, high);
  }
  return clamp(tidy(low + Math.round((inside - low) / step) * step), low, high);
}

/** Between two numbers, geometrically where the scale is logarithmic. */
export function mix(from, to, t, scale) {
  return scale === "log" ? from * (to / from) ** t : from + (to - from) * t;
}

/** Between two lists of lists of numbers of one shape. */
export const mixRows = (from, to, t) => from.map((row, i) => row.map((value, j) => mix(value, to[i][j], t)));
