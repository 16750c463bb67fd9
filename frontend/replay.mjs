// Runs programs in Node as the page runs them, for the tests and the benchmarks.
//
// Reads one JSON job per line from standard input and writes one JSON answer per line:
//   {"load": name, "variant": …, "constants": […]}                       keep a program
//   {"run": name, "group": "draw", "inputs": {…}, "ids": […]}            → {"values": [[…], …]}
//   {"run": name, "steps": n, "inputs": {…}, "group": …, "ids": […]}     start the state, step n times, then evaluate
//   {"time": name, "steps": n, "inputs": {…}}                            → {"microseconds": per step, …}

import readline from "node:readline";
import * as esbuild from "esbuild";
import {kernelsPlugin} from "./kernels-plugin.mjs";
import {fileURLToPath} from "node:url";

const entry = fileURLToPath(new URL("./runtime.js", import.meta.url));
const bundle = await esbuild.build({
  entryPoints: [entry],
  bundle: true,
  format: "esm",
  write: false,
  plugins: [kernelsPlugin],
});
const source = Buffer.from(bundle.outputFiles[0].contents).toString("base64");
const {createRuntime} = await import(`data:text/javascript;base64,${source}`);

const runtimes = new Map();

const numbers = (array) => Array.from(array, (x) => (Number.isFinite(x) ? x : String(x)));

function prepare(runtime, {inputs = {}, steps}) {
  for (const [name, value] of Object.entries(inputs)) runtime.set(name, value);
  if (steps === undefined) return;
  runtime.start();
  for (let i = 0; i < steps; i++) runtime.step();
}

function time(runtime, {inputs, steps}) {
  prepare(runtime, {inputs, steps: 2000}); // warm up
  const times = [];
  for (let round = 0; round < 30; round++) {
    const before = process.hrtime.bigint();
    for (let i = 0; i < steps; i++) runtime.step();
    times.push(Number(process.hrtime.bigint() - before) / 1000 / steps);
  }
  return {microseconds: times};
}

function answer(job) {
  if (job.load !== undefined) {
    runtimes.set(job.load, createRuntime(job.variant, job.constants));
    return {};
  }
  if (job.time !== undefined) return time(runtimes.get(job.time), job);
  const runtime = runtimes.get(job.run);
  prepare(runtime, job);
  runtime.evaluate(job.group);
  return {values: job.ids.map((id) => numbers(runtime.data(id)))};
}

for await (const line of readline.createInterface({input: process.stdin})) {
  let reply;
  try {
    reply = answer(JSON.parse(line));
  } catch (error) {
    reply = {error: error.stack};
  }
  process.stdout.write(JSON.stringify(reply) + "\n");
}
