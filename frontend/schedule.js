/** However many events arrive, one call per animation frame. */
export function perFrame(callback) {
  let request = null;
  const run = () => {
    request = null;
    callback();
  };
  const schedule = () => {
    request ??= requestAnimationFrame(run);
  };
  schedule.now = () => {
    if (request !== null) cancelAnimationFrame(request);
    run();
  };
  schedule.isPending = () => request !== null;
  return schedule;
}

/** Call back once the hand has rested for a while. */
export function afterRest(callback, milliseconds) {
  let timer = null;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(callback, milliseconds);
  };
}
