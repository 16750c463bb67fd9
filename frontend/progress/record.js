/** What a reader has done: the figures whose challenge was met, and the questions answered, right or wrong. */

const VERSION = 1;
const MOST = 10_000; // entries; a file with more is none of ours
const NAME = /^[a-z]\w{0,99}$/;
const QUESTION = /^[a-z]\w{0,99}\/[0-9a-f]{8}$/;

/** A record: {met: Set of figures, answers: Map from "quiz/key" to whether it was answered right}. */
export const emptyRecord = () => ({met: new Set(), answers: new Map()});

export const isEmpty = ({met, answers}) => met.size + answers.size === 0;

export const toData = ({met, answers}) => ({
  dlnotes: "progress",
  version: VERSION,
  met: [...met].sort(),
  answers: Object.fromEntries([...answers].sort()),
});

/** The record that a text holds. Throws a sentence for the reader if it holds none. */
export function fromText(text) {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    throw new Error("it is not written in JSON");
  }
  if (data?.dlnotes !== "progress") throw new Error("it was not exported from this page");
  if (!Number.isInteger(data.version)) throw new Error("it does not say which version it has");
  if (data.version !== VERSION)
    throw new Error(`it has version ${data.version}, and this book reads version ${VERSION}`);
  return {met: readNames(data.met), answers: readAnswers(data.answers)};
}

function readNames(names) {
  if (!Array.isArray(names) || names.length > MOST) throw new Error("its list of challenges cannot be read");
  const bad = names.find((name) => typeof name !== "string" || !NAME.test(name));
  if (bad !== undefined) throw new Error(`${show(bad)} cannot be the name of a figure`);
  return new Set(names);
}

function readAnswers(answers) {
  const isTable = answers !== null && typeof answers === "object" && !Array.isArray(answers);
  const entries = isTable ? Object.entries(answers) : null;
  if (!entries || entries.length > MOST) throw new Error("its list of answers cannot be read");
  for (const [question, isRight] of entries) {
    if (!QUESTION.test(question)) throw new Error(`${show(question)} cannot be the name of a question`);
    if (typeof isRight !== "boolean") throw new Error(`an answer must be true or false, not ${show(isRight)}`);
  }
  return new Map(entries);
}

const show = (value) => `“${(JSON.stringify(value) ?? String(value)).replace(/^"|"$/g, "").slice(0, 40)}”`;

/** Both together: what either has met is met, what either has answered right is right. */
export function union(one, other) {
  const answers = new Map(one.answers);
  for (const [question, isRight] of other.answers) answers.set(question, isRight || answers.get(question) === true);
  return {met: new Set([...one.met, ...other.met]), answers};
}

/** How much of some challenges and quizzes is done: names of figures, and name of a quiz → keys of its questions. */
export function tally({met, answers}, challenges, quizzes) {
  const questions = Object.entries(quizzes).flatMap(([name, keys]) => keys.map((key) => `${name}/${key}`));
  return {
    challenges: {done: challenges.filter((name) => met.has(name)).length, all: challenges.length},
    questions: {done: questions.filter((question) => answers.get(question) === true).length, all: questions.length},
    tried: questions.filter((question) => answers.get(question) === false).length,
  };
}

/** “3 of 7 challenges, 4 of 6 questions”; what there is none of is left out. */
export function inWords({challenges, questions}) {
  const count = ({done, all}, noun) => all > 0 && `${done} of ${all} ${noun}${all === 1 ? "" : "s"}`;
  return [count(challenges, "challenge"), count(questions, "question")].filter(Boolean).join(", ");
}
