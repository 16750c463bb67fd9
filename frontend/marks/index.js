/** Every kind of mark. To add one: copy a file here, and add its line. */

import * as area from "./area.js";
import * as arrows from "./arrows.js";
import * as bars from "./bars.js";
import * as boxes from "./boxes.js";
import * as cells from "./cells.js";
import * as contour from "./contour.js";
import * as graph from "./graph.js";
import * as handle from "./handle.js";
import * as heatmap from "./heatmap.js";
import * as line from "./line.js";
import * as placing from "./placing.js";
import * as points from "./points.js";
import * as polygons from "./polygons.js";
import * as rules from "./rules.js";
import * as segments from "./segments.js";
import * as text from "./text.js";

export const marks = {
  area,
  arrows,
  bars,
  boxes,
  cells,
  contour,
  graph,
  handle,
  heatmap,
  line,
  placing,
  points,
  polygons,
  rules,
  segments,
  text,
};
