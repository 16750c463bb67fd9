import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    languageOptions: {globals: globals.browser},
    rules: {"no-unused-vars": ["error", {argsIgnorePattern: "^_"}], "prefer-const": "error", eqeqeq: "error"},
  },
  {files: ["**/*.mjs", "kernels*.js"], languageOptions: {globals: globals.node}},
];
