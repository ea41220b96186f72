// The frame of the canvas: bar, picture, legend, keys, and what a screen reader hears.

import { make } from "./dom.js";
import { glyph, icon, lineSample } from "./marks.js";

const SENTENCE = "A line shows what a source says, not what is proven.";
const STATUSES = ["asserted", "hedged", "disputed"];
const KEYS = [
  ["Arrow keys", "move the picture"],
  ["+  −  0", "closer, farther, fit"],
  ["N  P", "next and previous name, most connected first"],
  ["L", "next line of that name"],
  ["Enter", "open the name or the line"],
  ["E", "show more around the name"],
  ["Esc", "close what is open"],
];
const SPOKEN = `Graph. Keys: ${KEYS.map(([key, act]) => `${key}: ${act}`).join("; ")}`;

const iconButton = (name, title, act) =>
  make(
    "button",
    { type: "button", title, "aria-label": title, "data-testid": `canvas-${name}`, onclick: act },
    icon(name),
  );

const divider = () => make("span.divider");

export class Frame {
  // `acts`: undo, redo, arrange, closer, farther, fit: what the buttons do.
  constructor(acts) {
    this.shown = make("strong");
    this.around = make("span.around");
    this.rest = make("span");
    this.undo = iconButton("undo", "Undo", acts.undo);
    this.redo = iconButton("redo", "Redo", acts.redo);
    this.history = make(
      "span.group",
      {},
      this.undo,
      this.redo,
      divider(),
      iconButton("arrange", "Lay out again", acts.arrange),
      divider(),
    );
    this.help = make(
      "span.group",
      {},
      divider(),
      iconButton("keys", "Keys", () => this.toggleKeys()),
    );
    this.drawing = make("div.drawing");
    this.tip = make("div.tip", { hidden: true, role: "tooltip" });
    this.outside = make("button.outside", {
      type: "button",
      hidden: true,
      onclick: acts.fit,
      "data-testid": "canvas-outside",
    });
    this.keys = keysPanel();
    this.picture = make(
      "div.picture",
      { tabindex: 0, role: "application", "aria-label": SPOKEN, "data-testid": "canvas-picture" },
      this.drawing,
    );
    this.live = make("div.live", { "aria-live": "polite", "data-testid": "canvas-live" });
    this.types = make("div.types");
    this.statuses = make("div.statuses");
    this.sentence = make("span.sentence", {}, SENTENCE);
    this.root = this.assembled(acts);
  }

  assembled(acts) {
    const camera = make(
      "span.group.camera",
      {},
      iconButton("minus", "Farther", acts.farther),
      iconButton("plus", "Closer", acts.closer),
      iconButton("fit", "Fit", acts.fit),
    );
    return make(
      "section.sayso-canvas",
      { "aria-label": "Graph", "data-testid": "sayso-canvas" },
      make(
        "header.bar",
        {},
        make("div.facts", { "data-testid": "canvas-facts" }, this.shown, this.around, this.rest),
        make("div.tools", { role: "toolbar", "aria-label": "Picture" }, this.history, camera, this.help),
      ),
      make("div.middle", {}, this.picture, this.tip, this.outside, this.keys),
      make("footer.legend", { "data-testid": "canvas-legend" }, this.types, this.statuses),
      this.live,
    );
  }

  show({ bar, tools, legend }) {
    this.shown.textContent = bar.shown;
    this.around.textContent = bar.around;
    this.rest.textContent = bar.rest;
    this.history.hidden = this.help.hidden = !tools;
    this.undo.disabled = !tools?.undo;
    this.redo.disabled = !tools?.redo;
    this.types.replaceChildren(...legend.types.map(([label, count]) => entry(glyph(label, 11), label, count)));
    this.statuses.replaceChildren(
      ...STATUSES.map((status) => entry(lineSample(status), status, legend.statuses[status] ?? 0)),
      ...(tools ? [this.sentence] : []),
    );
  }

  say(text) {
    this.live.textContent = text;
  }

  toggleKeys(open = this.keys.hidden) {
    this.keys.hidden = !open;
    if (open) this.say("Keys shown. Press question mark again to close.");
  }

  // Text only: a name never becomes markup.
  showTip(text, x, y) {
    this.tip.textContent = text;
    this.tip.hidden = false;
    const room = this.picture.clientWidth - this.tip.offsetWidth - 8;
    this.tip.style.left = `${Math.max(8, Math.min(x + 12, room))}px`;
    const below = y + 18 + this.tip.offsetHeight < this.picture.clientHeight;
    this.tip.style.top = `${below ? y + 18 : y - this.tip.offsetHeight - 10}px`;
  }

  hideTip() {
    this.tip.hidden = true;
  }

  showOutside(count) {
    this.outside.hidden = !count;
    this.outside.textContent = `${count} new ${count === 1 ? "name" : "names"} outside the picture. Fit`;
  }
}

const entry = (sign, word, count) =>
  make("span.entry", {}, sign, make("span", {}, word), make("b", {}, count.toLocaleString("en")));

function keysPanel() {
  const rows = KEYS.map(([key, act]) => [make("dt", {}, key), make("dd", {}, act)]);
  return make(
    "div.keys",
    { hidden: true, "data-testid": "canvas-keys-panel" },
    make("p", {}, "Keys"),
    make("dl", {}, rows),
  );
}
