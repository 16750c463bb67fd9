// Replays a program in the page: `set` what the reader moved, `evaluate` what is to be drawn.
// Only what depends on something that was set is computed again.

import {builders} from "./rows.js";

const BYTES = {f8: Float64Array, f4: Float32Array, i4: Int32Array, i2: Int16Array, i1: Int8Array, u1: Uint8Array};
const decoded = new WeakMap(); // constants of a payload → arrays, decoded once

export function decodeConstants(constants) {
  if (!decoded.has(constants)) decoded.set(constants, constants.map(decode));
  return decoded.get(constants);
}

function decode({dtype, data}) {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  return new BYTES[dtype](bytes.buffer);
}

export function createRuntime({program, state}, payloadConstants) {
  const constants = decodeConstants(payloadConstants);
  const buffers = program.buffers.map((size) => new Float64Array(size));
  for (const [buffer, constant] of program.fixed) buffers[buffer].set(constants[constant]);
  const context = {buffer: (n) => buffers[n], constant: (n) => constants[n]};

  const bits = inputBits(program, state);
  const depends = dependencies(program, bits);
  const kernels = program.kernels.map((row) => builders[row[0]](row, context));
  const groups = Object.fromEntries(
    Object.entries(program.groups).map(([name, [values, rows]]) => [
      name,
      {values, rows, pending: ~0, plans: new Map()},
    ]),
  );
  const everyGroup = Object.values(groups);

  // The kernels of a group that depend on what was set since its last evaluation, and the buffers they write.
  function planFor(group) {
    if (!group.plans.has(group.pending)) {
      const rows = group.rows.filter((row) => group.pending === ~0 || depends[row] & group.pending);
      const written = new Set(rows.map((row) => target(program.kernels[row])));
      for (const [name, [buffer]] of Object.entries(program.inputs))
        if (bits[name] & group.pending) written.add(buffer);
      group.plans.set(group.pending, {run: rows.map((row) => kernels[row]), written, all: group.pending === ~0});
    }
    return group.plans.get(group.pending);
  }

  function evaluate(name) {
    const group = groups[name];
    group.plan = planFor(group);
    group.pending = 0;
    for (const kernel of group.plan.run) kernel();
  }

  function touch(bit) {
    for (const group of everyGroup) group.pending |= bit;
  }

  function set(name, value) {
    const input = program.inputs[name];
    if (!input) return;
    const array = buffers[input[0]];
    const numbers = typeof value === "object" ? value.flat(Infinity) : [Number(value)];
    if (numbers.length !== array.length) throw new Error(`${name} has ${array.length} numbers, not ${numbers.length}`);
    if (numbers.every((number, i) => Object.is(array[i], Number(number)))) return;
    array.set(numbers);
    touch(bits[name]);
  }

  const advance = state ? stateMover(state, program, buffers, evaluate, touch) : null;

  const runtime = {
    steps: 0,
    set,
    evaluate,
    has: (name) => name in groups,
    data: (id) => buffers[program.values[id][0]],
    shape: (id) => program.values[id][1],
    changed: (id) => groups.draw.plan.all || groups.draw.plan.written.has(program.values[id][0]),
    start() {
      runtime.steps = 0;
      advance?.("start");
    },
    step() {
      runtime.steps += 1;
      advance("step");
    },
    // Whether every number of the state is finite: false once a training run has diverged.
    sound: () => !state || state.names.every((name) => buffers[program.inputs[name][0]].every(Number.isFinite)),
  };
  return runtime;
}

const STATE = 1;
const POINTER = 2;
const MOST_BITS = 30; // of an integer in which shifting is safe

// One bit per control, one for the whole state and one for the pointer that drags a handle (`drag0.x`), so that a set of
// changed inputs is a single integer.
function inputBits(program, state) {
  const bits = {};
  let next = 2 * POINTER;
  for (const name of Object.keys(program.inputs)) {
    if (state?.names.includes(name)) bits[name] = STATE;
    else if (name.includes(".")) bits[name] = POINTER;
    else {
      if (next >= 2 ** MOST_BITS) throw new Error(`a figure has at most ${MOST_BITS - 2} controls that move freely`);
      bits[name] = next;
      next *= 2;
    }
  }
  return bits;
}

// For each kernel, the bits of the inputs that it depends on, directly or through other kernels.
function dependencies(program, bits) {
  const ofBuffer = new Int32Array(program.buffers.length);
  for (const [name, [buffer]] of Object.entries(program.inputs)) ofBuffer[buffer] = bits[name];
  return program.kernels.map((row) => {
    let found = 0;
    for (const buffer of sources(row)) found |= ofBuffer[buffer];
    ofBuffer[target(row)] = found;
    return found;
  });
}

const target = (row) => (["contract", "gather", "assemble"].includes(row[0]) ? row[1] : row[2]);

function sources(row) {
  switch (row[0]) {
    case "map":
      return row[4].map(([buffer]) => buffer);
    case "contract":
      return row[4].map(([buffer]) => buffer);
    case "fold":
      return [row[7]];
    case "scan":
      return [row[4]];
    case "gather":
      return [row[2]];
    case "assemble":
      return row[3].map(([buffer]) => buffer);
    case "look_up":
      return [row[3], row[7]];
  }
}

// Moves the state: a group computes the new arrays, which then replace the old ones all at once.
function stateMover({names}, program, buffers, evaluate, touch) {
  const old = names.map((name) => buffers[program.inputs[name][0]]);
  const moves = Object.fromEntries(
    ["start", "step"].map((group) => {
      const fresh = program.groups[group][0].map((id) => buffers[program.values[id][0]]);
      const safe = fresh.map((array) => (old.includes(array) ? new Float64Array(array.length) : array));
      return [group, {fresh, safe}];
    }),
  );
  return (group) => {
    evaluate(group);
    const {fresh, safe} = moves[group];
    for (let i = 0; i < old.length; i++) if (safe[i] !== fresh[i]) safe[i].set(fresh[i]);
    for (let i = 0; i < old.length; i++) old[i].set(safe[i]);
    touch(STATE);
  };
}
