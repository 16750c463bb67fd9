/** Points of several classes that are put into a panel by clicking (see marks/placing.js), or by their coordinates. */

import {roleColor} from "../colors.js";
import {html, uniqueId} from "../dom.js";
import {caption, nameOf, numberField, numberProblem, QUIET} from "./shared.js";

const chosen = new WeakMap(); // control → the class of the next point

/** The class that the next point will have. */
export const classOf = (control) => chosen.get(control) ?? 0;

export function create(control, host) {
  let points = control.start;
  const next = [0, 0];
  const radios = Array.from({length: control.classes}, (_, k) => classButton(k));
  const count = html("span", {class: "dlnotes-count"});
  const fields = ["x", "y"].map((axis, i) => {
    const field = numberField(`${nameOf(control)}: ${axis} of a new point`, control[axis], {
      ...host,
      change: (number) => (next[i] = number),
    });
    field.show((next[i] = middle(control[axis])));
    return field;
  });
  const add = button("Add", () => host.change(withPoint(control, points, [...next, classOf(control)]) ?? points));
  const back = button("Take back", () => host.change(points.slice(0, -1)));
  const clear = button("Clear", () => host.change([]));

  function classButton(k) {
    const name = `${nameOf(control)}: class ${k + 1}`;
    const radio = html("input", {type: "radio", class: "dlnotes-hidden-input", "aria-label": name, ...QUIET});
    radio.addEventListener("change", () => chosen.set(control, k));
    radio.checked = classOf(control) === k;
    const dot = html("span", {class: "dlnotes-dot"});
    dot.style.setProperty("--color", roleColor(control.class_roles[k]));
    return {radio, element: html("label", {class: "dlnotes-segment"}, radio, dot)};
  }

  const group = uniqueId("class");
  for (const {radio} of radios) radio.name = group;
  const classes = html("span", {
    class: "dlnotes-segments",
    role: "radiogroup",
    "aria-label": "Class of the next point",
  });
  classes.append(...radios.map(({element}) => element));
  const pair = html("span", {class: "dlnotes-pair"}, ...fields.map(({element}) => element), add);
  const show = (value) => {
    points = value;
    count.textContent = `${points.length} of ${control.most}`;
  };
  const board = html("span", {class: "dlnotes-cloud"}, classes, count, pair, back, clear);
  return {element: [caption(control, host.glyphs), board], show};
}

function button(label, run) {
  const element = html("button", {type: "button", class: "dlnotes-chip dlnotes-plain", ...QUIET}, label);
  element.addEventListener("click", run);
  return element;
}

const middle = ({low, high}) => (low + high) / 2;

/** The points with one more, snapped to the grid and kept inside; null when there is no room for it. */
export function withPoint(control, points, [x, y, k]) {
  if (points.length >= control.most) return null;
  const tidy = (value, {low, high, step}) =>
    Math.max(low, Math.min(high, Number((Math.round(value / step) * step).toPrecision(12))));
  return [...points, [tidy(x, control.x), tidy(y, control.y), k]];
}

export function problem(control, value) {
  const isList = Array.isArray(value) && value.every((point) => Array.isArray(point) && point.length === 3);
  if (!isList) return `${nameOf(control)} must be a list of points (x, y, class).`;
  if (value.length > control.most)
    return `${nameOf(control)} holds at most ${control.most} points, not ${value.length}.`;
  for (const [x, y, k] of value) {
    const found =
      numberProblem(`${nameOf(control)} (x)`, x, control.x) ??
      numberProblem(`${nameOf(control)} (y)`, y, control.y) ??
      numberProblem(`${nameOf(control)} (class)`, k, {low: 0, high: control.classes - 1, integer: true});
    if (found) return found;
  }
  return null;
}

/** What the program receives: `most` rows of x, y, class and whether the point is there. */
export const toInput = (value, {most}) =>
  Array.from({length: most}, (_, i) => (i < value.length ? [...value[i], 1] : [0, 0, 0, 0]));

export const toText = (value) => value.map((point) => point.join(",")).join(";");
export const fromText = (text) => (text ? text.split(";").map((point) => point.split(",").map(Number)) : []);
export const between = () => undefined;
