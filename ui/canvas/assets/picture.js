// The picture: a vis-network without physics whose names and lines are drawn by us.
//
// vis-network keeps the data sets, the camera, panning, zooming and dragging.
// Lines are ours because vis has neither lines that end at the border of a
// custom box, nor labels of two colours, nor labels that step aside.

import { FONTS, drawLabel, drawLine, drawName, labelSize, pillAt } from "./draw.js";
import { between, boundsOf, contains, distanceTo, labelSpot, pointAt } from "./geometry.js";
import { MS, animate, isStill } from "./motion.js";
import { DataSet, Network } from "./vis-network.min.mjs";

const OPTIONS = {
  autoResize: false, // ours keeps the upper left corner where it was
  physics: false,
  layout: { improvedLayout: false },
  nodes: { shape: "custom", physics: false },
  edges: { hidden: true, physics: false, smooth: false },
  interaction: { hover: false, keyboard: false, multiselect: false, selectConnectedEdges: false, zoomSpeed: 0.6 },
};
const SCALE = { least: 0.1, most: 3, labelled: 0.7 }; // labels below this would be under 8 px
const REACH = 9; // how near a line a click must be, in pixels on the screen
const MARGIN = 16;
const BUSY = 1000; // with more names than this, lines rest while the picture moves

const same = (a, b) => a?.kind === b?.kind && a?.id === b?.id;

export class Picture {
  // `on`: click(hit), double(hit), moved({id: [x, y]}), camera(): told what happens.
  constructor(container, on) {
    this.container = container;
    this.on = on;
    this.nodes = new Map();
    this.edges = new Map();
    this.drawn = { node: new DataSet(), edge: new DataSet() };
    this.open = this.hovered = this.cursor = null;
    this.alpha = new Map();
    this.crowded = new Set();
    this.hover = 0;
    this.epoch = null;
    this.dragged = [];
    this.busyUntil = 0;
    this.network = new Network(container, { nodes: this.drawn.node, edges: this.drawn.edge }, OPTIONS);
    this.listen();
    // Text drawn before the page's font arrives would keep the fallback's shape.
    Promise.all(FONTS.map((font) => document.fonts.load(font))).then(() => this.redraw());
  }

  listen() {
    const { network } = this;
    network.on("beforeDrawing", (ctx) => this.drawLines(ctx));
    network.on("click", ({ pointer }) => this.on.click(this.hit(pointer.canvas)));
    network.on("doubleClick", ({ pointer }) => this.on.double(this.hit(pointer.canvas)));
    network.on("dragStart", ({ nodes }) => this.beginDrag(nodes));
    network.on("dragEnd", () => this.endDrag());
    network.on("zoom", ({ scale }) => this.zoomed(scale));
  }

  destroy() {
    this.gone = true;
    this.finish?.();
    this.network.destroy();
  }

  redraw() {
    if (!this.gone) this.network.redraw();
  }

  // ---- data -----------------------------------------------------------

  // Only a new epoch may move a name that is there. Returns the ids of new names.
  update({ nodes, edges, epoch }) {
    this.finish?.();
    const moves = epoch !== this.epoch;
    const first = this.epoch === null;
    if (nodes.length) this.epoch = epoch; // an empty picture has nothing to keep in its place
    const fresh = nodes.filter(({ id }) => !this.nodes.has(id)).map(({ id }) => id);
    const before = new Map([...this.nodes].map(([id, { x, y }]) => [id, { x, y }]));
    this.keep("node", this.nodes, nodes.map((node) => this.placed(node, moves)));
    this.keep("edge", this.edges, edges);
    this.settle(nodes);
    if (moves) this.fit(!first);
    if (moves && !first) this.glide(before);
    else if (!first) this.appear(fresh);
    this.redraw(); // once for the sizes …
    this.measure();
    this.redraw(); // … and once with them
    return first || moves ? [] : fresh;
  }

  placed(node, moves) {
    const known = this.nodes.get(node.id);
    return known && !moves ? { ...node, x: known.x, y: known.y } : { ...node };
  }

