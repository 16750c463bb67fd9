/** Whether an answer is right, and what to say about it. Nothing here knows of a screen. */

import {parseNumber} from "../format.js";

const ROUNDING = 1e-9; // relative; between a number and its decimal digits

/**
 * `answer`: the number of an option (single), a list of such numbers (multiple), or what was typed (numeric).
 * Returns {isRight, opening, hints: [RICH]}, or {problem} when there is no answer to judge yet.
 */
export const grade = (question, answer) => GRADERS[question.kind](question, answer);

const right = ({why}) => ({isRight: true, opening: "Right.", hints: [why]});
const wrong = (hints, opening = "Not yet.") => ({isRight: false, opening, hints});

function gradeSingle(question, chosen) {
  const option = question.options[chosen];
  if (!option) return {problem: "Choose an answer first."};
  return option.right ? right(question) : wrong([option.hint]);
}

function gradeMultiple(question, chosen) {
  if (!chosen.length) return {problem: "Tick every answer that is right."};
  const isChosen = (_, i) => chosen.includes(i);
  const extra = question.options.filter((option, i) => !option.right && isChosen(option, i));
  if (extra.length) return wrong(extra.map(({hint}) => hint));
  const missing = question.options.filter((option, i) => option.right && !isChosen(option, i));
  // One at a time: all hints together would say which answers are left.
  return missing.length ? wrong([missing[0].hint], "Right so far, but not all.") : right(question);
}

function gradeNumeric(question, typed) {
  const readings = readNumbers(typed);
  if (!readings.length) return {problem: "Write a number, such as 0.72, −3 or 3/4."};
  const reach = (value) => question.tolerance + ROUNDING * Math.max(1, Math.abs(value));
  const isNear = (value) => readings.some((number) => Math.abs(number - value) <= reach(value));
  if (isNear(question.value)) return right(question);
  const slip = question.wrong.find(({value}) => isNear(value));
  return wrong([slip ? slip.hint : question.otherwise]);
}

const GRADERS = {single: gradeSingle, multiple: gradeMultiple, numeric: gradeNumeric};

/** The numbers that a text may mean: 3/4, −2, 0,72 and 0.72, and 1,000 both as one and as a thousand. */
export function readNumbers(text) {
  const ungrouped = text.replace(/(?<=\d)[\s,_’](?=\d{3}(?!\d))/g, "");
  return [...new Set([text, ungrouped].map(readNumber).filter(Number.isFinite))];
}

function readNumber(text) {
  const [over, under, ...more] = text.split("/").map((part) => parseNumber(part));
  if (more.length) return NaN;
  return under === undefined ? over : over / under;
}

/** The right answer, as RICH texts. */
export function rightAnswers({kind, options, shown, unit}) {
  if (kind === "numeric") return [[shown, ...(unit.length ? [" ", ...unit] : [])]];
  return options.filter((option) => option.right).map(({text}) => text);
}
