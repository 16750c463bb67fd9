/** Words, symbols and live numbers at (x, y). */

import {html, repeat} from "../dom.js";
import {richText} from "../text.js";

const defaults = {template: null, texts: null, anchor: "start", dx: 0, dy: 0, struck: false};
const anchors = {start: "dlnotes-start", middle: "dlnotes-middle", end: "dlnotes-end"};

export function create(group, context, options) {
  const {template, texts, anchor, dx, dy, struck} = {...defaults, ...options};
  const layer = context.layer();
  const written = [];
  const chosen = []; // which of the words each label holds, where they are chosen
  const classes = `dlnotes-label ${anchors[anchor]}${struck ? " dlnotes-struck" : ""}`;
  const labels = repeat(layer, (i) => {
    const text = richText(texts ? texts[i] : template, context.glyphs);
    written[i] = text;
    return html("div", {class: classes}, text.element);
  });

  function choose(label, i, which) {
    if (chosen[i] === which) return;
    chosen[i] = which;
    label.replaceChildren(richText(texts[which] ?? [], context.glyphs).element);
  }

  return (channels, {x, y}) => {
    const {x: xs, y: ys, which} = channels;
    const count = texts && !which ? texts.length : Math.max(xs.length, ys.length);
    const at = (values, i) => values[values.length > 1 ? i : 0];
    labels(count, (label, i) => {
      const place = [x(at(xs, i)) + dx * context.unit, y(at(ys, i)) + dy * context.unit];
      const isDrawn = context.isInside(...place, 24) && !(which && !texts[which[i]]);
      label.style.display = isDrawn ? "" : "none";
      if (!isDrawn) return;
      if (which) choose(label, i, which[i]);
      else written[i].update((part) => at(channels[part.channel], i));
      context.moveTo(label, ...place);
    });
    return null;
  };
}
