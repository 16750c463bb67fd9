// Gives esbuild the module "virtual:kernels", whose text `kernels.js` writes from the table of operations.

import path from "node:path";
import {fileURLToPath} from "node:url";
import {kernelSource} from "./kernels.js";

const here = path.dirname(fileURLToPath(import.meta.url));

export const kernelsPlugin = {
  name: "kernels",
  setup(build) {
    build.onResolve({filter: /^virtual:kernels$/}, () => ({path: "kernels", namespace: "virtual"}));
    build.onLoad({filter: /^kernels$/, namespace: "virtual"}, () => ({contents: kernelSource(), resolveDir: here}));
  },
};
