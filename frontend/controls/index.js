/**
 * Every kind of control. To add one: copy a file here, and add its line. Each exports
 *
 *   create(control, host) → {element, show(value)}   host: {change(value), rich(text), say(problem), ...}
 *   problem(control, value) → a sentence, or null when the value may be set
 *   toText(value, control), fromText(text, control)  for links
 *   between(from, to, t, control)                    a value on the way, or undefined when it can only jump
 *   toInput(value, control)                          what the program receives, where that is not the value itself
 */

import * as choice from "./choice.js";
import * as cloud from "./cloud.js";
import * as matrix from "./matrix.js";
import * as pad from "./pad.js";
import * as points from "./points.js";
import * as slider from "./slider.js";
import * as text from "./text.js";
import * as toggle from "./toggle.js";

export const controls = {choice, cloud, matrix, pad, points, slider, text, toggle};
