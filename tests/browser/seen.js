// Reads what a mounted figure shows: geometry in pixels of each panel's own box, colours, words. Nothing is computed here.
// `dlnotesSeen(element)` waits until the figure is at rest, and returns JSON: Playwright would copy it number by number.

(() => {
  const frame = () => new Promise(requestAnimationFrame);
  const GEOMETRY = ["d", "x", "y", "cx", "cy", "r", "width", "height"];

  const numbers = (text) => text.split(" ").map(Number);
  // Chromium's `checkVisibility` says yes to SVG inside a group with `display: none`.
  const isShown = (element) => {
    for (let each = element; each; each = each.parentElement) if (getComputedStyle(each).display === "none") return false;
    return true;
  };
  const property = (element, name, pseudo = null) => getComputedStyle(element, pseudo).getPropertyValue(name).trim();

  // Words, numbers and formulas of an element as one text; a formula is its outline.
  function words(element) {
    let text = "";
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) text += node.data;
      else if (node.matches?.(".dlnotes-tex")) text += `«${node.querySelector("path")?.getAttribute("d")}»`;
      else if (node.nodeType === Node.ELEMENT_NODE) text += words(node);
    }
    return text;
  }

  // An element's box on the screen, seen from the corner of the panel's axes.
  function box(element, corner) {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return [left - corner.e, top - corner.f, right - corner.e, bottom - corner.f];
  }

  // From an element to the panel: six numbers, or null where nothing is moved.
  function matrix(element, toPanel) {
    const { a, b, c, d, e, f } = toPanel.multiply(element.getScreenCTM());
    return Math.hypot(a - 1, b, c, d - 1, e, f) > 1e-3 ? [a, b, c, d, e, f] : null;
  }

  function shape(element, toParent, toPanel) {
    const seen = { tag: element.tagName, classes: element.getAttribute("class") ?? "" };
    if (seen.tag === "text") seen.text = element.textContent;
    for (const name of GEOMETRY) if (element.hasAttribute(name)) seen[name] = element.getAttribute(name);
    const isMoved = element.transform.baseVal.length || element.style.transform || element.style.translate;
    const moved = isMoved ? matrix(element, toPanel) : toParent;
    if (moved) seen.matrix = moved;
    if (element.style.length) {
      const style = getComputedStyle(element);
      Object.assign(seen, { fill: style.fill, stroke: style.stroke, strokeWidth: parseFloat(style.strokeWidth) });
      seen.color = style.getPropertyValue("--color").trim();
    }
    return seen;
  }

  // What is drawn in a group. A panel may hold hundreds of points: what they share with their parent is asked once.
  function shapes(group, toPanel) {
    const parents = new Map();
    const about = (parent) => {
      if (!parents.has(parent)) parents.set(parent, { isShown: isShown(parent), matrix: matrix(parent, toPanel) });
      return parents.get(parent);
    };
    return [...group.querySelectorAll("path, rect, circle, text")]
      .filter((leaf) => leaf.style.display !== "none" && about(leaf.parentElement).isShown)
      .map((leaf) => shape(leaf, about(leaf.parentElement).matrix, toPanel));
  }

  function picture(canvas, corner) {
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    const samples = [];
    const stride = Math.max(1, Math.floor((width * height) / 60));
    for (let i = 0; i < width * height; i += stride) {
      samples.push([i % width, Math.floor(i / width), ...data.slice(4 * i, 4 * i + 4)]);
    }
    return { width, height, samples, box: box(canvas, corner), isShown: isShown(canvas) };
  }

  const label = (element, corner) => ({ text: words(element), box: box(element, corner), color: property(element, "color"), isStruck: property(element, "border-top-width", "::after") !== "0px" });
  const shownLabels = (parent, corner, selector = ".dlnotes-label") =>
    [...parent.querySelectorAll(selector)].filter(isShown).map((element) => label(element, corner));

  function mark(group, toPanel) {
    return {
      name: group.dataset.mark,
      classes: group.getAttribute("class"),
      kind: group.dataset.kind,
      isShown: isShown(group),
      color: property(group, "--color"),
      opacity: group.style.opacity,
      shapes: shapes(group, toPanel),
      fineness: Number(group.dataset.fineness ?? 1),
    };
  }

  function scale(svg, name) {
    const [domain, range, kind] = ["domain", "range", "scale"].map((part) => svg.getAttribute(`data-${name}-${part}`));
    return { domain: numbers(domain), range: numbers(range), kind };
  }

  function panel(element) {
    const svg = element.querySelector("svg.dlnotes-picture");
    const origin = svg.querySelector("g");
    const corner = origin.getScreenCTM();
    const overlay = element.querySelector(".dlnotes-overlay");
    const layers = [...overlay.querySelectorAll(".dlnotes-layer")].map((layer) => shownLabels(layer, corner));
    const canvases = [...element.querySelectorAll(".dlnotes-canvases canvas")].map((canvas) => picture(canvas, corner));
    // In the order of their declaration; in the picture handles lie on top.
    const place = (group) => Number(group.dataset.mark.split(".")[1]);
    const groups = [...origin.querySelectorAll("g[data-mark]")].sort((a, b) => place(a) - place(b));
    return {
      zoom: [corner.a, corner.b, corner.c, corner.d],
      x: scale(svg, "x"),
      y: scale(svg, "y"),
      ticks: [...svg.querySelectorAll(".dlnotes-tick")].map((tick) => ({
        axis: tick.getAttribute("text-anchor") === "middle" ? "x" : "y",
        text: tick.textContent,
        isOfAxis: tick.parentElement.getAttribute("aria-hidden") === "true",
        place: [Number(tick.getAttribute("x")), Number(tick.getAttribute("y"))],
      })),
      marks: groups.map((group) => mark(group, corner.inverse())),
      layers,
      canvases,
      direct: shownLabels(overlay, corner, ":scope > .dlnotes-direct"),
      box: box(element, corner),
    };
  }

  const field = (input) => ({ type: input.type, value: input.value, checked: input.checked, label: input.getAttribute("aria-label") });

  const control = (element) => ({
    name: element.dataset.control,
    fields: [...element.querySelectorAll("input, select")].map(field),
    paint: element.querySelector(".dlnotes-paint")?.getAttribute("d") ?? null,
    count: element.querySelector(".dlnotes-count")?.textContent ?? null,
    problem: element.querySelector(".dlnotes-problem")?.textContent ?? "",
  });

  async function seen(place, { frames = 1 } = {}) {
    for (let i = 0; i < frames; i += 1) await frame();
    for (let i = 0; i < 60 && !place.dlnotes.isSettled(); i += 1) await frame();
    const root = place.querySelector(".dlnotes");
    return JSON.stringify({
      values: place.dlnotes.values(),
      steps: place.dlnotes.runtime.steps,
      theme: property(root, "--dlnotes-theme"),
      unit: parseFloat(property(root, "font-size")) / 16,
      panels: [...root.querySelectorAll(".dlnotes-panel")].map(panel),
      readouts: [...root.querySelectorAll(".dlnotes-readout")].map((readout) => ({
        label: words(readout.querySelector(".dlnotes-readout-label")),
        text: readout.querySelector(".dlnotes-value").textContent,
        unit: readout.querySelector(".dlnotes-unit")?.textContent ?? null,
      })),
      passages: [...root.querySelectorAll(".dlnotes-passage")].map((passage) =>
        [".dlnotes-given", ".dlnotes-added"].map((part) => passage.querySelector(part).textContent),
      ),
      isMet: root.querySelector(".dlnotes-challenge")?.classList.contains("dlnotes-met") ?? null,
      counter: root.querySelector(".dlnotes-steps")?.textContent ?? null,
      scene: [...root.querySelectorAll(".dlnotes-scenes button")].findIndex((chip) => chip.ariaPressed === "true"),
      controls: [...root.querySelectorAll(".dlnotes-control")].map(control),
      notes: [...root.querySelectorAll(".dlnotes-note")].map((note) => note.firstChild.textContent),
    });
  }

  window.dlnotesSeen = seen;
})();
