/** Stands in for the kernel's model on a page that has no kernel. */
export function pageModel(state) {
  const listeners = {};
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
    address: (fragment) => location.href.split("#")[0] + fragment,
  };
}
