/** A grid to paint on: with the pointer, or cell by cell with the keys. */

import {html, svg} from "../dom.js";
import {caption, clamp, nameOf, QUIET} from "./shared.js";

const DIRECTIONS = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]};

export function create(control, host) {
  let cells = control.start;
  let isErasing = false;
  const cursor = {row: Math.floor(control.rows / 2), column: Math.floor(control.columns / 2)};
  const paint = svg("path", {class: "dlnotes-paint"});
  const frame = svg("rect", {class: "dlnotes-pad-cursor", width: 1, height: 1});
  const sheet = svg(
    "svg",
    {
      class: "dlnotes-sheet",
      viewBox: `0 0 ${control.columns} ${control.rows}`,
      tabindex: 0,
      role: "application",
      "aria-label": `${nameOf(control)}: arrows move, space paints, delete erases`,
      ...QUIET,
    },
    paint,
    frame,
  );
  sheet.style.aspectRatio = `${control.columns} / ${control.rows}`;
  const eraser = tool("Eraser", () => setErasing(!isErasing));
  const clear = tool("Clear", () => host.change(cells.map((row) => row.map(() => 0))));
  const tools = html("span", {class: "dlnotes-pad-tools"}, eraser, clear);

  function setErasing(value) {
    isErasing = value;
    eraser.setAttribute("aria-pressed", value);
  }

  function brush(stretch, value) {
    const next = stroke(cells, stretch, control.brush, value);
    if (next !== cells) host.change(next);
  }

  sheet.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    event.preventDefault();
    sheet.focus({preventScroll: true});
    sheet.setPointerCapture(event.pointerId);
    let last = placeOf(event, sheet, control);
    brush([last, last], isErasing ? 0 : 1);
    const move = (moved) => {
      const now = placeOf(moved, sheet, control);
      brush([last, now], isErasing ? 0 : 1);
      last = now;
    };
    sheet.addEventListener("pointermove", move);
    sheet.addEventListener("lostpointercapture", () => sheet.removeEventListener("pointermove", move), {once: true});
  });
  // `touch-action` does not count inside an SVG: without this the page would scroll under the finger.
  sheet.addEventListener("touchstart", (event) => event.preventDefault(), {passive: false});

  sheet.addEventListener("keydown", (event) => {
    const direction = DIRECTIONS[event.key];
    const value = {" ": isErasing ? 0 : 1, Delete: 0, Backspace: 0}[event.key];
    if ((!direction && value === undefined) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation(); // space would play
    if (direction) {
      cursor.row = clamp(cursor.row + direction[0], 0, control.rows - 1);
      cursor.column = clamp(cursor.column + direction[1], 0, control.columns - 1);
      showCursor();
    } else if (cells[cursor.row][cursor.column] !== value) {
      host.change(cells.map((row, i) => (i === cursor.row ? row.with(cursor.column, value) : row)));
    }
  });

  function showCursor() {
    frame.setAttribute("x", cursor.column);
    frame.setAttribute("y", cursor.row);
  }

  showCursor();
  const show = (value) => {
    cells = value;
    paint.setAttribute("d", outline(cells));
  };
  return {element: [caption(control, host.glyphs), html("span", {class: "dlnotes-pad"}, sheet, tools)], show};
}

function tool(label, run) {
  const button = html("button", {type: "button", class: "dlnotes-chip dlnotes-plain", ...QUIET}, label);
  button.addEventListener("click", run);
  return button;
}

/** Where the pointer is, in cells from the corner. */
function placeOf({clientX, clientY}, sheet, {rows, columns}) {
  const {left, top, width, height} = sheet.getBoundingClientRect();
  return [((clientX - left) / width) * columns, ((clientY - top) / height) * rows];
}

/** The cells after a straight stroke: those whose middle lies within `reach` of it. The same list if none changes. */
function stroke(cells, [from, to], reach, value) {
  const steps = Math.max(1, Math.ceil(2 * Math.hypot(to[0] - from[0], to[1] - from[1])));
  const touched = [];
  for (let step = 0; step <= steps; step += 1) {
    const [x, y] = [0, 1].map((axis) => from[axis] + ((to[axis] - from[axis]) * step) / steps);
    for (let i = Math.max(0, Math.floor(y - reach)); i <= Math.min(cells.length - 1, y + reach); i += 1) {
      for (let j = Math.max(0, Math.floor(x - reach)); j <= Math.min(cells[0].length - 1, x + reach); j += 1) {
        if (Math.hypot(j + 0.5 - x, i + 0.5 - y) <= reach && cells[i][j] !== value) touched.push([i, j]);
      }
    }
  }
  if (touched.length === 0) return cells;
  const next = cells.map((row) => [...row]);
  for (const [i, j] of touched) next[i][j] = value;
  return next;
}

const outline = (cells) =>
  cells.map((row, i) => row.map((value, j) => (value ? `M${j} ${i}h1v1h-1z` : "")).join("")).join("");

export function problem(control, value) {
  const isWhole =
    Array.isArray(value) &&
    value.length === control.rows &&
    value.every(
      (row) => Array.isArray(row) && row.length === control.columns && row.every((cell) => [0, 1].includes(cell)),
    );
  return isWhole ? null : `${nameOf(control)} must be ${control.rows} × ${control.columns} cells of 0 or 1.`;
}

/** Four cells make one digit to the base 16; rows follow each other without a gap. */
export const toText = (value) =>
  value
    .flat()
    .join("")
    .replace(/[01]{1,4}/g, (bits) => parseInt(bits.padEnd(4, "0"), 2).toString(16));
export function fromText(text, {rows, columns}) {
  const bits = [...text].map((digit) => parseInt(digit, 16).toString(2).padStart(4, "0")).join("");
  return Array.from({length: rows}, (_, i) => Array.from({length: columns}, (_, j) => Number(bits[i * columns + j])));
}
export const between = () => undefined;
