/** A figure: it holds the values, answers to the hand, and draws. */

import { createAnnouncer } from "./announce.js";
import { createChallenge } from "./challenge.js";
import { copy } from "./clipboard.js";
import { createControls } from "./control.js";
import { snap } from "./controls/shared.js";
import { controls as controlKinds } from "./controls/index.js";
import { html, uniqueId } from "./dom.js";
import { createFullScreen } from "./fullscreen.js";
import { createHelp } from "./help.js";
import { listenToKeys } from "./keys.js";
import { readPairs, writeFragment } from "./link.js";
import { createNotes } from "./notes.js";
import { createPanel } from "./panel.js";
import { createPlayer } from "./player.js";
import { createReadouts } from "./readouts.js";
import { createRuntime } from "./runtime.js";
import { createScenes } from "./scenes.js";
import { perFrame } from "./schedule.js";
import { layOut } from "./stage.js";
import { hasText, richText } from "./text.js";
import { isDark, watchTheme } from "./theme.js";
import { createToolbar } from "./toolbar.js";
import { tween } from "./tween.js";
import { checkValues, same, startValues, variantKey } from "./values.js";

/**
 * `host`: {values, publish(values), address(fragment)}: values to begin with, whom to tell, and how a link is written.
 * Returns {element, values(), set(values), apply(pairs), runtime(), draw(), settled(), remove()}.
 */
