/** The state of a figure as the fragment of an address: #fit_by_hand?slope=0.8&intercept=1.4 */

import {controls as kinds} from "./controls/index.js";
import {plainText} from "./text.js";
import {problemWith, same} from "./values.js";

const MOST_STEPS = 100000; // a link may ask for, so that it cannot make the page hang for long

/** The fragment for these values and steps of the state; what is at its start is left out. */
export function writeFragment(name, controls, values, steps) {
  const changed = controls.filter((control) => !same(values[control.name], control.start));
  const pairs = changed.map((control) => {
    const text = kinds[control.kind].toText(values[control.name], control);
    return `${encodeURIComponent(control.name)}=${encodeURIComponent(text).replace(/%2C/g, ",").replace(/%3B/g, ";")}`;
  });
  if (steps > 0) pairs.push(`steps=${steps}`);
  return `#${name}${pairs.length ? `?${pairs.join("&")}` : ""}`;
}

/** The name and the pairs of a fragment, or null when it names no figure's state. */
export function readFragment(hash) {
  const match = /^#([^?]+)\?(.*)$/.exec(hash);
  if (!match) return null;
  return {name: safeDecode(match[1]), pairs: [...new URLSearchParams(match[2])]};
}

function safeDecode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Turn the pairs of a fragment into values and steps; whatever breaks a rule becomes a sentence instead. */
export function readPairs(controls, pairs, hasState) {
  const values = {};
  const problems = [];
  let steps = 0;
  for (const [name, text] of pairs) {
    const control = controls.find((candidate) => candidate.name === name);
    if (hasState && !control && name === "steps") {
      steps = /^\d+$/.test(text) && text <= MOST_STEPS ? Number(text) : 0;
      if (!steps) problems.push(`The steps must be a whole number between 1 and ${MOST_STEPS}; “${text}” is ignored.`);
      continue;
    }
    if (!control) {
      problems.push(`The link sets “${name}”, which is no control of this figure.`);
      continue;
    }
    const value = kinds[control.kind].fromText(text, control);
    const problem = value === undefined ? unreadable(control, text) : problemWith(control, value);
    if (problem) problems.push(`${problem} The link’s ${name} = ${text} is ignored.`);
    else values[name] = value;
  }
  return {values, steps, problems};
}

const unreadable = (control) => `${capitalise(plainText(control.label))} cannot be read.`;

const capitalise = (text) => text.charAt(0).toUpperCase() + text.slice(1);
