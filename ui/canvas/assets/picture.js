// The picture: a vis-network without physics whose names and lines are drawn by us.
//
// vis-network keeps the data sets, the camera, panning, zooming and dragging.
// Lines are ours because vis has neither lines that end at the border of a
// custom box, nor labels of two colours, nor labels that step aside.

import { FONTS, drawLabel, drawLine, drawName, labelSize } from "./draw.js";
import { boundsOf, contains, distanceTo, meets, pointAt } from "./geometry.js";
import { REACH, crowdedCorners, reroute, settle } from "./lines.js";
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
const MARGIN = 16;
const BUSY = 1000; // with more names than this, lines rest while the picture moves

// Make `ours` hold exactly `items`, by id; return the ids that are gone.
function take(ours, items) {
  const wanted = new Set(items.map(({ id }) => id));
  const gone = [...ours.keys()].filter((id) => !wanted.has(id));
  for (const id of gone) ours.delete(id);
  for (const item of items) ours.set(item.id, item);
  return gone;
}

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
    Promise.all(FONTS.map((font) => document.fonts.load(font))).then(() => this.measureLabels());
  }

  listen() {
    const { network } = this;
    network.on("beforeDrawing", (ctx) => this.drawLines(ctx));
    network.on("click", ({ pointer }) => this.on.click(this.hit(pointer.canvas)));
    network.on("doubleClick", ({ pointer }) => this.on.double(this.hit(pointer.canvas)));
    network.on("dragStart", ({ nodes }) => this.beginDrag(nodes));
    network.on("dragEnd", () => this.endDrag());
    network.on("zoom", ({ scale }) => this.zoomed(scale));
    network.on("animationFinished", () => this.on.camera());
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
    const gone = {
      node: take(
        this.nodes,
        nodes.map((node) => this.placed(node, moves)),
      ),
      edge: take(this.edges, edges),
    };
    this.dragged = this.dragged.filter((id) => this.nodes.has(id));
    settle(this.edges, this.nodes, nodes, this.pen);
    this.crowded = crowdedCorners(this.edges, this.nodes);
    this.synchronise(gone, moves ? nodes.map(({ id }) => id) : fresh);
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

  // vis draws while its data changes, so ours must be complete before. It keeps its own
  // place of every name but those in `placed`.
  synchronise(gone, placed) {
    const isPlaced = new Set(placed);
    for (const kind of ["node", "edge"]) this.drawn[kind].remove(gone[kind]);
    this.drawn.node.update([...this.nodes.values()].map((node) => this.forVis(node, isPlaced.has(node.id))));
    this.drawn.edge.update([...this.edges.values()].map(({ id, from, to }) => ({ id, from, to })));
  }

  // vis gets no name: it ignores an empty label, so it is given a blank, and never a title.
  // Until a custom shape has been drawn, vis goes by `size`.
  forVis({ id, x, y, group, width }, isPlaced) {
    const options = { id, label: " ", group, size: width / 2, ctxRenderer: (state) => this.name(state) };
    return isPlaced ? { ...options, x, y } : options;
  }

  // A custom shape knows its size only after it was drawn once; have it read again.
  measure() {
    for (const id of this.nodes.keys()) this.network.body.nodes[id]?.needsRefresh();
  }

  get pen() {
    return this.container.querySelector("canvas").getContext("2d");
  }

  labelBox(edge) {
    return { ...edge.spot, ...(this.isOpen("edge", edge.id) ? labelSize(this.pen, edge, true) : edge.size) };
  }

  measureLabels() {
    if (this.gone) return;
    for (const edge of this.edges.values()) edge.size = labelSize(this.pen, edge);
    this.redraw();
  }

  // ---- movement -------------------------------------------------------

  reroute(touched) {
    reroute(this.edges, this.nodes, touched);
    this.crowded = crowdedCorners(this.edges, this.nodes);
  }

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
    for (const id of ids) this.alpha.set(id, 0);
    this.move(MS.appear, (t) => {
      for (const id of ids) t < 1 ? this.alpha.set(id, t) : this.alpha.delete(id);
    });
  }

  glide(before) {
    const moving = [...this.nodes.values()]
      .filter(({ id }) => before.has(id))
      .map((node) => ({ node, from: before.get(node.id), to: { x: node.x, y: node.y } }));
    const rest = [...this.edges.values()].map((edge) => [
      edge,
      { path: edge.path, spot: edge.spot, reach: edge.reach },
    ]);
    this.move(MS.fit, (t) => {
      for (const { node, from, to } of moving)
        this.put(node, from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t);
      this.reroute(() => t < 1);
      if (t === 1) for (const [edge, resting] of rest) Object.assign(edge, resting);
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
    const moved = Object.fromEntries(
      this.dragged.map((id) => [id, this.nodes.get(id)]).map(([id, { x, y }]) => [id, [Math.round(x), Math.round(y)]]),
    );
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
    const view = this.view();
    return (
      x - width / 2 >= view.left &&
      x + width / 2 <= view.right &&
      y - height / 2 >= view.top &&
      y + height / 2 <= view.bottom
    );
  }

  reveal(id) {
    const node = this.nodes.get(id);
    if (!this.isInView(node)) this.network.moveTo({ position: { x: node.x, y: node.y } });
  }

  // ---- what is under the pointer ----------------------------------------

  hit(point) {
    const nodes = [...this.nodes.values()].reverse(); // the one drawn last lies on top
    const node = nodes.find((box) => contains(box, point)) ?? nodes.find((box) => contains(box, point, 2));
    if (node) return { kind: "node", id: node.id };
    let [nearest, best] = [null, REACH / this.network.getScale()];
    const around = boundsOf([{ ...point, width: 2 * best, height: 2 * best }]);
    for (const edge of this.edges.values()) {
      if (edge.spot && this.areLabelsShown && contains(this.labelBox(edge), point))
        return { kind: "edge", id: edge.id };
      if (!meets(edge.reach, around)) continue;
      const distance = distanceTo(edge.path, point);
      if (distance < best) [nearest, best] = [edge, distance];
    }
    return nearest && { kind: "edge", id: nearest.id };
  }

  point(hit) {
    if (same(hit, this.hovered)) return;
    this.hovered = hit;
    this.hover = 0;
    if (this.nodes.size > BUSY) this.hover = 1;
    else if (hit) animate(MS.hover, (t) => ((this.hover = t), this.redraw()));
    this.redraw();
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
    const look = {
      ...this.look("node", id),
      start: node.start,
      end: isEnd,
      pill: this.areLabelsShown && (this.crowded.has(id) ? "left" : "right"),
      alpha: this.alpha.get(id) ?? 1,
    };
    return { drawNode: () => drawName(ctx, node, look), nodeDimensions: { width: node.width, height: node.height } };
  }

  drawLines(ctx) {
    if (!this.theme) return;
    if (this.dragged.length) this.followDrag();
    const isBusy = (this.isDragging && !this.dragged.length) || performance.now() < this.busyUntil;
    if (this.nodes.size > BUSY && isBusy) return;
    const view = this.view();
    const edges = [...this.edges.values()].filter(({ reach }) => meets(reach, view));
    const last = (edge) => Number(this.isOpen("edge", edge.id));
    edges.sort((a, b) => last(a) - last(b)); // the open line lies on top
    const looks = edges.map((edge) => this.lookOfLine(edge));
    edges.forEach((edge, i) => drawLine(ctx, edge.path, edge.status, looks[i]));
    edges.forEach(
      (edge, i) => edge.spot && (this.areLabelsShown || looks[i].open) && drawLabel(ctx, edge, edge.spot, looks[i]),
    );
  }

  // What of the plane the picture shows.
  view() {
    const { width, height } = this.size;
    const [{ x: left, y: top }, { x: right, y: bottom }] = [
      { x: 0, y: 0 },
      { x: width, y: height },
    ].map((at) => this.network.DOMtoCanvas(at));
    return { left, top, right, bottom };
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