  // Bring one data set to `items` by removing and updating, never by rebuilding.
  keep(kind, ours, items) {
    const wanted = new Set(items.map(({ id }) => id));
    const gone = [...ours.keys()].filter((id) => !wanted.has(id));
    for (const id of gone) ours.delete(id);
    this.drawn[kind].remove(gone);
    for (const item of items) ours.set(item.id, item);
    this.drawn[kind].update(items.map((item) => (kind === "node" ? this.forVis(item) : { id: item.id, from: item.from, to: item.to })));
  }

  // vis gets no name: it ignores an empty label, so it is given a blank, and never a title.
  // Until a custom shape has been drawn, vis goes by `size`.
  forVis({ id, x, y, group, width }) {
    return { id, x, y, label: " ", group, size: width / 2, ctxRenderer: (state) => this.name(state) };
  }

  // A custom shape knows its size only after it was drawn once; have it read again.
  measure() {
    for (const id of this.nodes.keys()) this.network.body.nodes[id]?.needsRefresh();
  }

  // Python's routes hold for Python's positions; where a name was moved since, ours.
  settle(nodes) {
    const asked = new Map(nodes.map((node) => [node.id, node]));
    const stands = (id) => {
      const [here, there] = [this.nodes.get(id), asked.get(id)];
      return Math.abs(here.x - there.x) <= 1 && Math.abs(here.y - there.y) <= 1;
    };
    this.fans = this.parallels();
    for (const edge of this.edges.values()) {
      edge.atRest = Boolean(edge.route) && stands(edge.from) && stands(edge.to);
      if (edge.atRest) [edge.path, edge.spot] = [edge.route, edge.rest];
    }
    this.reroute((edge) => !edge.atRest);
  }

  // Where each line stands among those with the same ends; the side counts from the smaller id.
  parallels() {
    const bundles = Map.groupBy(this.edges.values(), ({ from, to }) => [from, to].sort().join(" "));
    const fans = new Map();
    for (const bundle of bundles.values()) {
      const labelWidth = Math.max(...bundle.map((edge) => labelSize(this.pen, edge).width));
      bundle.forEach(({ id, from, to }, i) => fans.set(id, { place: (from > to ? -1 : 1) * (i - (bundle.length - 1) / 2), labelWidth }));
    }
    return fans;
  }

  reroute(touched) {
    const edges = [...this.edges.values()].filter(touched);
    const boxes = [...this.nodes.values()];
    for (const edge of edges) {
      edge.path = between(this.nodes.get(edge.from), this.nodes.get(edge.to), this.fans.get(edge.id), boxes);
      edge.spot = null;
    }
    const taken = [...boxes, ...[...this.edges.values()].filter(({ spot }) => spot).map((edge) => this.labelBox(edge))];
    for (const edge of edges) {
      edge.spot = labelSpot(edge.path, labelSize(this.pen, edge), taken);
      if (edge.spot) taken.push(this.labelBox(edge));
    }
    this.crowded = this.crowdedCorners();
  }

  // Names at whose upper right corner a line ends.
  crowdedCorners() {
    const isAt = (id, end) => contains(pillAt(this.nodes.get(id), "right"), end);
    const found = [...this.edges.values()].flatMap(({ from, to, path }) => [isAt(from, path.start) && from, isAt(to, path.end) && to]);
    return new Set(found);
  }

  get pen() {
    return this.container.querySelector("canvas").getContext("2d");
  }

  labelBox(edge) {
    return { ...edge.spot, ...labelSize(this.pen, edge, this.isOpen("edge", edge.id)) };
  }

  // ---- movement -------------------------------------------------------

  // One movement at a time; `finish` jumps to its end.
  move(milliseconds, step) {
    this.isMoving = true;
    this.finish = animate(milliseconds, (t) => {
      this.isMoving = t < 1;
      step(t);
      this.redraw();
    });
  }

