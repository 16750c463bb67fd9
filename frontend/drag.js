/** What a handle moves: the points of a control, or whatever controls the figure's own drag program computes. */

/** Returns {moveTo(i, x, y) → whether a value changed, step}. */
export function dragTarget(drag, figure) {
  if (drag?.points) return pointsTarget(drag.points, figure);
  if (drag?.input) return programTarget(drag, figure);
  return {moveTo: () => false, step: null};
}

function pointsTarget(name, figure) {
  const control = figure.control(name);
  const tidy = (value, axis) => {
    const {low, high, step} = control[axis];
    const fine = step ? step / 10 : (high - low) / 1000; // short numbers for links; the hand does not feel it
    return clamp(Number((Math.round(value / fine) * fine).toPrecision(12)), low, high);
  };
  const moveTo = (i, x, y) => {
    const point = [tidy(x, "x"), tidy(y, "y")];
    if (!point.every(Number.isFinite)) return false;
    const value = figure.values[name];
    return figure.change({[name]: control.single ? point : value.map((old, j) => (j === i ? point : old))});
  };
  return {moveTo, step: [control.x.step, control.y.step].every(Boolean) ? [control.x.step, control.y.step] : null};
}

function programTarget({input, outputs}, figure) {
  const moveTo = (_, x, y) => {
    if (!Number.isFinite(x + y)) return false;
    const {runtime} = figure;
    runtime.set(`${input}.x`, x);
    runtime.set(`${input}.y`, y);
    runtime.evaluate(input);
    const changes = {};
    for (const [name, id] of Object.entries(outputs)) {
      const value = figure.snap(name, runtime.data(id)[0]);
      if (Number.isFinite(value)) changes[name] = value;
    }
    return figure.change(changes);
  };
  return {moveTo, step: null};
}

const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
