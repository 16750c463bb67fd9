/** Drawings of one structure: where two variants differ only in which values they show, the picture can stay. */

/** A text that is equal for drawings which differ only in the numbers of their values. */
export function structureOf({panels, columns, readouts, passages, challenge}) {
  const marks = ({kind, channels, options}) => ({kind, channels: Object.keys(channels), options: withoutIds(options)});
  const axis = (spec) => ({...spec, low: endOf(spec.low), high: endOf(spec.high)});
  const panel = (spec) => ({...spec, x: axis(spec.x), y: axis(spec.y), marks: spec.marks.map(marks)});
  return JSON.stringify({
    columns,
    panels: panels.map(panel),
    readouts: readouts.map((readout) => ({...readout, value: null})),
    passages: passages.map((passage) => ({...passage, ids: null, given: null})),
    challenge: challenge && {...challenge, met: null},
  });
}

const endOf = (end) => (typeof end === "object" ? "live" : end);

function withoutIds({drag, ...options}) {
  return drag?.outputs ? {...options, drag: {...drag, outputs: Object.keys(drag.outputs)}} : {...options, drag};
}

/** Overwrite a drawing by another of the same structure; who holds a part of it sees the new values. */
export function overwrite(drawing, other) {
  for (const key of Object.keys(other)) {
    const isNested = drawing[key] !== null && typeof drawing[key] === "object" && key !== "description";
    if (isNested) overwrite(drawing[key], other[key]);
    else drawing[key] = other[key];
  }
}