  // New names fade in where they stand; nothing else changes.
  appear(ids) {
    if (!ids.length) return;
    this.move(MS.appear, (t) => {
      for (const id of ids) t < 1 ? this.alpha.set(id, t) : this.alpha.delete(id);
    });
  }

  glide(before) {
    const moving = [...this.nodes.values()].filter(({ id }) => before.has(id)).map((node) => ({ node, from: before.get(node.id), to: { x: node.x, y: node.y } }));
    const rest = [...this.edges.values()].map((edge) => [edge, edge.path, edge.spot]);
    this.move(MS.fit, (t) => {
      for (const { node, from, to } of moving) this.put(node, from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t);
      this.reroute(() => t < 1);
      if (t === 1) for (const [edge, path, spot] of rest) [edge.path, edge.spot] = [path, spot];
    });
  }

  put(node, x, y) {
    [node.x, node.y] = [x, y];
    Object.assign(this.network.body.nodes[node.id], { x, y });
  }

  beginDrag(ids) {
    this.finish?.();
    this.dragged = ids;
    this.isDragging = true;
  }

  // vis moves the boxes of a drag; we follow on each frame.
  followDrag() {
    const held = new Set(this.dragged);
    for (const id of held) Object.assign(this.nodes.get(id), this.network.getPosition(id));
    this.reroute((edge) => held.has(edge.from) || held.has(edge.to));
  }

  endDrag() {
    if (this.dragged.length) this.followDrag();
    const moved = Object.fromEntries(this.dragged.map((id) => [id, this.nodes.get(id)]).map(([id, { x, y }]) => [id, [Math.round(x), Math.round(y)]]));
    this.isDragging = false;
    if (this.dragged.length) {
      this.dragged = [];
      this.on.moved(moved);
    } else this.on.camera();
    this.redraw();
  }

  // ---- camera ---------------------------------------------------------

  get size() {
    return { width: this.container.clientWidth, height: this.container.clientHeight };
  }

  zoomed(scale) {
    const within = Math.min(SCALE.most, Math.max(SCALE.least, scale));
    if (within !== scale) this.network.moveTo({ scale: within });
    this.busyUntil = performance.now() + 200;
    this.on.camera();
  }

  zoomBy(factor) {
    const scale = Math.min(SCALE.most, Math.max(SCALE.least, this.network.getScale() * factor));
    this.network.moveTo({ scale });
    this.on.camera();
  }

  pan(x, y) {
    this.network.moveTo({ offset: { x: -x, y: -y }, position: this.network.getViewPosition() });
    this.on.camera();
  }

  // Python lays out for the size of the picture, so most often nothing is scaled.
  fit(animated = true) {
    if (!this.nodes.size) return;
    const { width, height } = this.size;
    const { left, top, right, bottom } = boundsOf(this.nodes.values());
    const isWithin = left >= 0 && top >= 0 && right <= width && bottom <= height;
    const scale = Math.min(1, (width - 2 * MARGIN) / (right - left), (height - 2 * MARGIN) / (bottom - top));
    const position = isWithin ? { x: width / 2, y: height / 2 } : { x: (left + right) / 2, y: (top + bottom) / 2 };
    const animation = animated && !isStill() && { duration: MS.fit, easingFunction: "easeOutCubic" };
    this.network.moveTo({ position, scale: isWithin ? 1 : Math.max(SCALE.least, scale), animation });
    this.on.camera();
  }

  // The window changed: the upper left corner of the picture stays where it was.
  resize() {
    const scale = this.network.getScale();
    const corner = this.network.DOMtoCanvas({ x: 0, y: 0 });
    this.network.redraw();
    const { width, height } = this.size;
    this.network.moveTo({ scale, position: { x: corner.x + width / 2 / scale, y: corner.y + height / 2 / scale } });
    this.redraw();
  }

  isInView({ x, y, width, height }) {
    const [a, b] = [{ x: x - width / 2, y: y - height / 2 }, { x: x + width / 2, y: y + height / 2 }].map((point) => this.network.canvasToDOM(point));
    return a.x >= 0 && a.y >= 0 && b.x <= this.size.width && b.y <= this.size.height;
  }

