// Grades answers in Node as the page grades them, for the tests.
//
// Reads a JSON list of {"question": …, "answer": …} from standard input and writes the list of verdicts.

import {text} from "node:stream/consumers";
import {grade} from "./grade.js";

const jobs = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(jobs.map(({question, answer}) => grade(question, answer))));
