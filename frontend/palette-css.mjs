/** The palette as CSS custom properties: light, dark, and light again on paper. */

const TEXT_CONTRAST = 4.6;

const toRgb = (hex) => [1, 3, 5].map((start) => parseInt(hex.slice(start, start + 2), 16));
const toHex = (rgb) => `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;

function luminance(hex) {
  const [r, g, b] = toRgb(hex).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** The colour itself where text can be read in it, otherwise mixed with ink until it can. */
export function textColor(color, ink, surface) {
  for (let share = 0; share <= 1; share += 0.02) {
    const mixed = toRgb(color).map((channel, i) => channel + (toRgb(ink)[i] - channel) * share);
    if (contrast(toHex(mixed), surface) >= TEXT_CONTRAST) return toHex(mixed);
  }
  return ink;
}

function declarations(roles, theme) {
  const {ink, surface} = roles;
  const lines = Object.entries(roles).flatMap(([role, colors]) => [
    `--dlnotes-${role}: ${colors[theme]};`,
    `--dlnotes-${role}-text: ${textColor(colors[theme], ink[theme], surface[theme])};`,
  ]);
  return `{ --dlnotes-theme: ${theme}; ${lines.join(" ")} }\n`;
}

// Pages and notebooks say which theme they wear; only where they do not, the reader's system decides.
const DARK = 'html[data-theme="dark"], html[theme="dark"], [data-jp-theme-light="false"], body.vscode-dark';
const UNDECIDED = ":root:not([data-theme], [theme], :has(> body:is([data-jp-theme-light], [class*='vscode-'])))";

/** Style sheet text. */
export function paletteCss({roles}) {
  const light = declarations(roles, "light");
  const dark = declarations(roles, "dark");
  return (
    `:root ${light}` +
    `@media (prefers-color-scheme: dark) { ${UNDECIDED} ${dark} }\n` +
    `${DARK} ${dark}` +
    `@media print { :root, ${UNDECIDED}, ${DARK} ${light} }\n`
  );
}
