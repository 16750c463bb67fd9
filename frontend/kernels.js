// The kernels of the page: each builds, from one row of a program, a function without arguments that computes the row.
// `lowering.py` writes the rows. All numbers live in flat Float64Arrays; a mask is 0 and 1.
//
// The loops of the elementwise kernels, the reductions and the running sums are written out at bundle time from the
// formulas of `elementwise.js` (see `kernelSource`), so that no program text is ever made in the reader's page.

import {folds, one, three, two} from "./elementwise.js";

// ----- Source text of the module "virtual:kernels" -----

export function kernelSource() {
  return [
    `import * as special from "./special.js";`,
    `export const maps = {${rows(one, (formula) => mapLoop(formula, ["x"]))}${rows(two, (formula) => mapLoop(formula, ["x", "y"]))}${rows(three, (formula) => mapLoop(formula, ["x", "y", "z"]))}};`,
    `export const folds = {${rows(folds, foldLoop)}};`,
  ].join("\n");
}

function rows(table, write) {
  return Object.entries(table)
    .map(([name, formula]) => `${name}: ${write(formula)},\n`)
    .join("");
}

// `sources` holds, for each operand, its array, the place where each row begins, and its stride along the row. What the
// loop reads is copied into the function first: engines keep such copies in registers, captured variables they do not.
function mapLoop(formula, letters) {
  const each = (write) => letters.map(write).join(" ");
  return `(target, rows, length, sources) => () => {
    const out = target, n = length | 0;
    ${each((x, i) => `const ${x}s = sources[${i}].array, ${x}0 = sources[${i}].starts, ${x}d = sources[${i}].stride | 0;`)}
    for (let row = 0, k = 0; row < rows; row++) {
      ${each((x) => `let ${x}i = ${x}0[row] | 0;`)}
      for (let i = 0; i < n; i++) {
        ${each((x) => `const ${x} = ${x}s[${x}i]; ${x}i = (${x}i + ${x}d) | 0;`)}
        out[k++] = ${formula};
      }
    }
  }`;
}

// `starts` is where each group of elements begins, `inner` the places of its elements from there.
function foldLoop([first, take]) {
  return `(target, source, begins, steps) => () => {
    const out = target, array = source, starts = begins, inner = steps;
    for (let k = 0; k < starts.length; k++) {
      const start = starts[k] | 0;
      let total = ${first};
      for (let i = 0; i < inner.length; i++) { const x = array[(start + inner[i]) | 0]; ${take}; }
      out[k] = total;
    }
  }`;
}
