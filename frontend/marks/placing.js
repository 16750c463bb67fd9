/** A panel that answers to clicks: each adds a point to a cloud, and one on a point takes it away. */

import {classOf, withPoint} from "../controls/cloud.js";
import {svg} from "../dom.js";

const defaults = {cloud: null};
const NEAR = 9; // pixels around a point that mean this point
const APART = 16; // pixels between points that are strewn by dragging

export function create(group, context, options) {
  const {cloud} = {...defaults, ...options};
  const sheet = group.appendChild(svg("rect", {class: "dlnotes-placing-sheet", x: 0, y: 0}));
  const {figure} = context;

  /** The pointer in pixels of the panel. */
  function placeOf({clientX, clientY}) {
    const {left, top} = sheet.getBoundingClientRect();
    return [clientX - left, clientY - top];
  }

  function pixelsOf([x, y]) {
    const scales = context.scales();
    return [scales.x(x), scales.y(y)];
  }

  function add([left, top]) {
    const scales = context.scales();
    const control = figure.control(cloud);
    const point = [scales.x.invert(left), scales.y.invert(top), classOf(control)];
    const points = withPoint(control, figure.values[cloud], point);
    if (points) figure.change({[cloud]: points});
  }

  function press(event) {
    if (event.button > 0) return;
    event.preventDefault();
    const place = placeOf(event);
    const distance = (point) => Math.hypot(pixelsOf(point)[0] - place[0], pixelsOf(point)[1] - place[1]);
    const points = figure.values[cloud];
    const hit = points.findLastIndex((point) => distance(point) <= NEAR * context.unit);
    if (hit >= 0) {
      figure.change({[cloud]: points.toSpliced(hit, 1)});
      return;
    }
    add(place);
    strew(event, place);
  }

  function strew(event, from) {
    let last = from;
    sheet.setPointerCapture(event.pointerId);
    const move = (moved) => {
      const place = placeOf(moved);
      if (Math.hypot(place[0] - last[0], place[1] - last[1]) < APART * context.unit) return;
      if (!context.isInside(...place)) return;
      add(place);
      last = place;
    };
    sheet.addEventListener("pointermove", move);
    sheet.addEventListener("lostpointercapture", () => sheet.removeEventListener("pointermove", move), {once: true});
  }

  sheet.addEventListener("pointerdown", press);
  // `touch-action` does not count inside an SVG: without this the page would scroll under the finger.
  sheet.addEventListener("touchstart", (event) => event.preventDefault(), {passive: false});
  return () => {
    sheet.setAttribute("width", context.plot.width);
    sheet.setAttribute("height", context.plot.height);
    return null;
  };
}
