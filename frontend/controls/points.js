/** Points that are dragged in a panel (see marks/handle.js); here their coordinates can be read and typed. */

import {html} from "../dom.js";
import {caption, mixRows, nameOf, numberField, numberProblem} from "./shared.js";

const MOST_OPEN = 3; // longer lists are folded away

const rowsOf = (control, value) => (control.single ? [value] : value);
const valueOf = (control, rows) => (control.single ? rows[0] : rows);

export function create(control, host) {
  let rows = rowsOf(control, control.start);
  const fields = rows.map((_, i) => ["x", "y"].map((axis, j) => createField(i, axis, j)));

  function createField(i, axis, j) {
    const which = control.single ? "" : ` ${i + 1}`;
    const change = (number) => {
      rows = rows.map((row, k) => (k === i ? row.map((old, l) => (l === j ? number : old)) : row));
      host.change(valueOf(control, rows));
    };
    return numberField(`${nameOf(control)}${which}, ${axis}`, control[axis], {...host, change});
  }

  const lines = fields.map(([x, y], i) =>
    html(
      "span",
      {class: "dlnotes-pair"},
      control.single ? null : html("span", {class: "dlnotes-index"}, String(i + 1)),
      x.element,
      y.element,
    ),
  );
  const grid = html("span", {class: "dlnotes-pairs"}, ...lines);
  const show = (value) => {
    rows = rowsOf(control, value);
    fields.forEach((pair, i) => pair.forEach((field, j) => field.show(rows[i][j])));
  };
  const words = caption(control, host.glyphs);
  if (rows.length <= MOST_OPEN) return {element: [words, grid], show};
  const fold = html("details", {class: "dlnotes-fold"}, html("summary", {}, words), grid);
  return {element: [fold], show};
}

export function problem(control, value) {
  const rows = Array.isArray(value) ? rowsOf(control, value) : [];
  const count = rowsOf(control, control.start).length;
  const isWhole = rows.length === count && rows.every((row) => Array.isArray(row) && row.length === 2);
  if (!isWhole) return `${nameOf(control)} must be ${count} × 2 numbers.`;
  for (const row of rows) {
    const found =
      numberProblem(`${nameOf(control)} (x)`, row[0], control.x) ??
      numberProblem(`${nameOf(control)} (y)`, row[1], control.y);
    if (found) return found;
  }
  return null;
}

export const toText = (value, control) =>
  rowsOf(control, value)
    .map((row) => row.join(","))
    .join(";");
export const fromText = (text, control) =>
  valueOf(
    control,
    text.split(";").map((row) => row.split(",").map(Number)),
  );
export const between = (from, to, t, control) =>
  valueOf(control, mixRows(rowsOf(control, from), rowsOf(control, to), t));
