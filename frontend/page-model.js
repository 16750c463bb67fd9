/** Stands in for the kernel's model on a page that has no kernel. */

import {openShare} from "./share.js";

/** `embed`: the folder of the pages of single figures, seen from this page; undefined where there is none. */
export function pageModel(state, embed) {
  const listeners = {};
  const address = (fragment) => location.href.split("#")[0] + fragment;
  return {
    get: (name) => state[name],
    set(name, value) {
      state[name] = value;
      for (const callback of listeners[`change:${name}`] ?? []) callback();
    },
    on(event, callback) {
      (listeners[event] ??= []).push(callback);
    },
    off(event, callback) {
      listeners[event] = (listeners[event] ?? []).filter((other) => other !== callback);
    },
    save_changes() {}, // nothing to save to
    address,
    share(root, {fragment, ...words}) {
      const file = `${state.payload.name}.html${fragment.includes("?") ? fragment : ""}`;
      const embedding = embed === undefined ? null : new URL(embed + file, location.href).href;
      openShare(root, words, {link: address(fragment), embedding});
    },
  };
}
