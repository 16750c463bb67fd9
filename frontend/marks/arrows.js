/** Arrows from (x, y) along (dx, dy), in data units. */

import {svg} from "../dom.js";
import {em, round, straight} from "../path.js";

const defaults = {width: 2.5};
const HEAD = 4; // times the width

export function create(group, context, options) {
  const {width} = {...defaults, ...options};
  group.style.strokeWidth = em(width);
  const shafts = group.appendChild(svg("path", {class: "dlnotes-shaft"}));
  const heads = group.appendChild(svg("path", {class: "dlnotes-head"}));
  return ({x: xs, y: ys, dx, dy}, {x, y}) => {
    let shaftPath = "";
    let headPath = "";
    let tip = null;
    for (let i = 0; i < xs.length; i += 1) {
      const from = [x(xs[i]), y(ys[i])];
      const to = [x(xs[i] + dx[i]), y(ys[i] + dy[i])];
      const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
      if (!Number.isFinite(length) || length < 0.5) continue;
      const head = Math.min(HEAD * width * context.unit, length * 0.7); // a short arrow keeps a bit of shaft
      const [neck, path] = arrowHead(from, to, length, head);
      shaftPath += straight(...from, ...neck);
      headPath += path;
      tip = to;
    }
    shafts.setAttribute("d", shaftPath);
    heads.setAttribute("d", headPath);
    return tip;
  };
}

/** Where the shaft ends, and the triangle from there to the tip. */
function arrowHead(from, to, length, head) {
  const along = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const neck = [to[0] - along[0] * head, to[1] - along[1] * head];
  const side = [-along[1] * head * 0.42, along[0] * head * 0.42];
  const corners = [to, [neck[0] + side[0], neck[1] + side[1]], [neck[0] - side[0], neck[1] - side[1]]];
  return [neck, `M${corners.map((corner) => corner.map(round)).join("L")}Z`];
}
