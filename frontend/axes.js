/** Thin axes: ticks, numbers, names, and a few pale lines to read a value off. */

import {html, moveTo, repeat, svg} from "./dom.js";
import {round, straight} from "./path.js";
import {makeTicks} from "./scale.js";
import {hasText, plainText, richText} from "./text.js";

const FILLING = new Set(["heatmap", "cells"]);
const GAP = {x: 62, y: 56}; // pixels between ticks

/** Returns {ticks(name, scale, length, unit), draw(scales, plot, unit)}. */
export function createAxes(behind, overlay, spec, glyphs) {
  const [grid, zero, base] = ["grid", "zero", "axis"].map((name) =>
    behind.appendChild(svg("path", {class: `dlnotes-${name}`})),
  );
  const write = {x: numberWriter(behind, overlay, glyphs, "x"), y: numberWriter(behind, overlay, glyphs, "y")};
  const placeNames = makeNames(spec, overlay, glyphs);

  const ticks = (name, scale, length, unit) =>
    spec[name].show === false ? [] : makeTicks(scale, spec[name], Math.floor(length / (GAP[name] * unit)));

  // Ticks with names are categories, and a filled panel is read by its colours: neither needs lines.
  const isFilled = spec.marks.some(({kind, options}) => FILLING.has(kind) || (kind === "contour" && options.filled));
  const hasLines = (name) => spec[name].show !== false && !spec[name].tick_labels && !isFilled;

  /** Lines at zero, where zero is inside the panel and not its edge. */
  function zeroLines(x, y, width, height) {
    const isInside = (position, end) => position > 1 && position < end - 1;
    const [left, top] = [x(0), y(0)];
    const upright = hasLines("x") && isInside(left, width) ? straight(left, 0, left, height) : "";
    const level = hasLines("y") && isInside(top, height) ? straight(0, top, width, top) : "";
    return upright + level;
  }

  function draw({x, y}, plot, unit) {
    const {width, height} = plot;
    const xTicks = ticks("x", x, width, unit);
    const yTicks = ticks("y", y, height, unit);
    const upright = hasLines("x") ? xTicks.map(({value}) => straight(x(value), 0, x(value), height)) : [];
    const level = hasLines("y") ? yTicks.map(({value}) => straight(0, y(value), width, y(value))) : [];
    grid.setAttribute("d", upright.concat(level).join(""));
    zero.setAttribute("d", zeroLines(x, y, width, height));
    base.setAttribute("d", spec.x.show === false ? "" : straight(0, height, width, height));
    write.x(xTicks, (tick) => [x(tick.value), height + 20 * unit]);
    write.y(yTicks, (tick) => [-8 * unit, y(tick.value) + 5 * unit]);
    placeNames(plot, unit);
  }

  return {ticks, draw};
}

/** Plain numbers are SVG text; labels with symbols in them are HTML, like all typeset text. */
function numberWriter(behind, overlay, glyphs, name) {
  const anchor = name === "x" ? "middle" : "end";
  const numbers = repeat(behind, () => svg("text", {class: "dlnotes-tick", "text-anchor": anchor}));
  const symbols = repeat(overlay, () => html("div", {class: `dlnotes-label dlnotes-tick-label dlnotes-${anchor}`}));
  return (ticks, place) => {
    const isPlain = ({label}) => typeof label === "string";
    const plain = ticks.filter(isPlain);
    numbers(plain.length, (number, i) => {
      const [left, top] = place(plain[i]);
      number.setAttribute("x", round(left));
      number.setAttribute("y", round(top));
      number.textContent = plain[i].label;
    });
    const typeset = ticks.filter((tick) => !isPlain(tick));
    symbols(typeset.length, (symbol, i) => {
      const [left, top] = place(typeset[i]);
      moveTo(symbol, left, top - 5);
      if (symbol.dataset.text === plainText(typeset[i].label)) return;
      symbol.dataset.text = plainText(typeset[i].label);
      symbol.replaceChildren(richText(typeset[i].label, glyphs).element);
    });
  };
}

/** The name of y stands level above its axis, the name of x below the numbers. */
function makeNames(spec, overlay, glyphs) {
  const make = (name) => {
    if (!hasText(spec[name].label)) return null;
    const {element} = richText(spec[name].label, glyphs, "div", {class: `dlnotes-label dlnotes-axis-${name}`});
    return overlay.appendChild(element);
  };
  const [x, y] = [make("x"), make("y")];
  const isMatrix = spec.marks.some(({kind}) => kind === "cells"); // its columns have names of their own
  return ({width, height, left}, unit) => {
    if (x) moveTo(x, width / 2, height + (spec.x.show === false ? 6 : 27) * unit);
    if (y) moveTo(y, isMatrix ? -left : spec.y.show === false ? 0 : Math.max(-left, -28 * unit), -10 * unit);
  };
}
