/** The panels of a figure: how many stand side by side, and how large each is. */

const GAP = 28;
const NARROWEST = 280;
const TALLEST = 520;
const LOWEST = 150;
const LOWEST_ON_SCREEN = 110; // where panels must share one height

/**
 * Lay panels out in `width` pixels; `height` bounds the whole stage in full screen, and is null on the page.
 * `unit`: pixels of this figure per pixel on the page.
 */
export function layOut(panels, {columns, width, height, unit}) {
  const room = {width, height, unit, gap: GAP * unit};
  const plan = height ? largestPlan(panels, room) : pagePlan(panels, columns, room);
  for (const place of plan) {
    place.panel.element.style.width = `${place.cell}px`;
    place.panel.layout(place.width, place.height, unit, sidesOfColumn(place, plan, unit));
  }
}

/** Panels of one width that stand above each other have their axes in line. */
function sidesOfColumn({panel, column, width}, plan, unit) {
  if (panel.ratio()) return undefined;
  const mates = plan.filter((other) => other.column === column && other.width === width && !other.panel.ratio());
  const sides = mates.map((mate) => mate.panel.sides(unit, width));
  return {left: Math.max(...sides.map(({left}) => left)), right: Math.max(...sides.map(({right}) => right))};
}

/** On the page: as many panels side by side as are wide enough, in rows of about one length. */
function pagePlan(panels, columns, room) {
  let beside = Math.min(columns ?? panels.length, panels.length);
  while (beside > 1 && !areWideEnough(rowsOf(panels, beside), room)) beside -= 1;
  // Four panels of which three fit become two and two; columns that were asked for and fit are kept.
  const isKept = beside === columns;
  const balanced = isKept ? beside : Math.ceil(panels.length / Math.ceil(panels.length / beside));
  return planRows(rowsOf(panels, balanced), room);
}

/** In full screen: the arrangement with the largest panels. A few pixels to scroll cost little, a hidden panel nearly all. */
function largestPlan(panels, room) {
  const plans = panels.map((_, i) => planRows(rowsOf(panels, i + 1), room));
  const worth = (plan) => usefulArea(plan) * Math.min(1, room.height / heightOf(plan, room)) ** 12;
  return plans.reduce((best, plan) => (worth(plan) > worth(best) ? plan : best));
}

/** Rows begin at the first column. */
function heightOf(plan, {gap, unit}) {
  const rows = plan.reduce((rows, place) => {
    if (place.column === 0) rows.push(0);
    rows.push(Math.max(rows.pop(), place.height + place.panel.chrome(unit)));
    return rows;
  }, []);
  return sum(rows) + gap * (rows.length - 1);
}

/** Every panel counts; what makes one long and low adds nothing. */
const usefulArea = (plan) =>
  plan.reduce((area, {width, height}) => area * Math.min(width, 2.2 * height) * Math.min(height, width), 1);

function rowsOf(panels, beside) {
  const rows = [];
  for (let i = 0; i < panels.length; i += beside) rows.push(panels.slice(i, i + beside));
  return rows;
}

function planRows(rows, room) {
  const heightOfRow = room.height && (room.height - room.gap * (rows.length - 1)) / rows.length;
  return rows.flatMap((row) => planRow(row, {...room, heightOfRow}));
}

/** Pixels that the axes take from a panel's width. */
function insetOf(panel, width, unit) {
  const {left, right} = panel.sides(unit, width);
  return left + right;
}

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
const spanOf = ({spec}) => spec.span || 1;

function cellsOf(row, {width, gap}) {
  const spans = row.map(spanOf);
  const shared = width - gap * (row.length - 1);
  return spans.map((span) => Math.floor((shared * span) / sum(spans)));
}

const areWideEnough = (rows, room) => rows.every((row) => Math.min(...cellsOf(row, room)) >= NARROWEST * room.unit);

/** A list of {panel, cell, width, height}: the cell's width, the panel's width in it, the height between its axes. */
function planRow(row, room) {
  const {unit, heightOfRow} = room;
  const chrome = Math.max(...row.map((panel) => panel.chrome(unit)));
  const tallest = heightOfRow ? Math.max(LOWEST_ON_SCREEN * unit, heightOfRow - chrome) : TALLEST * unit;
  return planShaped(row, tallest, room) ?? planFree(row, tallest, room);
}

/** Where every panel has a shape: one height, from which the widths follow. Null if a panel would be too narrow. */
function planShaped(row, tallest, {width, gap, unit}) {
  if (!row.every((panel) => panel.ratio())) return null;
  const insets = row.map((panel) => insetOf(panel, width / row.length, unit));
  const widthPerHeight = sum(row.map((panel) => 1 / panel.ratio()));
  const widest = (width - gap * (row.length - 1) - sum(insets)) / widthPerHeight;
  const height = Math.max(10 * unit, Math.min(tallest, widest));
  const widths = row.map((panel, i) => Math.floor(height / panel.ratio() + insets[i]));
  const isTooNarrow = row.length > 1 && widest < tallest && Math.min(...widths) < 0.75 * NARROWEST * unit;
  if (isTooNarrow) return null;
  return row.map((panel, i) => ({
    panel,
    column: i,
    cell: row.length > 1 ? widths[i] : width,
    width: widths[i],
    height,
  }));
}

/** Widths by span; panels without a shape take the height of those that have one. */
function planFree(row, tallest, room) {
  const {unit, heightOfRow} = room;
  const cells = cellsOf(row, room);
  const insets = row.map((panel, i) => insetOf(panel, cells[i], unit));
  const wanted = row.map((panel, i) => panel.ratio() && panel.ratio() * (cells[i] - insets[i]));
  const usual = heightOfRow ? Math.min(tallest, 0.8 * cells[0]) : usualHeight(cells[0], unit);
  const common = Math.min(tallest, Math.max(LOWEST * unit, ...wanted.filter(Boolean)));
  return row.map((panel, i) => {
    const height = wanted[i] ? Math.min(wanted[i], tallest) : wanted.some(Boolean) ? common : usual;
    const width = wanted[i] > tallest ? tallest / panel.ratio() + insets[i] : cells[i];
    return {panel, column: i, cell: cells[i], width, height};
  });
}

/** Panels without a shape of their own: lower than wide, and flatter the wider they are. */
const usualHeight = (width, unit) => Math.max(200 * unit, Math.min(width * 0.66, (170 + width / unit / 3.4) * unit));
