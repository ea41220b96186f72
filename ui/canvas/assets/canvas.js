// The canvas component: what Python sends is shown, what people do is sent back.
//
// Streamlit calls the default export again whenever data or theme change; one
// View per mounted component lives on between the calls and is never rebuilt.

import { Frame } from "./frame.js";
import { ZOOM, onKey } from "./keyboard.js";
import { unpack } from "./payload.js";
import { Picture } from "./picture.js";
import { applyTheme } from "./theme.js";

const WAIT = 300; // ms before the bar says that something is being read
const GIVE_UP = 5000; // ms after which it says again what is shown: perhaps there was no news
const RESIZED = 8; // px of change that Python hears about
const READING = "Reading the graph …";

class View {
  constructor(parent) {
    this.frame = new Frame({
      undo: () => this.ask("undo"),
      redo: () => this.ask("redo"),
      arrange: () => this.ask("relayout"),
      closer: () => this.picture?.zoomBy(ZOOM),
      farther: () => this.picture?.zoomBy(1 / ZOOM),
      fit: () => this.picture?.fit(),
    });
    this.root = this.frame.root;
    this.moved = {};
    this.sent = []; // selections that Python has not answered yet
    this.count = Date.now(); // goes on growing when the canvas comes back
    parent.append(this.root);
    this.root.sayso = inspection(this);
    this.listen();
  }

  listen() {
    const { picture } = this.frame;
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(picture);
    picture.addEventListener("keydown", (event) => this.picture && onKey(this, event));
    picture.addEventListener("pointermove", (event) => this.hover(event));
    picture.addEventListener("pointerleave", () => this.leave());
    picture.addEventListener("wheel", () => this.frame.hideTip(), { passive: true });
    // With shift vis-network would draw a selection box of its own.
    picture.addEventListener("pointerdown", (event) => event.shiftKey && event.stopPropagation(), true);
    picture.addEventListener("pointerdown", () => (this.leave(), picture.focus({ preventScroll: true })));
    for (const type of ["focus", "blur"]) picture.addEventListener(type, () => this.focused());
  }

  destroy() {
    clearTimeout(this.waiting);
    clearTimeout(this.reporting);
    this.observer.disconnect();
    this.picture?.destroy();
    this.root.remove();
  }

  // ---- from Python --------------------------------------------------------

  show(data) {
    this.theme = applyTheme(this.root);
    if (data !== this.packed) {
      this.packed = data;
      this.data = unpack(data);
      clearTimeout(this.waiting);
      this.frame.show(data);
      this.isStale = true;
    }
    this.refresh();
  }

  refresh() {
    if (!this.picture) return;
    this.picture.theme = this.theme;
    if (this.isStale) this.take();
    this.picture.redraw();
  }

  take() {
    this.isStale = false;
    const { data, picture } = this;
    if (data.epoch !== picture.epoch) this.moved = {};
    const before = picture.nodes.size;
    const fresh = picture.update(data);
    this.takeFocus(data.focus);
    if (picture.cursor?.kind === "node" && !picture.nodes.has(picture.cursor.id)) picture.cursor = null;
    if (picture.cursor?.kind === "edge" && !picture.edges.has(picture.cursor.id)) picture.cursor = null;
    this.fresh = fresh;
    this.countOutside();
    if (before && fresh.length)
      this.frame.say(`${fresh.length} ${fresh.length === 1 ? "name" : "names"} added. ${data.bar.shown}.`);
  }

  // An answer to an older click must not undo a newer one.
  takeFocus(focus) {
    const key = JSON.stringify(focus);
    const at = this.sent.indexOf(key);
    if (at >= 0) this.sent.splice(0, at + 1);
    else if (key !== this.focusKey) this.sent = [];
    if (!this.sent.length) this.picture.open = focus;
    this.focusKey = key;
  }

  // ---- size ---------------------------------------------------------------

  resized() {
    // Until the style sheet is there, sizes mean nothing.
    const isStyled = getComputedStyle(this.root).getPropertyValue("--ready").trim() === "1";
    const { clientWidth: width, clientHeight: height } = this.frame.picture;
    if (!isStyled || !width || !height) return;
    if (this.picture) this.picture.resize();
    else this.begin();
    this.countOutside();
    clearTimeout(this.reporting);
    this.reporting = setTimeout(() => this.report(width, height), this.reported ? 250 : 0);
  }

  begin() {
    this.picture = new Picture(this.frame.drawing, {
      click: (hit) => this.select(hit),
      double: (hit) => hit?.kind === "node" && this.expand(hit.id),
      moved: (positions) => this.drop(positions),
      camera: () => this.countOutside(),
    });
    this.refresh();
  }

  report(width, height) {
    const [w, h] = this.reported ?? [-RESIZED * 2, 0];
    if (Math.abs(width - w) <= RESIZED && Math.abs(height - h) <= RESIZED) return;
    this.reported = [width, height];
    this.send.setStateValue("size", this.reported);
  }

  countOutside() {
    this.fresh = (this.fresh ?? []).filter(
      (id) => this.picture.nodes.has(id) && !this.picture.isInView(this.picture.nodes.get(id)),
    );
    this.frame.showOutside(this.fresh.length);
  }

  // ---- to Python ------------------------------------------------------------

