/** A grid of numbers: type into a cell, or drag it up and down. */

import {html} from "../dom.js";
import {toParts, richText} from "../text.js";
import {caption, clamp, mixRows, nameOf, nudge, numberField, numberProblem, snap} from "./shared.js";

const PIXELS_PER_STEP = 6;

export function create(control, host) {
  let rows = control.start;
  const set = (i, j, number) => {
    rows = rows.map((row, k) => (k === i ? row.map((old, l) => (l === j ? number : old)) : row));
    host.change(rows);
  };
  const fields = rows.map((row, i) => row.map((_, j) => createCell(i, j)));

  function createCell(i, j) {
    const name = `${nameOf(control)}, row ${i + 1}, column ${j + 1}`;
    const field = numberField(name, control, {...host, change: (number) => set(i, j, number)});
    field.element.classList.add("dlnotes-cell");
    scrub(
      field.element,
      () => rows[i][j],
      control,
      (number) => set(i, j, number),
    );
    return field;
  }

  const head = control.column_labels ? headRow(control, host) : null;
  const lines = fields.map((row, i) => bodyRow(row, control.row_labels?.[i], host));
  const table = html("table", {class: "dlnotes-matrix"}, head, html("tbody", {}, ...lines));
  const show = (value) => {
    rows = value;
    fields.forEach((row, i) => row.forEach((field, j) => showCell(field, rows[i][j], control)));
  };
  return {element: [caption(control, host.glyphs), table], show};
}

/** The number, on a ground tinted by its sign and size. */
function showCell(field, value, {low, high}) {
  field.show(value);
  const strength = Math.abs(value) / Math.max(Math.abs(low), Math.abs(high));
  field.element.style.setProperty("--tint", `var(--dlnotes-${value < 0 ? "negative" : "positive"})`);
  field.element.style.setProperty("--strength", `${Math.round(strength * 45)}%`);
}

const heading = (label, host) => html("th", {}, richText(toParts(label), host.glyphs).element);

function headRow({column_labels, row_labels}, host) {
  const corner = row_labels ? html("td", {}) : null;
  return html("thead", {}, html("tr", {}, corner, ...column_labels.map((label) => heading(label, host))));
}

function bodyRow(fields, label, host) {
  const cells = fields.map((field) => html("td", {}, field.element));
  return html("tr", {}, label === undefined ? null : heading(label, host), ...cells);
}

/** Dragging up raises the number; a press that does not move is a click into the field. */
function scrub(element, read, control, write) {
  element.addEventListener("pointerdown", (event) => {
    if (event.button > 0 || document.activeElement === element) return;
    const start = {y: event.clientY, value: read(), isMoving: false};
    element.setPointerCapture(event.pointerId);
    const move = ({clientY}) => {
      const steps = Math.round((start.y - clientY) / PIXELS_PER_STEP);
      start.isMoving ||= Math.abs(start.y - clientY) > 3;
      if (!start.isMoving) return;
      write(clamp(snap(nudge(start.value, steps, control), control), control.low, control.high));
    };
    element.addEventListener("pointermove", move);
    element.addEventListener("lostpointercapture", () => element.removeEventListener("pointermove", move), {
      once: true,
    });
    event.preventDefault(); // no focus and no text selection until we know it is a click
    element.addEventListener("pointerup", () => start.isMoving || element.focus(), {once: true});
  });
}

export function problem(control, value) {
  const isWhole =
    Array.isArray(value) &&
    value.length === control.start.length &&
    value.every((row, i) => Array.isArray(row) && row.length === control.start[i].length);
  if (!isWhole) return `${nameOf(control)} must be ${control.start.length} × ${control.start[0].length} numbers.`;
  for (const number of value.flat()) {
    const found = numberProblem(nameOf(control), number, control);
    if (found) return found;
  }
  return null;
}

export const toText = (value) => value.map((row) => row.join(",")).join(";");
export const fromText = (text) => text.split(";").map((row) => row.split(",").map(Number));
export const between = mixRows;
