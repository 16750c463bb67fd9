/** Words, symbols and live numbers at (x, y). */

import {html, repeat} from "../dom.js";
import {richText} from "../text.js";

const defaults = {template: null, texts: null, anchor: "start", dx: 0, dy: 0};
const anchors = {start: "dlnotes-start", middle: "dlnotes-middle", end: "dlnotes-end"};

export function create(group, context, options) {
  const {template, texts, anchor, dx, dy} = {...defaults, ...options};
  const layer = context.layer();
  const written = [];
  const labels = repeat(layer, (i) => {
    const text = richText(texts ? texts[i] : template, context.glyphs);
    written[i] = text;
    return html("div", {class: `dlnotes-label ${anchors[anchor]}`}, text.element);
  });
  return (channels, {x, y}) => {
    const {x: xs, y: ys} = channels;
    const count = texts ? texts.length : Math.max(xs.length, ys.length);
    const at = (values, i) => values[values.length > 1 ? i : 0];
    labels(count, (label, i) => {
      const place = [x(at(xs, i)) + dx * context.unit, y(at(ys, i)) + dy * context.unit];
      const isDrawn = context.isInside(...place, 24);
      label.style.display = isDrawn ? "" : "none";
      if (!isDrawn) return;
      written[i].update((part) => at(channels[part.channel], i));
      context.moveTo(label, ...place);
    });
    return null;
  };
}
