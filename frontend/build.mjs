/**
 * Bundle the front end: node build.mjs [--outdir DIR] [--readable]
 *
 * figure.mjs  an ES module for anywidget
 * figure.js   a classic script for the book's pages
 * quiz.mjs    the same for a quiz; quiz.js also keeps what the reader of the book has done
 * quiz.js
 * figure.css  the look of all of them, with the palette's colours in front
 */

import {mkdir, readFile, writeFile} from "node:fs/promises";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";
import * as esbuild from "esbuild";
import {kernelsPlugin} from "./kernels-plugin.mjs";
import {paletteCss} from "./palette-css.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const {values} = parseArgs({options: {outdir: {type: "string"}, readable: {type: "boolean", default: false}}});
const target = ["chrome110", "firefox115", "safari16.4"];

async function bundle(entry, outfile, options) {
  await esbuild.build({
    absWorkingDir: here, // so that no path of this machine gets into the bundle
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: !values.readable,
    legalComments: "none",
    charset: "utf8",
    target,
    logLevel: "warning",
    plugins: [kernelsPlugin],
    ...options,
  });
}

async function styles(outfile) {
  const palette = JSON.parse(await readFile(path.join(here, "../dlnotes/live/palette.json"), "utf8"));
  const sheets = await Promise.all(["figure.css", "quiz.css"].map((name) => readFile(path.join(here, name), "utf8")));
  const source = paletteCss(palette) + sheets.join("");
  const {code} = await esbuild.transform(source, {loader: "css", minify: true, target, charset: "utf8"});
  await writeFile(outfile, code);
}

const outdir = path.resolve(values.outdir ?? path.join(here, "../dlnotes/live/static"));
await mkdir(outdir, {recursive: true});
await bundle("index.js", path.join(outdir, "figure.mjs"), {format: "esm"});
await bundle("page.js", path.join(outdir, "figure.js"), {format: "iife"});
await bundle("quiz/index.js", path.join(outdir, "quiz.mjs"), {format: "esm"});
await bundle("quiz/page.js", path.join(outdir, "quiz.js"), {format: "iife"});
await styles(path.join(outdir, "figure.css"));