  reveal(id) {
    const node = this.nodes.get(id);
    if (!this.isInView(node)) this.network.moveTo({ position: { x: node.x, y: node.y } });
  }

  // ---- what is under the pointer ----------------------------------------

  hit(point) {
    const nodes = [...this.nodes.values()].reverse();
    const node = nodes.find((box) => contains(box, point)) ?? nodes.find((box) => contains(box, point, 2));
    if (node) return { kind: "node", id: node.id };
    const reach = REACH / this.network.getScale();
    let [nearest, best] = [null, reach];
    for (const edge of this.edges.values()) {
      if (!edge.path) continue;
      if (edge.spot && this.areLabelsShown && contains(this.labelBox(edge), point)) return { kind: "edge", id: edge.id };
      const distance = distanceTo(edge.path, point);
      if (distance < best) [nearest, best] = [edge, distance];
    }
    return nearest && { kind: "edge", id: nearest.id };
  }

  point(hit) {
    if (!same(hit, this.hovered)) {
      this.hovered = hit;
      this.hover = 0;
      if (hit) animate(MS.hover, (t) => ((this.hover = t), this.redraw()));
      this.redraw();
    }
  }

  // ---- drawing ----------------------------------------------------------

  isOpen(kind, id) {
    return this.open?.kind === kind && this.open.id === id;
  }

  get areLabelsShown() {
    return this.network.getScale() >= SCALE.labelled;
  }

  look(kind, id) {
    return {
      theme: this.theme,
      open: this.isOpen(kind, id),
      hover: same(this.hovered, { kind, id }) ? this.hover : 0,
      cursor: this.isFocused && same(this.cursor, { kind, id }),
    };
  }

  name({ ctx, id }) {
    const node = this.nodes.get(id);
    const ends = this.open?.kind === "edge" ? this.edges.get(this.open.id) : null;
    const isEnd = ends?.from === id || ends?.to === id;
    const look = { ...this.look("node", id), start: node.start, end: isEnd, pill: this.crowded.has(id) ? "left" : "right", alpha: this.alpha.get(id) ?? 1 };
    return { drawNode: () => drawName(ctx, node, look), nodeDimensions: { width: node.width, height: node.height } };
  }

  drawLines(ctx) {
    if (!this.theme) return;
    if (this.dragged.length) this.followDrag();
    const isBusy = (this.isDragging && !this.dragged.length) || performance.now() < this.busyUntil;
    if (this.nodes.size > BUSY && isBusy) return;
    const edges = [...this.edges.values()].filter(({ path }) => path);
    const last = (edge) => Number(this.isOpen("edge", edge.id));
    edges.sort((a, b) => last(a) - last(b)); // the open line lies on top
    const looks = edges.map((edge) => this.lookOfLine(edge));
    edges.forEach((edge, i) => drawLine(ctx, edge.path, edge.status, looks[i]));
    edges.forEach((edge, i) => edge.spot && (this.areLabelsShown || looks[i].open) && drawLabel(ctx, edge, edge.spot, looks[i]));
  }

  lookOfLine({ id, from, to }) {
    const alpha = Math.min(this.alpha.get(from) ?? 1, this.alpha.get(to) ?? 1);
    return { ...this.look("edge", id), beside: this.isOpen("node", from) || this.isOpen("node", to), alpha };
  }

  // ---- for tests: where things are in the window ------------------------

  inWindow(point) {
    const { left, top } = this.container.getBoundingClientRect();
    const { x, y } = this.network.canvasToDOM(point);
    return { x: left + x, y: top + y };
  }

  // A point of the line where a click means this line and nothing else.
  clickable(id) {
    const { path } = this.edges.get(id);
    const shares = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9];
    const point = shares.map((t) => pointAt(path, t)).find((spot) => same(this.hit(spot), { kind: "edge", id }));
    return point ? this.inWindow(point) : null;
  }
}
