/** Direct labels: the name of a mark beside its end, clear of the other labels and inside the panel. */

import {html} from "./dom.js";
import {roleTextColor} from "./colors.js";
import {richText} from "./text.js";

/** Returns {add(mark), measure(), place(anchors, plot, unit), room}. */
export function createLabels(layer, glyphs) {
  const labels = [];

  function add({label, role}) {
    const {element} = richText(label, glyphs);
    const box = html("div", {class: "dlnotes-label dlnotes-direct"}, element);
    box.style.color = roleTextColor(role);
    layer.append(box);
    labels.push({box, width: 0, height: 0});
    return labels.length - 1;
  }

  /** Sizes are read once per layout, never while drawing. */
  function measure() {
    for (const label of labels) {
      label.width = label.box.offsetWidth;
      label.height = label.box.offsetHeight;
    }
  }

  function place(anchors, {width, height, right}, unit, moveTo) {
    const wanted = labels.map((label, i) => ({...label, anchor: anchors[i]}));
    for (const {box, anchor} of wanted) box.style.display = anchor ? "" : "none";
    const shown = wanted.filter(({anchor}) => anchor).map((label) => beside(label, width, right, unit));
    spread(shown, height);
    for (const {box, left, top} of shown) moveTo(box, left, top);
  }

  const widest = () => Math.max(0, ...labels.map(({width}) => width));
  return {add, measure, place, widest, count: () => labels.length};
}

/** Right of its anchor; left and above where it would leave the panel. */
function beside(label, width, room, unit) {
  const [x, y] = label.anchor;
  const gap = 6 * unit;
  const fits = x + gap + label.width <= width + room;
  const left = fits ? x + gap : Math.max(0, Math.min(x, width + room) - label.width - gap);
  return {...label, left, top: y - label.height / 2 - (fits ? 0 : label.height * 0.65)};
}

/** Push labels that overlap apart, from the top down, and keep all inside. */
function spread(labels, height) {
  labels.sort((a, b) => a.top - b.top);
  const overlap = (a, b) => a.left < b.left + b.width && b.left < a.left + a.width && b.top < a.top + a.height;
  for (const label of labels) label.top = Math.max(-label.height / 2, Math.min(height - label.height / 2, label.top));
  labels.forEach((label, i) => {
    for (const other of labels.slice(0, i)) if (overlap(other, label)) label.top = other.top + other.height;
  });
  for (let i = labels.length - 1; i >= 0; i -= 1) {
    const label = labels[i];
    label.top = Math.min(label.top, height - label.height / 2);
    for (const other of labels.slice(i + 1)) {
      if (overlap(label, other)) label.top = Math.min(label.top, other.top - label.height);
    }
  }
}
