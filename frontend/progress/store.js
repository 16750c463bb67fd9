/** One text, kept in this browser; in memory where the browser refuses to keep anything. */

/** Returns {read(), write(text), setAside(text), isKept(), onOutsideChange(callback)}. */
export function createStore(name) {
  let memory = null;
  let isKept = true;

  function attempt(action) {
    try {
      return action();
    } catch {
      isKept = false; // forbidden, or full
      return null;
    }
  }

  function read() {
    const kept = attempt(() => localStorage.getItem(name));
    return isKept ? kept : (memory ?? kept); // what cannot be written may still be read
  }

  const keep = (key, text) =>
    attempt(() => (text === null ? localStorage.removeItem(key) : localStorage.setItem(key, text)));

  function write(text) {
    memory = text;
    keep(name, text);
  }

  /** What cannot be understood is kept under another name, so that nothing is lost when this one is written. */
  const setAside = (text) => keep(`${name}-left-aside`, text);

  for (const text of ["", null]) keep(`${name}-test`, text);
  // `book.js` puts a memory in the place of a storage that is refused.
  if (isKept && !(localStorage instanceof Storage)) isKept = false;
  const isOurs = ({key}) => key === name || key === null;
  const onOutsideChange = (callback) => addEventListener("storage", (event) => isOurs(event) && callback());
  return {read, write, setAside, isKept: () => isKept, onOutsideChange};
}
