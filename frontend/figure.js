/** A figure: it holds the values of its controls and answers to the hand. */

import {createAnnouncer} from "./announce.js";
import {playInView} from "./autoplay.js";
import {copy} from "./clipboard.js";
import {createControls} from "./control.js";
import {sizeType} from "./crowding.js";
import {snap} from "./controls/shared.js";
import {html, uniqueId} from "./dom.js";
import {createFullScreen} from "./fullscreen.js";
import {createHelp} from "./help.js";
import {listenToKeys} from "./keys.js";
import {readPairs, writeFragment} from "./link.js";
import {createNotes} from "./notes.js";
import {createPlayer} from "./player.js";
import {fitToPaper} from "./print.js";
import {createRuntime} from "./runtime.js";
import {createScenes} from "./scenes.js";
import {perFrame} from "./schedule.js";
import {hasText, plainText, richText} from "./text.js";
import {isDark, watchTheme} from "./theme.js";
import {createToolbar} from "./toolbar.js";
import {moveValues} from "./tween.js";
import {agree, checkValues, inputFor, startValues, variantKey, same} from "./values.js";
import {createView} from "./view.js";

/**
 * `host`: {values, publish(values), address(fragment), share(root, state)}: values to begin with, whom to tell, how a
 * link is written, and how it is shown to be given away, where that makes sense.
 * Returns {element, attached(), values(), set(values), applyLink(pairs), cover(full), runtime(), draw(), isSettled(),
 * remove()}.
 */