  ask(what, value = true) {
    this.send.setTriggerValue(what, value);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.wait(), WAIT);
  }

  wait() {
    this.frame.shown.textContent = READING;
    this.frame.around.textContent = this.frame.rest.textContent = "";
    this.waiting = setTimeout(() => this.frame.show(this.data), GIVE_UP);
  }

  // `hit` is {kind, id}, or null where nothing is: that closes what is open.
  select(hit) {
    const { picture } = this;
    if (!hit && !picture.open) return;
    if (hit) picture.cursor = hit;
    this.frame.say(hit ? `${this.describe(hit)}. Open.` : "Closed.");
    if (JSON.stringify(hit) === JSON.stringify(picture.open)) return;
    picture.open = hit;
    this.sent.push(JSON.stringify(hit));
    // The count makes a second click on the same line a change, too.
    this.send.setStateValue("selection", { ...hit, count: ++this.count });
    if (hit) document.dispatchEvent(new CustomEvent("sayso:opening")); // the drawer's cue to wait
    picture.redraw();
  }

  expand(id) {
    const node = this.picture.nodes.get(id);
    if (!node || !this.data.tools) return; // an answer on the Ask page is complete
    if (node.more) this.ask("expand", id);
    this.frame.say(node.more ? `Looking around ${node.name}.` : `Nothing more is known around ${node.name}.`);
    if (!node.more) this.explain(node);
  }

  explain({ name, x, y, height }) {
    const at = this.picture.network.canvasToDOM({ x, y: y + height / 2 });
    this.frame.showTip(`Nothing more is known around ${name}`, at.x, at.y);
  }

  drop(positions) {
    Object.assign(this.moved, positions);
    this.send.setStateValue("moved", { epoch: this.data.epoch, at: this.moved });
  }

  escape() {
    if (!this.frame.keys.hidden) this.frame.toggleKeys(false);
    else this.select(null);
  }

  // ---- pointer and keyboard -----------------------------------------------

  hover(event) {
    if (!this.picture || event.buttons || event.pointerType === "touch") return;
    const { left, top } = this.frame.picture.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    const hit = this.picture.hit(this.picture.network.DOMtoCanvas({ x, y }));
    const isNew = hit?.id !== this.picture.hovered?.id;
    this.picture.point(hit);
    this.frame.picture.classList.toggle("on", Boolean(hit));
    if (!hit) this.frame.hideTip();
    else if (isNew) this.frame.showTip(this.describe(hit), x, y);
  }

  leave() {
    this.frame.hideTip();
    this.picture?.point(null);
  }

  focused() {
    if (!this.picture) return;
    this.picture.isFocused = this.frame.picture.matches(":focus-visible");
    this.picture.redraw();
  }

  describe({ kind, id }) {
    return (kind === "node" ? this.picture.nodes : this.picture.edges).get(id).spoken;
  }

  nameAtCursor() {
    const { cursor, open } = this.picture;
    return [cursor, open].find((place) => place?.kind === "node")?.id;
  }

  walkNames(step) {
    const { order } = this.data;
    const here = order.indexOf(this.nameAtCursor());
    const next = here < 0 ? (step > 0 ? 0 : order.length - 1) : (here + step + order.length) % order.length;
    if (order.length) this.goTo({ kind: "node", id: order[next] });
    if (order.length) this.picture.reveal(order[next]);
  }

  // From a name to its first line, from a line to the next one of the same name.
  walkLines() {
    this.walker = this.nameAtCursor() ?? this.walker ?? this.data.order[0];
    const lines = this.data.edges.filter(({ from, to }) => from === this.walker || to === this.walker);
    const here = lines.findIndex(({ id }) => id === this.picture.cursor?.id);
    if (lines.length) this.goTo({ kind: "edge", id: lines[(here + 1) % lines.length].id });
  }

  goTo(place) {
    this.picture.cursor = place;
    this.picture.isFocused = true;
    this.frame.say(this.describe(place));
    this.picture.redraw();
  }
}

// Read-only answers about what is drawn, for browser tests: `root.sayso.…`.
function inspection(view) {
  const picture = () => view.picture;
  return Object.freeze({
    epoch: () => picture().epoch,
    open: () => picture().open,
    scale: () => picture().network.getScale(),
    positions: () => Object.fromEntries([...picture().nodes].map(([id, { x, y }]) => [id, [x, y]])),
    boxes: () => [...picture().nodes.values()].map(({ id, x, y, width, height }) => ({ id, x, y, width, height })),
    labels: () =>
      [...picture().edges.values()]
        .filter(({ spot }) => spot)
        .map((edge) => ({ id: edge.id, ...picture().labelBox(edge) })),
    lines: () => [...picture().edges.values()].map(({ id, from, to, path }) => ({ id, from, to, ...path })),
    nodeAt: (id) => picture().inWindow(picture().nodes.get(id)),
    edgeAt: (id) => picture().clickable(id),
    isMoving: () => Boolean(picture().isMoving),
    isReady: () => Boolean(view.picture?.nodes.size),
  });
}

const views = new WeakMap();

export default function canvas({ data, parentElement, setStateValue, setTriggerValue }) {
  const view = views.get(parentElement) ?? new View(parentElement);
  views.set(parentElement, view);
  view.send = { setStateValue, setTriggerValue };
  view.show(data);
  return () => {
    views.delete(parentElement);
    view.destroy();
  };
}
