// One builder per kind of row in a program: (row, context) → a function that computes the row.
// context: `buffer(n)` is a Float64Array, `constant(n)` the n-th constant.

import {folds, maps} from "virtual:kernels";

// The places of all elements of a strided array, in row-major order.
export function places(shape, strides, offset = 0) {
  let found = Int32Array.of(offset);
  shape.forEach((length, axis) => {
    const next = new Int32Array(found.length * length);
    for (let i = 0, k = 0; i < found.length; i++) {
      for (let j = 0; j < length; j++) next[k++] = found[i] + j * strides[axis];
    }
    found = next;
  });
  return found;
}

function map([, operation, out, loops, operands], {buffer}) {
  const length = loops.at(-1);
  const outer = loops.slice(0, -1);
  const sources = operands.map(([number, offset, strides]) => ({
    array: buffer(number),
    starts: places(outer, strides, offset),
    stride: strides.at(-1),
  }));
  const count = outer.reduce((product, each) => product * each, 1);
  return maps[operation](buffer(out), count, length, sources);
}

// Sums of products. `starts` holds where each row of outputs begins in the operands; a row has `columns` outputs, one
// `step` apart in each operand; the last summed axis is a plain loop of `length` products, `stride` apart.
function contract([, out, outer, summed, operands], {buffer}) {
  const target = buffer(out);
  const rows = outer.slice(0, -1);
  const more = summed.slice(0, -1);
  const [columns, length] = [outer.at(-1) ?? 1, summed.at(-1) ?? 1];
  const [a, b] = operands.map(([number, offset, along, over]) => ({
    array: buffer(number),
    starts: places(rows, along, offset),
    more: places(more, over),
    step: outer.length ? along.at(-1) : 0,
    stride: summed.length ? over.at(-1) : 0,
  }));
  if (a.more.length === 1 && a.step === 0) return blockedProducts(target, columns, length, a, b);
  if (a.more.length === 1 && b.step === 0) return blockedProducts(target, columns, length, b, a);
  return anyProducts(target, columns, length, a, b);
}

// As in a matrix product, all outputs of a row share their elements of `a`: four at a time, each element is read once.
// Arrays and lengths are copied into the function, and sums are kept 32-bit with `| 0`: both make it twice as fast.
function blockedProducts(target, columns, length, a, b) {
  return () => {
    const [out, x, y, as, bs] = [target, a.array, b.array, a.starts, b.starts];
    const [dx, dy, step, n, m] = [a.stride | 0, b.stride | 0, b.step | 0, length | 0, columns | 0];
    for (let row = 0, k = 0; row < as.length; row++) {
      let column = 0;
      for (; column + 3 < m; column += 4, k += 4) {
        let i = as[row] | 0;
        let j = (bs[row] + column * step) | 0;
        let [p, q, r, s] = [0, 0, 0, 0];
        for (let t = 0; t < n; t++) {
          const factor = x[i];
          p += factor * y[j];
          q += factor * y[(j + step) | 0];
          r += factor * y[(j + 2 * step) | 0];
          s += factor * y[(j + 3 * step) | 0];
          i = (i + dx) | 0;
          j = (j + dy) | 0;
        }
        out[k] = p;
        out[k + 1] = q;
        out[k + 2] = r;
        out[k + 3] = s;
      }
      for (; column < m; column++, k++) {
        let i = as[row] | 0;
        let j = (bs[row] + column * step) | 0;
        let total = 0;
        for (let t = 0; t < n; t++, i = (i + dx) | 0, j = (j + dy) | 0) total += x[i] * y[j];
        out[k] = total;
      }
    }
  };
}

function anyProducts(target, columns, length, a, b) {
  return () => {
    const [x, y] = [a.array, b.array];
    for (let row = 0, k = 0; row < a.starts.length; row++) {
      for (let column = 0; column < columns; column++, k++) {
        let total = 0;
        for (let t = 0; t < a.more.length; t++) {
          let i = a.starts[row] + column * a.step + a.more[t];
          let j = b.starts[row] + column * b.step + b.more[t];
          for (let n = 0; n < length; n++, i += a.stride, j += b.stride) total += x[i] * y[j];
        }
        target[k] = total;
      }
    }
  };
}

function fold([, operation, out, outer, outerStrides, inner, innerStrides, source, offset], {buffer}) {
  const starts = places(outer, outerStrides, offset);
  const steps = places(inner, innerStrides);
  const [target, array] = [buffer(out), buffer(source)];
  if (operation === "argmax") return extreme(target, array, starts, steps, 1);
  if (operation === "argmin") return extreme(target, array, starts, steps, -1);
  return folds[operation](target, array, starts, steps);
}

// The first place of the largest (sign 1) or smallest (sign −1) element.
function extreme(out, array, starts, inner, sign) {
  return () => {
    for (let k = 0; k < starts.length; k++) {
      let best = 0;
      for (let i = 1; i < inner.length; i++) {
        if (sign * array[starts[k] + inner[i]] > sign * array[starts[k] + inner[best]]) best = i;
      }
      out[k] = best;
    }
  };
}

function scan([, operation, out, shape, source, offset, strides], {buffer}) {
  const length = shape.at(-1);
  const starts = places(shape.slice(0, -1), strides, offset);
  const stride = strides.at(-1);
  const run = scans[operation](buffer(source), stride, length);
  const target = buffer(out);
  return () => {
    for (let row = 0; row < starts.length; row++) run(starts[row], target.subarray(row * length, (row + 1) * length));
  };
}

const running = (first, join) => (array, stride, length) => (start, out) => {
  let total = first;
  for (let i = 0, at = start; i < length; i++, at += stride) out[i] = total = join(total, array[at]);
};

const scans = {
  cumsum: running(0, (total, x) => total + x),
  cumprod: running(1, (total, x) => total * x),
  sort: (array, stride, length) => (start, out) => {
    for (let i = 0; i < length; i++) out[i] = array[start + i * stride];
    out.sort();
  },
  argsort: (array, stride, length) => (start, out) => {
    const value = (i) => array[start + i * stride];
    out.set(Array.from({length}, (_, i) => i).sort((i, j) => value(i) - value(j)));
  },
};

function gather([, out, source, index], {buffer, constant}) {
  const [target, array, from] = [buffer(out), buffer(source), constant(index)];
  return () => {
    for (let k = 0; k < target.length; k++) target[k] = array[from[k]];
  };
}

// Several arrays into one; what no array fills keeps the number `fill`.
function assemble([, out, fill, parts], {buffer, constant}) {
  const target = buffer(out).fill(fill);
  const copies = parts.map(([source, ...runs]) => {
    const [from, to] = [run(runs.slice(0, 3), constant), run(runs.slice(3), constant)];
    return {array: buffer(source), from, to};
  });
  return () => {
    for (const {array, from, to} of copies) {
      for (let k = 0; k < to.length; k++) target[to[k]] = array[from[k]];
    }
  };
}

// A regular run [start, step, count], or [null, the number of a constant, count].
function run([start, step, count], constant) {
  return start === null ? constant(step) : places([count], [step], start);
}

function look_up([, mode, out, source, base, stride, count, index], {buffer, constant}) {
  const [target, array, starts, wanted] = [buffer(out), buffer(source), constant(base), buffer(index)];
  const inside = {
    clip: (i) => Math.min(Math.max(i, 0), count - 1),
    wrap: (i) => ((i % count) + count) % count,
  }[mode];
  return () => {
    for (let k = 0; k < target.length; k++) target[k] = array[starts[k] + inside(wanted[k]) * stride];
  };
}

export const builders = {map, contract, fold, scan, gather, assemble, look_up};