export function createFigure(payload, host) {
  const {controls, glyphs, scenes} = payload;
  const start = startValues(controls);
  const runtimes = new Map(); // variant key → runtime, made when first needed
  const {root, ...parts} = buildElements(payload);
  const notes = createNotes();
  const announcer = createAnnouncer();
  const hasState = Object.values(payload.variants).some(({state}) => state);
  let stopMotion = () => {};
  let stopPlaying = () => {};
  let dark = false;

  // What marks, handles and the player see of the figure.
  const figure = {
    glyphs,
    values: {...start, ...checkValues(controls, host.values ?? {}).accepted},
    runtime: null,
    control: (name) => controls.find((control) => control.name === name),
    snap: (name, value) => snap(value, figure.control(name)),
    isDark: () => dark,
    change,
    redraw: () => view.redraw(),
    restart,
    onDiverged,
  };

  const view = createView(figure, parts, readRoom, (description) => {
    player?.update();
    announcer.update(description, figure.runtime);
  });
  const player = hasState ? createPlayer(figure, payload.rate ?? 60, payload.restart_on ?? []) : null;
  const board = createControls(controls, glyphs, (name, value) => change({[name]: value}));
  const chips = createScenes(scenes, showScene);
  const fullScreen = createFullScreen(root, () => {
    root.focus({preventScroll: true});
    view.relayout();
  });
  const publish = perFrame(() => host.publish(figure.values));

  // ----- values -----

  /** Set some values; true if one of them is new. */
  function change(changes) {
    // The host repeats what it was told; that must not stop a motion under way.
    if (agree(figure.values, changes)) return false;
    stopMotion();
    return assign(changes);
  }

  function assign(changes) {
    if (agree(figure.values, changes)) return false;
    const before = figure.values;
    figure.values = {...before, ...changes};
    const hasOtherVariant = variantKey(payload.structural, before) !== variantKey(payload.structural, figure.values);
    if (hasOtherVariant && !payload.variants[variantKey(payload.structural, figure.values)]) {
      figure.values = before;
      board.show(before);
      notes.note("variant", "This combination of settings was not prepared.");
      return false;
    }
    if (hasOtherVariant) showVariant();
    else for (const name in changes) setInput(name);
    player?.controlsMoved(Object.keys(changes).filter((name) => !same(before[name], changes[name])));
    showValues(Object.fromEntries(Object.keys(changes).map((name) => [name, figure.values[name]])));
    view.redraw();
    publish();
    return true;
  }

  function showValues(values) {
    board.show(values);
    chips.mark(scenes.findIndex((scene) => agree(figure.values, {...start, ...scene.values})));
  }

  /** Go to other values: in motion where numbers allow it, at once elsewhere. */
  function moveTo(target) {
    stopMotion();
    stopMotion = moveValues(controls, figure.values, target, assign);
  }

  /** A scene is a whole state: what it does not name is at its start. */
  function showScene(index) {
    if (!scenes[index]) return;
    beginAt({...start, ...scenes[index].values});
  }

  const reset = () => beginAt(start);

  /** To other values and to the start of the state. A figure that plays by itself keeps playing. */
  function beginAt(target) {
    const goesOn = payload.plays && player.isPlaying();
    player?.pause();
    moveTo(target);
    restart();
    if (goesOn) player.play();
  }

  /** Hand a value to the program; a structural one has chosen it. */
  function setInput(name) {
    const control = figure.control(name);
    if (!control.structural) figure.runtime.set(name, inputFor(control, figure.values[name]));
  }

  // ----- state -----

  /** The state back to its start; the controls stay. */
  function restart() {
    notes.clear("diverged");
    player?.start();
    view.redraw();
  }

  function onDiverged(steps) {
    const text = `At step ${steps} a number has grown beyond all bounds.`;
    notes.note("diverged", text, {label: "Back to step 0", run: () => player.restart()});
  }

  // ----- links -----

  /** Values from the pairs of a link; everything the link does not name goes to its start. */
  function applyLink(pairs) {
    const {values, steps, problems} = readPairs(controls, pairs, Boolean(player));
    change({...start, ...values});
    player?.runTo(steps);
    if (problems.length) notes.note("link", problems.join(" "));
    else notes.clear("link");
  }

  /** isPartial: the link cannot repeat the steps made so far. */
  function linkToState() {
    const steps = player?.isReproducible() ? figure.runtime.steps : 0;
    const fragment = writeFragment(payload.name, controls, figure.values, steps);
    return {fragment, isPartial: Boolean(!steps && player && figure.runtime.steps > 0)};
  }

  async function copyLink() {
    const {fragment, isPartial} = linkToState();
    const address = host.address(fragment);
    if (await copy(address, root))
      notes.pass(isPartial ? "Link copied, without the steps: a control was moved" : "Link copied");
    else notes.note("copy", `Copying is not allowed here. The link: ${address}`);
  }

  function share() {
    player?.pause(); // the link shown is that of the picture behind it
    host.share(root, {title: plainText(payload.title), size: fullScreen.sizeOnPage(), ...linkToState()});
  }

  // ----- the picture -----

  /** Use the program of the present variant. */
  function showVariant() {
    const key = variantKey(payload.structural, figure.values);
    const variant = payload.variants[key];
    if (!runtimes.has(key)) runtimes.set(key, createRuntime(variant, payload.constants));
    figure.runtime = runtimes.get(key);
    for (const name in figure.values) setInput(name);
    if (variant.state) player.start();
    figure.runtime.evaluate("draw");
    const count = variant.drawing.panels.length; // decides how they stand on a wide screen
    root.classList.toggle("dlnotes-abreast", count === 3 || count === 4);
    view.show(variant.drawing);
    followSize();
  }

  function readRoom() {
    const width = Math.floor(parts.stage.getBoundingClientRect().width); // `clientWidth` rounds up
    const unit = parseFloat(getComputedStyle(root).fontSize) / 16;
    // On a full screen that is wide enough the panels fill a height, which figure.css decides; otherwise the figure scrolls.
    const isBounded = getComputedStyle(root).getPropertyValue("--dlnotes-bounded") !== "";
    return {width, unit, height: isBounded ? parts.stage.clientHeight : null};
  }

  function followSize() {
    sizeType(root, parts);
    view.followSize();
  }

  function repaint() {
    if (isDark(root) === dark) return;
    dark = isDark(root);
    view.draw(true);
  }

  // ----- the house -----

  function keyTable() {
    const keys = scenes.map((_, i) => ({key: String(i + 1), run: () => showScene(i)}));
    if (keys.length) Object.assign(keys[0], {shown: `1 … ${keys.length}`, words: "scenes"});
    if (player)
      keys.push({key: " ", words: "play, pause", run: player.toggle}, {key: ".", words: "one step", run: player.step});
    return [...keys, ...tools.map(({key, label, run}) => ({key, words: label.toLowerCase(), run}))];
  }

  const tools = [
    {icon: "reset", label: "Reset", key: "r", run: reset},
    {icon: "link", label: "Copy a link to this state", key: "l", run: copyLink},
    host.share && {icon: "share", label: "Share and embed", key: "q", run: share},
    {icon: "full", label: "Full screen", key: "f", run: fullScreen.toggle},
    {icon: "help", label: "Keys", key: "?", run: () => help.open()},
  ].filter(Boolean);
  const keys = keyTable();
  const hasHandles = Object.values(payload.variants)[0].drawing.panels.some(({marks}) =>
    marks.some(({kind}) => kind === "handle"),
  );
  const help = createHelp(keys, hasHandles);
  parts.head.append(createToolbar(tools));
  parts.side.append(...[player?.element, chips.element, board.element].filter(Boolean));
  root.append(notes.element, announcer.element, help.element);
  listenToKeys(root, keys);

  dark = isDark(root);
  showValues(figure.values);
  showVariant();
  const observer = new ResizeObserver(followSize);
  observer.observe(parts.stage);
  const stopTheme = watchTheme(repaint);
  const stopPrint = fitToPaper(root, view.relayout);

  return {
    element: root,
    values: () => structuredClone(figure.values),
    set(wanted) {
      const {accepted, problems} = checkValues(controls, wanted);
      change(accepted);
      return problems;
    },
    applyLink,
    /** For a presentation: cover the page, or give it back. */
    cover(full) {
      if (!full) player?.pause();
      fullScreen.cover(full);
      followSize();
    },
    runtime: () => figure.runtime,
    draw: view.redraw.now,
    isSettled: () => !view.redraw.isPending(),
    /** To be called once the element is in the page. */
    attached() {
      repaint();
      view.relayout();
      if (payload.plays) stopPlaying = playInView(root, player);
    },
    remove() {
      stopMotion();
      stopPlaying();
      player?.pause();
      observer.disconnect();
      stopTheme();
      stopPrint();
      fullScreen.stop();
      root.remove();
    },
  };
}

function buildElements({name, title, caption, glyphs}) {
  const titleId = uniqueId("title");
  const heading = richText(title, glyphs, "p", {class: "dlnotes-title", id: titleId}).element;
  const head = html("div", {class: "dlnotes-head"}, heading);
  const stage = html("div", {class: "dlnotes-stage"});
  const below = html("div", {class: "dlnotes-below"});
  const main = html("div", {class: "dlnotes-main"}, stage, below);
  const side = html("div", {class: "dlnotes-side"});
  const body = html("div", {class: "dlnotes-body"}, main, side);
  const words = hasText(caption)
    ? richText(caption, glyphs, "figcaption", {class: "dlnotes-figcaption"}).element
    : null;
  const attributes = {class: "dlnotes", "data-name": name, tabindex: -1, "aria-labelledby": titleId};
  const root = html("figure", attributes, head, body, words);
  return {root, head, stage, below, side};
}