export function createFigure(payload, host) {
  const { controls, glyphs, scenes } = payload;
  const start = startValues(controls);
  const runtimes = new Map();
  let stopTween = () => {};
  let view = null; // what shows the present variant: {panels, readouts, challenge, elements}
  let dark = false;
  let room = null; // what the last layout had to fill

  const figure = {
    glyphs,
    values: { ...start },
    runtime: null,
    hasLabels: { x: false, y: false },
    control: (name) => controls.find((control) => control.name === name),
    snap: (name, value) => snap(value, figure.control(name)),
    isDark: () => dark,
    change,
    redraw,
    restart,
    onDiverged,
  };

  const parts = buildElements(payload);
  const { root } = parts;
  const notes = createNotes();
  const announcer = createAnnouncer();
  const chips = createScenes(scenes, showScene);
  const board = createControls(controls, glyphs, (name, value) => change({ [name]: value }));
  const hasState = Object.values(payload.variants).some(({ state }) => state);
  const player = hasState ? createPlayer(figure, payload.rate ?? 60) : null;
  const fullScreen = createFullScreen(root, (isFull) => {
    root.querySelector('[data-tool="full"]').setAttribute("aria-pressed", String(isFull));
    if (isFull) root.focus({ preventScroll: true });
    relayout();
  });
  const keyTable = makeKeyTable();
  const hasHandles = /"kind":"handle"/.test(JSON.stringify(Object.values(payload.variants)[0].drawing));
  const help = createHelp(keyTable, hasHandles);
  assemble();

  // ----- values -----

  /** Set some values; true if one of them is new. */
  function change(changes) {
    // The host repeats what it was told; that must not stop a motion under way.
    if (Object.entries(changes).every(([name, value]) => same(figure.values[name], value))) return false;
    stopTween();
    return assign(changes);
  }

  function assign(changes) {
    const fresh = Object.entries(changes).filter(([name, value]) => !same(figure.values[name], value));
    if (fresh.length === 0) return false;
    const before = figure.values;
    figure.values = { ...before, ...Object.fromEntries(fresh) };
    if (variantKey(payload.structural, before) !== variantKey(payload.structural, figure.values)) {
      if (!showVariant()) {
        figure.values = before;
        showVariant();
        board.show(before);
        return false;
      }
    } else {
      for (const [name, value] of fresh) figure.runtime.set(name, value);
      if (player && figure.runtime.steps === 0) figure.runtime.start(); // the start may depend on the controls
    }
    board.show(Object.fromEntries(fresh));
    chips.mark(scenes.findIndex((scene) => agree(figure.values, { ...start, ...scene.values })));
    redraw();
    publish();
    return true;
  }

  const agree = (a, b) => Object.keys(a).every((name) => same(a[name], b[name]));
  const publish = perFrame(() => host.publish(figure.values));

  /** Go to other values: in motion where numbers allow it, at once elsewhere. */
  function moveTo(target) {
    stopTween();
    const from = figure.values;
    const jumps = {};
    const moving = [];
    for (const [name, value] of Object.entries(target)) {
      const control = figure.control(name);
      if (same(from[name], value)) continue;
      const canMove = !control.structural && controlKinds[control.kind].between(from[name], value, 0, control) !== undefined;
      if (canMove) moving.push(control);
      else jumps[name] = value;
    }
    assign(jumps);
    if (moving.length === 0) return;
    stopTween = tween((t) => {
      const onTheWay = moving.map((control) => [control.name, between(control, from, target, t)]);
      assign(Object.fromEntries(onTheWay));
    });
  }

  const between = (control, from, target, t) =>
    t === 1
      ? target[control.name]
      : controlKinds[control.kind].between(from[control.name], target[control.name], t, control);

  function showScene(index) {
    if (!scenes[index]) return;
    player?.pause();
    moveTo({ ...start, ...scenes[index].values });
    restart();
  }

  function reset() {
    player?.pause();
    moveTo(start);
    restart();
  }

  /** The state back to its start; the controls stay. */
  function restart() {
    notes.clear("diverged");
    if (!player) return;
    figure.runtime.start();
    redraw();
  }

  function onDiverged(steps) {
    const text = `After step ${steps} a number is too large to go on.`;
    notes.note("diverged", text, { label: "Back to step 0", run: () => player.restart() });
  }

  // ----- links -----

  /** Values from the pairs of a link; everything the link does not name goes to its start. */
  function applyLink(pairs) {
    const { values, problems } = readPairs(controls, pairs);
    change({ ...start, ...values });
    if (problems.length) notes.note("link", problems.join(" "));
    else notes.clear("link");
  }

  async function copyLink() {
    const address = host.address(writeFragment(payload.name, controls, figure.values));
    const isCopied = await copy(address, root);
    if (isCopied) notes.pass("Link copied");
    else notes.note("copy", `Copying is not allowed here. The link: ${address}`);
  }

  // ----- the picture -----

  /** Use the program of the present variant; false when there is none. */
  function showVariant() {
    const key = variantKey(payload.structural, figure.values);
    const variant = payload.variants[key];
    if (!variant) {
      notes.note("variant", "This combination of settings was not prepared.");
      return false;
    }
    if (!runtimes.has(key)) runtimes.set(key, createRuntime(variant, payload.constants));
    figure.runtime = runtimes.get(key);
    for (const [name, value] of Object.entries(figure.values)) {
      if (typeof value !== "string") figure.runtime.set(name, value);
    }
    if (variant.state) figure.runtime.start();
    figure.runtime.evaluate("draw");
    view = buildView(variant.drawing);
    relayout();
    return true;
  }

  function buildView(drawing) {
    figure.hasLabels = {
      x: drawing.panels.some(({ x }) => hasText(x.label)),
      y: drawing.panels.some(({ y }) => hasText(y.label)),
    };
    const panels = drawing.panels.map((panel, i) => createPanel(panel, i, figure));
    const readouts = createReadouts(drawing.readouts, glyphs);
    const challenge = createChallenge(drawing.challenge, glyphs);
    parts.stage.replaceChildren(...panels.map(({ element }) => element));
    parts.below.replaceChildren(...[readouts.element, challenge.element].filter(Boolean));
    return { drawing, panels, readouts, challenge, isNew: true };
  }

  const scheduled = perFrame(() => draw(false));
  function redraw() {
    scheduled();
  }

  function draw(isForced) {
    const { runtime } = figure;
    // A new view was evaluated when it was built, and everything in it counts as changed.
    if (!view.isNew) runtime.evaluate("draw");
    for (const panel of view.panels) panel.draw(isForced || view.isNew);
    view.readouts.update(runtime);
    view.challenge.update(runtime);
    player?.update();
    announcer.update(view.drawing.description, runtime);
    view.isNew = false;
  }

  function readRoom() {
    const width = parts.stage.clientWidth;
    const unit = parseFloat(getComputedStyle(root).fontSize) / 16;
    return { width, unit, height: fullScreen.isFull() && width < root.clientWidth * 0.9 ? parts.stage.clientHeight : null };
  }

  function relayout() {
    room = readRoom();
    if (!room.width || !view) return;
    layOut(view.panels, { columns: view.drawing.columns, ...room });
    draw(false);
  }

  /** On the page the height of the stage follows from its width, and is no reason to lay out again. */
  function followSize() {
    const now = readRoom();
    if (Object.keys(now).some((name) => now[name] !== room?.[name])) relayout();
  }

  function repaint() {
    if (isDark(root) === dark) return;
    dark = isDark(root);
    draw(true);
  }

  // ----- the house -----

  function makeKeyTable() {
    const table = scenes.map((_, i) => ({ key: String(i + 1), run: () => showScene(i) }));
    if (scenes.length) Object.assign(table[0], { shown: `1 … ${scenes.length}`, words: "scenes" });
    if (hasState) {
      table.push({ key: " ", words: "play, pause", run: () => player.toggle() });
      table.push({ key: ".", words: "one step", run: () => (player.pause(), player.step()) });
    }
    table.push({ key: "r", words: "reset", run: reset });
    table.push({ key: "f", words: "full screen", run: fullScreen.toggle });
    table.push({ key: "l", words: "copy a link to this state", run: copyLink });
    table.push({ key: "?", words: "this list", run: () => help.open() });
    return table;
  }

  function assemble() {
    const tools = [
      { icon: "reset", label: "Reset", key: "r", run: reset },
      { icon: "link", label: "Copy link", key: "l", run: copyLink },
      { icon: "full", label: "Full screen", key: "f", run: fullScreen.toggle },
      { icon: "help", label: "Keys", key: "?", run: () => help.open() },
    ];
    parts.head.append(createToolbar(tools));
    parts.side.append(...[player?.element, chips.element, board.element].filter(Boolean));
    root.append(notes.element, announcer.element, help.element);
    listenToKeys(root, keyTable);
  }

  const observer = new ResizeObserver(followSize);
  const stopTheme = watchTheme(repaint);
  dark = isDark(root);
  figure.values = { ...start, ...checkValues(controls, host.values ?? {}).accepted };
  board.show(figure.values);
  showVariant();
  observer.observe(parts.stage);
  chips.mark(scenes.findIndex((scene) => agree(figure.values, { ...start, ...scene.values })));

  return {
    element: root,
    values: () => structuredClone(figure.values),
    set(wanted) {
      const { accepted, problems } = checkValues(controls, wanted);
      change(accepted);
      return problems;
    },
    applyLink,
    runtime: () => figure.runtime,
    draw: () => scheduled.now(),
    isSettled: () => !scheduled.isPending(),
    /** To be called once the element is in the page. */
    attached() {
      repaint();
      relayout();
    },
    remove() {
      player?.pause();
      observer.disconnect();
      stopTheme();
      fullScreen.stop();
      root.remove();
    },
  };
}

function buildElements({ name, title, caption, glyphs }) {
  const titleId = uniqueId("title");
  const heading = richText(title, glyphs, "p", { class: "dlnotes-title", id: titleId }).element;
  const head = html("div", { class: "dlnotes-head" }, heading);
  const stage = html("div", { class: "dlnotes-stage" });
  const below = html("div", { class: "dlnotes-below" });
  const main = html("div", { class: "dlnotes-main" }, stage, below);
  const side = html("div", { class: "dlnotes-side" });
  const body = html("div", { class: "dlnotes-body" }, main, side);
  const words = hasText(caption) ? richText(caption, glyphs, "figcaption", { class: "dlnotes-figcaption" }).element : null;
  const attributes = { class: "dlnotes", "data-name": name, tabindex: -1, "aria-labelledby": titleId };
  const root = html("figure", attributes, head, body, words);
  return { root, head, stage, below, side };
}
