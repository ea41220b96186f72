// Where lines run and where their labels stand while a name is being dragged.
//
// At rest Python decides (ui/figure/route.py). These are the same simple rules,
// so that nothing changes its look when a drag begins or ends: from border to
// border, parallel lines fanned out, a label only where it hits nothing.
// Points are {x, y}, boxes {x, y, width, height} about their centre.

// All lengths are pixels, and those of ui/figure/route.py.
const GAP = { start: 2, end: 4 };
const FAN = { least: 26, steep: 0.35 }; // between parallel lines; steep ones have their labels side by side
const DETOURS = [34, 48, 64, 84, 108, 136, 170];
const KEEP_OFF = 6; // between a line and a box it only passes
const LABEL_ROOM = 26; // of line that must stay visible beside a label
const LOOP = { half: 15, height: 74 }; // a line from a box to itself

function borderPoint(box, toward, gap) {
  const [dx, dy] = [toward.x - box.x, toward.y - box.y];
  if (!dx && !dy) return { x: box.x, y: box.y };
  const reach = Math.min((box.width / 2 + gap) / Math.abs(dx), (box.height / 2 + gap) / Math.abs(dy));
  return { x: box.x + dx * reach, y: box.y + dy * reach };
}

// How far a line bows out: `place` counts from the middle of the lines with the same ends.
function fanned(from, to, place, labelWidth) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  return place * (FAN.least + (FAN.steep * labelWidth * Math.abs(dy)) / (Math.hypot(dx, dy) || 1));
}

// The line from box to box: straight if it can, else bowed round what is in its way.
export function between(from, to, { place, labelWidth }, boxes) {
  if (from === to) return loop(from);
  const bow = fanned(from, to, place, labelWidth);
  const near = reachOf({ start: from, control: null, end: to }, Math.max(...DETOURS));
  const others = boxes.filter((box) => box !== from && box !== to && meets(near, boundsOf([box])));
  const inTheWay = (path) => others.filter((box) => crosses(path, box)).length;
  let [best, fewest] = [null, Infinity];
  for (const aside of [0, ...DETOURS.flatMap((by) => [by, -by])]) {
    const path = bowed(from, to, bow + aside);
    const count = inTheWay(path);
    if (count < fewest) [best, fewest] = [path, count];
    if (!fewest) break;
  }
  return best;
}

function bowed(from, to, bow) {
  if (!bow) return { start: borderPoint(from, to, GAP.start), control: null, end: borderPoint(to, from, GAP.end) };
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  // A quadratic curve bows half as far as its control point lies.
  const control = {
    x: (from.x + to.x) / 2 - (dy / length) * bow * 2,
    y: (from.y + to.y) / 2 + (dx / length) * bow * 2,
  };
  return { start: borderPoint(from, control, GAP.start), control, end: borderPoint(to, control, GAP.end) };
}

function loop({ x, y, width, height }) {
  const [middle, top] = [x + width / 2 - 2 * LOOP.half, y - height / 2];
  return {
    start: { x: middle - LOOP.half, y: top - GAP.start },
    control: { x: middle, y: top - LOOP.height },
    end: { x: middle + LOOP.half, y: top - GAP.end },
  };
}

function crosses(path, box) {
  const points = pieces(path);
  const [halfWidth, halfHeight] = [box.width / 2 + KEEP_OFF, box.height / 2 + KEEP_OFF];
  return points.slice(1).some((end, i) => entersBox(points[i], end, box, halfWidth, halfHeight));
}

// Source: the slab method of Kay and Kajiya, SIGGRAPH 1986.
function entersBox(start, end, box, halfWidth, halfHeight) {
  const slab = (from, to, centre, half) => {
    const step = to - from || 1e-9;
    const [a, b] = [(centre - half - from) / step, (centre + half - from) / step];
    return [Math.min(a, b), Math.max(a, b)];
  };
  const [enterX, leaveX] = slab(start.x, end.x, box.x, halfWidth);
  const [enterY, leaveY] = slab(start.y, end.y, box.y, halfHeight);
  const [enter, leave] = [Math.max(enterX, enterY), Math.min(leaveX, leaveY)];
  return enter < leave && leave > 0 && enter < 1;
}

export function pointAt({ start, control, end }, t) {
  const mix = (a, b) => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t });
  return control ? mix(mix(start, control), mix(control, end)) : mix(start, end);
}

// The curve as short straight pieces: for its length and for hit tests.
function pieces(route) {
  const steps = route.control ? 16 : 1;
  return Array.from({ length: steps + 1 }, (_, i) => pointAt(route, i / steps));
}

function lengthOf(route) {
  const points = pieces(route);
  return points.slice(1).reduce((sum, point, i) => sum + Math.hypot(point.x - points[i].x, point.y - points[i].y), 0);
}

function distanceToPiece(point, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const along = ((point.x - a.x) * dx + (point.y - a.y) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - a.x - t * dx, point.y - a.y - t * dy);
}

export function distanceTo(route, point) {
  const points = pieces(route);
  return Math.min(...points.slice(1).map((next, i) => distanceToPiece(point, points[i], next)));
}

const overlap = (a, b, gap = 0) =>
  Math.abs(a.x - b.x) * 2 < a.width + b.width + gap * 2 && Math.abs(a.y - b.y) * 2 < a.height + b.height + gap * 2;

export const contains = (box, point, margin = 0) =>
  Math.abs(point.x - box.x) <= box.width / 2 + margin && Math.abs(point.y - box.y) <= box.height / 2 + margin;

// How much of the line a label hides: a steep line passes under its short side.
function covered({ start, end }, { width, height }) {
  const [dx, dy] = [Math.abs(end.x - start.x), Math.abs(end.y - start.y)];
  const length = Math.hypot(dx, dy) || 1;
  return Math.min((width * length) / (dx || 1e-6), (height * length) / (dy || 1e-6));
}

// The spot nearest the middle where a label of this size hits none of `taken`, or null.
export function labelSpot(route, size, taken) {
  if (lengthOf(route) < covered(route, size) + LABEL_ROOM) return null;
  for (const t of [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74]) {
    const spot = { ...pointAt(route, t), ...size };
    if (!taken.some((other) => overlap(spot, other, 2))) return { x: spot.x, y: spot.y };
  }
  return null;
}

// The rectangle that a path never leaves, and `margin` more.
export function reachOf({ start, control, end }, margin) {
  const points = control ? [start, control, end] : [start, end];
  return boundsOf(points.map(({ x, y }) => ({ x, y, width: 2 * margin, height: 2 * margin })));
}

export const meets = (a, b) => a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;

export function boundsOf(boxes) {
  const edges = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y, width, height } of boxes) {
    edges.left = Math.min(edges.left, x - width / 2);
    edges.top = Math.min(edges.top, y - height / 2);
    edges.right = Math.max(edges.right, x + width / 2);
    edges.bottom = Math.max(edges.bottom, y + height / 2);
  }
  return edges;
}
