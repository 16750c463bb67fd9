/** One panel: axes, marks, words over them; drawn in place. */

import {createAxes} from "./axes.js";
import {html, moveTo, svg, uniqueId} from "./dom.js";
import {createLabels} from "./labels.js";
import {createLegend} from "./legend.js";
import {createMark} from "./mark.js";
import {marks as kinds} from "./marks/index.js";
import {round} from "./path.js";
import {equalise, makeScale, usableDomain} from "./scale.js";
import {hasText, plainText, richText} from "./text.js";

/**
 * `index` is the panel's place in the drawing; `figure` offers runtime, glyphs, values, change and isDark.
 * Returns {element, spec, ratio, sides, chrome, layout, draw}.
 */
export function createPanel(spec, index, figure) {
  const parts = buildElements(spec, figure.glyphs);
  const axes = createAxes(parts.behind, parts.overlay, spec, figure.glyphs);
  const labels = createLabels(parts.overlay, figure.glyphs);
  const plot = {width: 0, height: 0, left: 0, right: 0}; // the box between the axes
  // Of the panel; unit: pixels of this figure per pixel on the page; shape: height over width between the axes, if given.
  const size = {width: 0, height: 0, unit: 1, shape: null};
  const scales = {x: makeScale(spec.x.scale), y: makeScale(spec.y.scale)};
  const domains = {x: [1, 2], y: [1, 2]};
  const isFlipped = spec.marks.some(({kind}) => kind === "cells"); // a matrix has its first row on top
  const surroundings = {...parts, labels, plot, scales, index, figure, size};
  const marks = spec.marks.map((mark, i) => createMark(mark, i, surroundings));
  // Handles lie on top, or else what is drawn over them would take the pointer away.
  for (const group of parts.origin.querySelectorAll(":scope > .dlnotes-handle")) parts.origin.append(group);
  let tickRoom = 0;
  let leastSides = {left: 0, right: 0};
  let isDirty = true;

  /** Read the ends of the axes; true if one has moved. */
  function readDomains() {
    let hasMoved = false;
    for (const name of ["x", "y"]) {
      const wanted = [spec[name].low, spec[name].high].map((end) => readEnd(end, figure.runtime));
      const domain = usableDomain(wanted, domains[name], scales[name].isLog);
      hasMoved ||= domain[0] !== domains[name][0] || domain[1] !== domains[name][1];
      domains[name] = domain;
    }
    return hasMoved;
  }

  /** Height over width of the box between the axes, where the declaration asks for one. */
  function ratio() {
    if (spec.aspect !== "equal") return spec.aspect;
    const span = ([low, high]) => Math.abs(high - low);
    return Math.max(0.45, Math.min(1.25, span(domains.y) / span(domains.x)));
  }

  function margins(unit, width, height) {
    scales.y.domain(domains.y).range([height, 0]);
    const ticks = axes.ticks("y", scales.y, height, unit);
    const longest = Math.max(0, ...ticks.map(({label}) => plainText(label).length));
    tickRoom = Math.max(tickRoom, ticks.length ? longest * 8.2 * unit + 10 * unit : 0); // a live axis must not shake
    const room = (side) => unit * Math.max(0, ...spec.marks.map((mark) => roomFor(mark, side)));
    const labelRoom = labels.count() ? Math.min(labels.widest() + 8 * unit, width * 0.3) : 0;
    return {
      top: (figure.hasLabels.y ? 34 : 12) * unit + room("roomTop"),
      bottom: (spec.x.show === false ? 6 : 27) * unit + (figure.hasLabels.x ? 24 * unit : 0),
      left: Math.max(tickRoom, room("roomLeft"), 10 * unit, leastSides.left),
      right: Math.max(16 * unit, overhang(width, unit), labelRoom, room("roomRight"), leastSides.right),
    };
  }

  /** How far the last number below the x axis may reach beyond it. */
  function overhang(width, unit) {
    scales.x.domain(domains.x).range([0, width]);
    const last = axes.ticks("x", scales.x, width, unit).at(-1);
    return last ? plainText(last.label).length * 4.2 * unit : 0;
  }

  /** Pixels left and right of the box in a panel of about this width. */
  function sides(unit, width) {
    labels.measure();
    tickRoom = 0;
    leastSides = {left: 0, right: 0};
    return margins(unit, width, 250 * unit);
  }

  /** `least`: margins that line the panel up with those above and below it. */
  function layout(width, height, unit, least = {left: 0, right: 0}) {
    Object.assign(size, {width, height, unit, shape: ratio()});
    labels.measure();
    tickRoom = 0;
    leastSides = least;
    isDirty = true;
  }

  /** Pixels above and below the box: title, legend, numbers and labels of the axes. */
  function chrome(unit) {
    const {top, bottom} = margins(unit, size.width || 300, 200 * unit);
    const words = [parts.title, parts.legend].reduce((sum, part) => sum + (part?.offsetHeight ?? 0), 0);
    return top + bottom + words + 8 * unit;
  }

  /** The largest box of the wanted shape; the layout has come close to it. */
  function box(width, height) {
    const {shape} = size;
    if (!shape) return [width, height];
    return height > shape * width ? [width, shape * width] : [height / shape, height];
  }

  /** Scales, axes and frames for the domains now in force. */
  function frame() {
    const {unit} = size;
    const margin = margins(unit, size.width, size.height);
    const [width, height] = box(Math.max(40, size.width - margin.left - margin.right), Math.max(1, size.height));
    Object.assign(plot, {width, height, left: margin.left, right: margin.right});
    const isEqual = spec.aspect === "equal";
    const [x, y] = isEqual ? equalise(domains.x, domains.y, width, height) : [domains.x, domains.y];
    scales.x.domain(x).range([0, width]);
    scales.y.domain(y).range(isFlipped ? [0, height] : [height, 0]);
    placeFrames(parts, margin, size, plot);
    axes.draw(scales, plot, unit);
    writeScaleAttributes(parts.picture, scales, plot);
  }

  /** Draw what has changed; everything when `isForced`. */
  function draw(isForced) {
    const hasLiveAxis = liveEnds(spec).some((id) => figure.changed(id));
    const hasMoved = (isDirty || isForced || hasLiveAxis) && readDomains();
    const isAll = isDirty || isForced || hasMoved;
    if (isDirty || hasMoved) frame();
    let drawn = 0;
    for (const mark of marks) drawn += mark.draw(isAll);
    if (drawn && labels.count()) placeLabels();
    isDirty = false;
  }

  function placeLabels() {
    const anchors = [];
    for (const {labelIndex, anchor} of marks) if (labelIndex !== null) anchors[labelIndex] = anchor();
    labels.place(anchors, plot, size.unit, moveTo);
  }

  readDomains();
  return {element: parts.element, spec, ratio, sides, chrome, layout, draw};
}

