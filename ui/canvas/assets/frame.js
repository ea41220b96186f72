// The frame of the canvas: bar, picture, legend, keys, and what a screen reader hears.

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

export function tag(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function button(name, title, act) {
  const element = tag("button", { type: "button", title, "aria-label": title, "data-testid": `canvas-${name}` }, icon(name));
  element.addEventListener("click", act);
  return element;
}

const divider = () => tag("span", { className: "divider" });

export class Frame {
  // `acts`: undo, redo, arrange, closer, farther, fit: what the buttons do.
  constructor(acts) {
    this.shown = tag("strong");
    this.around = tag("span", { className: "around" });
    this.rest = tag("span");
    this.facts = tag("div", { className: "facts", "data-testid": "canvas-facts" }, this.shown, this.around, this.rest);
    this.undo = button("undo", "Undo", acts.undo);
    this.redo = button("redo", "Redo", acts.redo);
    this.arrange = button("arrange", "Lay out again", acts.arrange);
    this.history = tag("span", { className: "group" }, this.undo, this.redo, divider(), this.arrange, divider());
    this.tools = tag(
      "div",
      { className: "tools", role: "toolbar", "aria-label": "Picture" },
      this.history,
      button("minus", "Farther", acts.farther),
      button("plus", "Closer", acts.closer),
      button("fit", "Fit", acts.fit),
    );
    this.help = tag("span", { className: "group" }, divider(), button("keys", "Keys", () => this.toggleKeys()));
    this.tools.append(this.help);
    this.drawing = tag("div", { className: "drawing" });
    this.tip = tag("div", { className: "tip", hidden: true, role: "tooltip" });
    this.outside = tag("button", { type: "button", className: "outside", hidden: true, "data-testid": "canvas-outside" });
    this.outside.addEventListener("click", acts.fit);
    this.keys = keysPanel();
    this.picture = tag(
      "div",
      { className: "picture", tabIndex: 0, role: "application", "data-testid": "canvas-picture", "aria-label": `Graph. Keys: ${KEYS.map(([key, act]) => `${key}: ${act}`).join("; ")}` },
      this.drawing,
    );
    this.live = tag("div", { className: "live", "aria-live": "polite", "data-testid": "canvas-live" });
    this.types = tag("div", { className: "types" });
    this.statuses = tag("div", { className: "statuses" });
    this.sentence = tag("span", { className: "sentence", textContent: SENTENCE });
    this.legend = tag("footer", { className: "legend", "data-testid": "canvas-legend" }, this.types, this.statuses);
    this.root = tag(
      "section",
      { className: "sayso-canvas", "data-testid": "sayso-canvas", "aria-label": "Graph" },
      tag("header", { className: "bar" }, this.facts, this.tools),
      tag("div", { className: "middle" }, this.picture, this.tip, this.outside, this.keys),
      this.legend,
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
      ...(legend.sentence ? [this.sentence] : []),
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

function entry(sign, word, count) {
  return tag("span", { className: "entry" }, sign, tag("span", { textContent: word }), tag("b", { textContent: String(count) }));
}

function keysPanel() {
  const rows = KEYS.flatMap(([key, act]) => [tag("dt", { textContent: key }), tag("dd", { textContent: act })]);
  return tag("div", { className: "keys", hidden: true, "data-testid": "canvas-keys-panel" }, tag("p", { textContent: "Keys" }), tag("dl", {}, ...rows));
}
