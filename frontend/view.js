/** What a figure shows of its present variant: panels, numbers, challenge and description, drawn in place. */

import {createChallenge} from "./challenge.js";
import {createPanel} from "./panel.js";
import {createPassages} from "./passages.js";
import {createReadouts} from "./readouts.js";
import {perFrame} from "./schedule.js";
import {layOut} from "./stage.js";
import {overwrite, structureOf} from "./structure.js";
import {hasText} from "./text.js";

/**
 * `figure` is what the marks see of the figure (see figure.js); `parts` are its elements stage and below; `room()` says
 * how large the stage is; `onDraw(description)` is called after each drawing.
 * Returns {show(drawing), draw(isForced), redraw(), relayout(), followSize()}.
 */
export function createView(figure, parts, room, onDraw) {
  let shown = null; // {structure, drawing, panels, readouts, passages, challenge}
  let isNew = false; // every value counts as changed until it has been drawn once
  let filled = null; // the room of the last layout

  figure.changed = (id) => isNew || figure.runtime.changed(id);

  /** Show a drawing; where it has the structure of the one before, only its numbers are exchanged. */
  function show(drawing) {
    const structure = structureOf(drawing);
    const isKept = shown?.structure === structure;
    isNew = true;
    if (isKept) {
      overwrite(shown.drawing, drawing);
      redraw();
    } else {
      shown = {structure, ...build(structuredClone(drawing))};
      relayout();
    }
  }

  function build(drawing) {
    figure.hasLabels = {
      x: drawing.panels.some(({x}) => hasText(x.label)),
      y: drawing.panels.some(({y}) => hasText(y.label)),
    };
    const panels = drawing.panels.map((panel, i) => createPanel(panel, i, figure));
    const readouts = createReadouts(drawing.readouts, figure.glyphs);
    const passages = createPassages(drawing.passages, figure.glyphs);
    const challenge = createChallenge(drawing.challenge, figure.glyphs);
    parts.stage.replaceChildren(...panels.map(({element}) => element));
    parts.below.replaceChildren(...[...passages.elements, readouts.element, challenge.element].filter(Boolean));
    return {drawing, panels, readouts, passages, challenge};
  }

  function draw(isForced) {
    if (!filled?.width) return; // not in the page yet, or folded away; the next layout draws
    figure.runtime.evaluate("draw");
    for (const panel of shown.panels) panel.draw(isForced || isNew);
    shown.readouts.update(figure);
    shown.passages.update(figure);
    shown.challenge.update(figure.runtime);
    isNew = false;
    onDraw(shown.drawing.description);
  }

  const redraw = perFrame(() => draw(false));

  function relayout() {
    filled = room();
    if (!filled.width || !shown) return;
    layOut(shown.panels, {columns: shown.drawing.columns, ...filled});
    draw(false);
  }

  /** On the page the height of the stage follows from its width, and is no reason to lay out again. */
  function followSize() {
    const now = room();
    if (Object.keys(now).some((name) => now[name] !== filled?.[name])) relayout();
  }

  return {show, draw, redraw, relayout, followSize};
}
