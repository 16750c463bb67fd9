/** One mark of a panel: its group, what it may use to draw, and when it must draw again. */

import {ramp, roleColor} from "./colors.js";
import {html, moveTo, svg} from "./dom.js";
import {marks as kinds} from "./marks/index.js";
import {hasText} from "./text.js";

// A point on the edge of a panel is shown whole; a curve ends there.
const UNCLIPPED = new Set(["points", "handle", "text", "graph", "cells", "heatmap"]);

/** Returns {draw(isForced) → whether it drew, labelIndex, anchor()}. `panel` is described in panel.js. */
export function createMark(mark, i, panel) {
  const {kind, options} = mark;
  const group = panel.origin.appendChild(makeGroup(mark, i, panel));
  const context = makeContext(mark, `${panel.index}.${i}`, panel);
  const update = kinds[kind].create(group, context, options);
  const labelIndex = hasText(options.label) && options.direct ? panel.labels.add(options) : null;
  const channels = {shape: {}, changed: {}};
  let anchor = null;

  /** Read the channels; true if one was recomputed. */
  function read() {
    const {runtime, changed} = panel.figure;
    let hasChanged = false;
    for (const name in mark.channels) {
      const id = mark.channels[name]; // read afresh, because another variant may have taken over
      channels[name] = runtime.data(id);
      channels.shape[name] = runtime.shape(id);
      channels.changed[name] = changed(id);
      hasChanged ||= channels.changed[name];
    }
    return hasChanged;
  }

  function draw(isForced) {
    if (!read() && !isForced) return false;
    const isVisible = !channels.visible || channels.visible[0] > 0;
    for (const part of [group, ...context.extras]) part.style.display = isVisible ? "" : "none";
    anchor = update(channels, panel.scales);
    if (!isVisible || (anchor && !context.isInside(...anchor, 4))) anchor = null;
    return true;
  }

  return {draw, labelIndex, anchor: () => anchor};
}

function makeGroup({kind, options}, i, {index, clipId}) {
  const group = svg("g", {
    class: `dlnotes-mark dlnotes-${kind}`,
    "data-mark": `${index}.${i}`,
    "data-kind": kind,
    "clip-path": UNCLIPPED.has(kind) ? null : `url(#${clipId})`,
  });
  group.style.setProperty("--color", roleColor(options.role));
  group.style.opacity = options.opacity ?? "";
  return group;
}

/** What a mark may use. `extras` are its elements outside the group, hidden together with it. */
function makeContext({kind, options}, name, {overlay, canvases, plot, scales, figure, size}) {
  const extras = [];
  let ownLayer = null;

  /** A layer of HTML over the picture, in the mark's colour. */
  function layer() {
    if (ownLayer) return ownLayer;
    ownLayer = overlay.appendChild(html("div", {class: `dlnotes-layer dlnotes-layer-${kind}`}));
    ownLayer.style.setProperty("--text-color", `var(--dlnotes-${options.role || "ink"}-text)`);
    ownLayer.style.opacity = options.opacity ?? "";
    extras.push(ownLayer);
    return ownLayer;
  }

  /** An element behind everything that is drawn. */
  function addToBack(element) {
    extras.push(element);
    element.dataset.mark = name;
    return canvases.appendChild(element);
  }

  return {
    glyphs: figure.glyphs,
    figure,
    plot,
    extras,
    layer,
    addToBack,
    moveTo,
    get unit() {
      return size.unit;
    },
    scales: () => scales,
    ramp: (name) => ramp(name, figure.isDark()),
    isInside: (left, top, margin = 1) =>
      left >= -margin && left <= plot.width + margin && top >= -margin && top <= plot.height + margin,
  };
}
