/** Rich text: words, typeset symbols and live numbers. */

import {html, svg} from "./dom.js";
import {formatNumber} from "./format.js";

const READABLE = [
  [/\\(?:boldsymbol|mathbf|mathrm|mathbb|mathcal|operatorname|text|bm)\s*/g, ""],
  [/\\frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, "$1 over $2"],
  [/\\binom\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, "$1 choose $2"],
  [/\\(?:cdot|times)(?![A-Za-z])/g, " times "],
  [/\\Vert(?![A-Za-z])/g, " relative to "],
  [/\\sqrt\s*\{([^{}]*)\}/g, "root of $1"],
  [/\\hat\s*/g, "hat "],
  [/\\(?:left|right|,|;|!|quad)/g, " "],
  [/\^\s*\{?\\top\}?/g, " transposed"],
  [/_/g, " "],
  [/\^2/g, " squared"],
  [/\^/g, " to the "],
  [/\\([A-Za-z]+)/g, "$1 "],
  [/[{}\\]/g, ""],
  [/\s+/g, " "],
];

/** TeX as words a screen reader can say. */
export const sayTex = (tex) => READABLE.reduce((text, [pattern, words]) => text.replace(pattern, words), tex).trim();

/** A typeset symbol: its outline for the eye, its words for the ear. */
function symbol(part, glyphs) {
  const words = part.say ?? sayTex(part.tex);
  const glyph = glyphs[part.tex];
  if (!glyph) return html("span", {class: "dlnotes-tex"}, words);
  const {path, width, height, depth} = glyph;
  const drawing = svg(
    "svg",
    {
      class: "tex",
      viewBox: `0 ${-height} ${width} ${height + depth}`,
      width: `${width}em`,
      height: `${height + depth}em`,
      "aria-hidden": "true",
    },
    svg("path", {d: path}),
  );
  drawing.style.verticalAlign = `${-depth}em`;
  return html("span", {class: "dlnotes-tex"}, drawing, html("span", {class: "dlnotes-hidden"}, words));
}

const isLive = (part) => part !== null && typeof part === "object" && ("value" in part || "channel" in part);

/** Rich text as a plain sentence; `read(part)` gives the number behind a live part. */
export function plainText(rich, read = () => NaN) {
  const word = (part) => {
    if (typeof part === "string") return part;
    return isLive(part) ? formatNumber(read(part), part.format) : (part.say ?? sayTex(part.tex));
  };
  return toParts(rich).map(word).join("");
}

export const toParts = (rich) => (rich === null || rich === undefined ? [] : Array.isArray(rich) ? rich : [rich]);

/** Whether there is anything to read. */
export const hasText = (rich) => toParts(rich).length > 0;

/**
 * Rich text as an element. Returns {element, update(read)}: update rewrites only the live numbers that changed.
 */
export function richText(rich, glyphs, tag = "span", attributes = {}) {
  const element = html(tag, attributes);
  const live = [];
  for (const part of toParts(rich)) {
    if (typeof part === "string") element.append(part);
    else if (isLive(part)) live.push([part, element.appendChild(liveNumber())]);
    else element.append(symbol(part, glyphs));
  }
  const update = (read) => live.forEach(([part, node]) => writeNumber(node, read(part), part.format));
  return {element, update};
}

const liveNumber = () => html("span", {class: "dlnotes-number-text"}, "");

/** Write a number into an element, saying so when it is not finite. */
export function writeNumber(node, value, spec) {
  const text = formatNumber(value, spec);
  if (node.textContent === text) return;
  node.textContent = text;
  if (Number.isFinite(value)) node.removeAttribute("title");
  else node.title = "not finite";
}
