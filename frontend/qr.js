/** A text as a QR code. */

import {generate} from "lean-qr/nano"; // bytes only, which is what a link is made of
import {html, svg} from "./dom.js";

const MOST_MODULES = 97; // a side; a denser code cannot be read from a projector
const QUIET_ZONE = 4; // modules of white around it, as the standard asks

/** An element, dark on light in every theme; null when the text is too long for it. */
export function qrCode(text) {
  const code = encode(text);
  if (!code) return null;
  const {size} = code;
  const side = size + 2 * QUIET_ZONE;
  const picture = svg(
    "svg",
    {viewBox: `${-QUIET_ZONE} ${-QUIET_ZONE} ${side} ${side}`, role: "img", "aria-label": "QR code of the link"},
    svg("path", {d: modulesOf(code), fill: "#000", "shape-rendering": "crispEdges"}),
  );
  return html("div", {class: "dlnotes-code"}, picture);
}

function encode(text) {
  try {
    const code = generate(text);
    return code.size <= MOST_MODULES ? code : null;
  } catch {
    return null; // longer than the largest code there is
  }
}

function modulesOf(code) {
  let path = "";
  for (let y = 0; y < code.size; y += 1)
    for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) path += `M${x} ${y}h1v1h-1z`;
  return path;
}
