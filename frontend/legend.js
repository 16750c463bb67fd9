/** The key of a panel: one swatch and name for each mark that has a label but not beside it. */

import {roleColor} from "./colors.js";
import {html, svg} from "./dom.js";
import {dashes} from "./path.js";
import {hasText, richText} from "./text.js";

/** An element, or null where there is nothing to explain. */
export function createLegend({marks, legend}, glyphs) {
  const named = marks.filter(({options}) => hasText(options.label) && !options.direct);
  const entries = named.filter(({kind}) => kind !== "handle");
  if (legend === false || entries.length === 0) return null;
  return html("div", {class: "dlnotes-legend"}, ...entries.map((mark) => entry(mark, glyphs)));
}

function entry({kind, options}, glyphs) {
  const swatch = svg("svg", {class: "dlnotes-swatch", viewBox: "0 0 26 16", "aria-hidden": "true"});
  swatch.style.setProperty("--color", roleColor(options.role));
  swatch.append(shapeOf(kind, options));
  return html("span", {class: "dlnotes-legend-entry"}, swatch, richText(options.label, glyphs).element);
}

const LINES = new Set(["line", "segments", "rules", "contour", "arrows"]);

function shapeOf(kind, {shape, dash, width}) {
  if (kind === "points" && shape === "cross")
    return svg("path", {d: "M8,3l10,10m0,-10l-10,10", class: "dlnotes-stroke"});
  if (kind === "points" && shape === "ring") return svg("circle", {cx: 13, cy: 8, r: 5.5, class: "dlnotes-stroke"});
  if (kind === "points" && shape === "square") return svg("rect", {x: 8, y: 3, width: 10, height: 10});
  if (kind === "points") return svg("circle", {cx: 13, cy: 8, r: 5.5});
  if (!LINES.has(kind)) return svg("rect", {x: 3, y: 2, width: 20, height: 12, rx: 2, class: "dlnotes-tint"});
  const line = svg("path", {d: "M1,8H25", class: "dlnotes-stroke"});
  line.style.strokeWidth = width ?? 2.5;
  line.style.strokeDasharray = dash ? dashes(dash) : "none";
  return line;
}
