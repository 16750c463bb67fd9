/** Nodes and wires. Weights set a wire's colour by sign and its width by size; inactive nodes and their wires turn grey. */

import {isPale, rampColor} from "../colors.js";
import {html, repeat, svg} from "../dom.js";
import {round, straight} from "../path.js";
import {richText} from "../text.js";

const defaults = {edges: [], labels: null, radius: 18};

export function create(group, context, options) {
  const {edges, labels, radius} = {...defaults, ...options};
  const wires = repeat(group.appendChild(svg("g", {class: "dlnotes-wires"})), () => svg("path"));
  const nodes = repeat(group.appendChild(svg("g", {class: "dlnotes-nodes"})), () => svg("circle"));
  const names = labels ? repeat(context.layer(), (i) => nameOf(labels[i], context)) : () => [];
  return ({x: xs, y: ys, node_value: nodeValue, weight, active}, {x, y}) => {
    const isActive = (i) => !active || active[i] > 0;
    wires(edges.length, (wire, e) => {
      const [i, j] = edges[e];
      wire.setAttribute("d", straight(x(xs[i]), y(ys[i]), x(xs[j]), y(ys[j])));
      wire.classList.toggle("dlnotes-inactive", !isActive(i) || !isActive(j));
      if (weight) weigh(wire, weight[e]);
    });
    const ramp = nodeValue && context.ramp("diverging");
    nodes(xs.length, (node, i) => {
      const isDrawn = Number.isFinite(x(xs[i]) + y(ys[i]));
      node.style.display = isDrawn ? "" : "none";
      if (!isDrawn) return;
      node.setAttribute("cx", round(x(xs[i])));
      node.setAttribute("cy", round(y(ys[i])));
      node.setAttribute("r", radius * context.unit);
      node.classList.toggle("dlnotes-inactive", !isActive(i));
      node.style.fill = ramp && isActive(i) ? rampColor(ramp, shade(nodeValue[i])) : "";
    });
    names(labels?.length ?? 0, (name, i) => {
      context.moveTo(name, x(xs[i]), y(ys[i]));
      name.style.color = ramp && isActive(i) ? (isPale(ramp, shade(nodeValue[i])) ? "#1b2430" : "#ffffff") : "";
      name.classList.toggle("dlnotes-inactive", !isActive(i));
    });
    return null;
  };
}

const shade = (value) => (Number.isFinite(value) ? (Math.max(-1, Math.min(1, value)) + 1) / 2 : 0.5);

function nameOf(label, context) {
  return html("div", {class: "dlnotes-label dlnotes-middle"}, richText(label, context.glyphs).element);
}

/** Width grows with the size of the weight and levels off, so one large weight does not hide the rest. */
function weigh(wire, weight) {
  const size = Number.isFinite(weight) ? Math.abs(weight) : 0;
  wire.style.strokeWidth = `${(0.75 + 5 * Math.tanh(size / 2)) / 16}em`;
  wire.style.stroke = weight < 0 ? "var(--dlnotes-negative)" : "var(--dlnotes-positive)";
  wire.style.opacity = size === 0 ? 0.25 : "";
}
