/** The progress of the reader of this browser. */

import {emptyRecord, fromText, isEmpty, toData, union} from "./record.js";

/**
 * Returns {met, answers, isKept(), isEmpty(), meet(figure), answer(question, isRight), add(record), clear(), text(),
 * follow(callback)}. `follow` calls back at once, and again after every change, in this tab or in another one.
 */
export function createProgress(store) {
  const followers = [];
  let record = load();

  function load() {
    const text = store.read();
    try {
      return text === null ? emptyRecord() : fromText(text);
    } catch (error) {
      store.setAside(text);
      console.warn(`The progress kept in this browser is left aside: ${error.message}.`);
      return emptyRecord();
    }
  }

  function tell() {
    followers.forEach((callback) => callback());
  }

  /** Another tab may have written meanwhile. */
  function add(more) {
    record = union(load(), more);
    store.write(JSON.stringify(toData(record)));
    tell();
  }

  store.onOutsideChange(() => {
    record = load();
    tell();
  });

  return {
    get record() {
      return record;
    },
    get answers() {
      return record.answers;
    },
    isKept: store.isKept,
    isEmpty: () => isEmpty(record),
    meet: (figure) => record.met.has(figure) || add({met: new Set([figure]), answers: new Map()}),
    answer: (question, isRight) => add({met: new Set(), answers: new Map([[question, isRight]])}),
    add,
    clear() {
      record = emptyRecord();
      store.write(null);
      store.setAside(null);
      tell();
    },
    text: () => `${JSON.stringify(toData(record), null, 1)}\n`,
    follow(callback) {
      followers.push(callback);
      callback();
    },
  };
}