const readEnd = (end, runtime) => (typeof end === "number" ? end : runtime.data(end.value)[0]);

const liveEnds = ({x, y}) =>
  [x.low, x.high, y.low, y.high].filter((end) => typeof end === "object").map((end) => end.value);

const roomFor = ({kind, options}, side) => kinds[kind]?.[side]?.(options) ?? 0;

function buildElements(spec, glyphs) {
  const clip = svg("rect");
  const clipId = uniqueId("clip");
  const behind = svg("g", {"aria-hidden": "true"});
  const origin = svg("g", {}, behind);
  const picture = svg("svg", pictureAttributes(spec), svg("clipPath", {id: clipId}, clip), origin);
  const canvases = html("div", {class: "dlnotes-canvases"});
  const overlay = html("div", {class: "dlnotes-overlay"});
  const stage = html("div", {class: "dlnotes-plot"}, canvases, picture, overlay);
  const title = hasText(spec.title)
    ? richText(spec.title, glyphs, "div", {class: "dlnotes-panel-title"}).element
    : null;
  const legend = createLegend(spec, glyphs);
  const element = html("div", {class: "dlnotes-panel"}, title, legend, stage);
  return {element, title, legend, stage, picture, canvases, overlay, origin, behind, clip, clipId};
}

/** A picture has one name; a panel with handles is a group of things to move. */
function pictureAttributes(spec) {
  const axis = (name) => plainText(spec[name].label) || name;
  const title = plainText(spec.title) || `${axis("y")} against ${axis("x")}`;
  const hasHandles = spec.marks.some(({kind}) => kind === "handle");
  return {class: "dlnotes-picture", role: hasHandles ? "group" : "img", "aria-label": title};
}

function placeFrames({stage, picture, origin, overlay, canvases, clip}, margin, size, plot) {
  const outer = {width: round(size.width), height: round(margin.top + size.height + margin.bottom)};
  for (const name in outer) {
    picture.setAttribute(name, outer[name]);
    stage.style[name] = `${outer[name]}px`;
  }
  origin.setAttribute("transform", `translate(${round(margin.left)},${round(margin.top)})`);
  overlay.style.transform = `translate(${round(margin.left)}px,${round(margin.top)}px)`;
  const box = {left: margin.left, top: margin.top, width: plot.width, height: plot.height};
  for (const name in box) canvases.style[name] = `${round(box[name])}px`;
  const bleed = {x: -2, y: -2, width: plot.width + 4, height: plot.height + 4};
  for (const name in bleed) clip.setAttribute(name, round(bleed[name]));
}

/** What the tests need to turn pixels back into data. */
function writeScaleAttributes(picture, scales, plot) {
  picture.dataset.left = round(plot.left);
  for (const name of ["x", "y"]) {
    picture.setAttribute(`data-${name}-domain`, scales[name].domain().join(" "));
    picture.setAttribute(`data-${name}-range`, scales[name].range().join(" "));
    picture.setAttribute(`data-${name}-scale`, scales[name].isLog ? "log" : "linear");
  }
}
