/** The values of a figure's controls: start, compare, keep within the rules. */

import {controls as kinds} from "./controls/index.js";

/** Every control's start value, by name. */
export const startValues = (controls) => Object.fromEntries(controls.map(({name, start}) => [name, start]));

/** Deep equality of numbers, strings, booleans and nested lists of them. */
export function same(a, b) {
  if (!Array.isArray(a) || !Array.isArray(b)) return Object.is(a, b) || a === b;
  return a.length === b.length && a.every((value, i) => same(value, b[i]));
}

/** Whether `values` holds all that `wanted` asks for. */
export const agree = (values, wanted) => Object.keys(wanted).every((name) => same(values[name], wanted[name]));

/** A sentence saying why a control cannot take a value; null when it can. */
export const problemWith = (control, value) => kinds[control.kind].problem(control, value);

/** What the program of a figure receives for a value. */
export const inputFor = (control, value) => kinds[control.kind].toInput?.(value, control) ?? value;

/** Split wanted values into those that may be set and sentences about the rest. */
export function checkValues(controls, wanted) {
  const accepted = {};
  const problems = [];
  for (const [name, value] of Object.entries(wanted)) {
    const control = controls.find((candidate) => candidate.name === name);
    const problem = control ? problemWith(control, value) : `There is no control “${name}” here.`;
    if (problem) problems.push(problem);
    else accepted[name] = value;
  }
  return {accepted, problems};
}

/** The variant's key: the structural values as JSON scalars, strings unquoted, joined by "|". */
export const variantKey = (structural, values) =>
  structural.map((name) => (typeof values[name] === "string" ? values[name] : JSON.stringify(values[name]))).join("|");
