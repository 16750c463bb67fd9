/** The contract with a host: draw the figure of a model into an element, and stay in agreement with it. */

import {createFigure} from "./figure.js";
import {html} from "./dom.js";
import {same} from "./values.js";

/**
 * `model`: get("payload"), get("values"), set, save_changes, on, off, as anywidget has them; a page's model has
 * `address(fragment)` besides, the full link to a state, and `share(root, state)`, which offers it. Returns a function that takes the figure away.
 */
export function render({model, el}) {
  try {
    return mount(model, el);
  } catch (error) {
    console.error(error);
    const sentence = "This figure could not be started; the browser’s console says why.";
    el.append(html("p", {class: "dlnotes-failure"}, sentence));
    return () => {};
  }
}

function mount(model, el) {
  const payload = model.get("payload");
  const figure = createFigure(payload, {
    values: model.get("values"),
    address: (fragment) => (model.address ? model.address(fragment) : fragment),
    share: model.share,
    publish(values) {
      const known = model.get("values") ?? {};
      if (Object.keys(values).every((name) => same(values[name], known[name]))) return;
      model.set("values", structuredClone(values));
      model.save_changes();
    },
  });
  const follow = () => figure.set(model.get("values"));
  model.on("change:values", follow);
  el.classList.add("dlnotes-host");
  el.replaceChildren(figure.element);
  figure.attached();
  offerHandle(el, payload, figure);
  return () => {
    model.off?.("change:values", follow);
    figure.remove();
  };
}

/** What a page, the tests and the benchmarks hold on to. */
function offerHandle(el, payload, figure) {
  el.dlnotes = {
    payload,
    get runtime() {
      return figure.runtime();
    },
    values: figure.values,
    set: figure.set,
    draw: figure.draw,
    isSettled: figure.isSettled,
    applyLink: figure.applyLink,
    cover: figure.cover,
    ready: true,
  };
}

export default {render};
