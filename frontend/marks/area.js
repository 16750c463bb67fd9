/** The region between low and high. */

import {svg} from "../dom.js";
import {round} from "../path.js";

export function create(group) {
  const region = group.appendChild(svg("path"));
  return ({x: xs, low, high}, {x, y}) => {
    let path = "";
    for (const run of finiteRuns(xs, low, high, x, y)) path += outline(run);
    region.setAttribute("d", path);
    const last = xs.length - 1;
    return [x(xs[last]), (y(low[last]) + y(high[last])) / 2];
  };
}

/** Stretches in which every corner is finite, each a list of [x, low, high] in pixels. */
function finiteRuns(xs, low, high, x, y) {
  const runs = [[]];
  for (let i = 0; i < xs.length; i += 1) {
    const corner = [x(xs[i]), y(low[i]), y(high[i])];
    if (corner.every(Number.isFinite)) runs.at(-1).push(corner);
    else if (runs.at(-1).length) runs.push([]);
  }
  return runs.filter((run) => run.length > 1);
}

function outline(run) {
  const along = run.map(([left, , top]) => `${round(left)},${round(top)}`);
  const back = run.map(([left, bottom]) => `${round(left)},${round(bottom)}`).reverse();
  return `M${along.concat(back).join("L")}Z`;
}
