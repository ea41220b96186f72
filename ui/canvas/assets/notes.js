// Short messages, the progress of a reading, and the drawing of the empty page.

import { button, make } from "./dom.js";
import { glyph } from "./marks.js";

/** A message: title, words with code and suggestions in them, actions. */
export function note(data, { act }) {
  return make("section", { role: data.alarm ? "alert" : "status" },
    make("h2", { tabindex: -1 }, data.title),
    data.lines.map((line) => make("p", {}, line.map((piece) => words(piece, act)))),
    data.actions.length ? make("p.actions", {}, actions(data.actions, act)) : null);
}

function actions(items, act) {
  return items.map((item) =>
    button(item.primary ? ".primary" : ".secondary", () => act(item.verb, item.id), item.text));
}

function words(piece, act) {
  if (typeof piece === "string") return piece;
  if (piece.code) return make("code", {}, piece.code);
  return button(".link", () => act(piece.verb, piece.id ?? null), piece.text);
}

/** The query as it was run, with the word that is wrong underlined. */
export function badQuery(data, { act }) {
  const before = data.query.slice(0, data.from);
  const wrong = data.query.slice(data.from, data.to);
  return [
    data.to > data.from
      ? make("pre.query", {}, before, make("span.wavy", {}, wrong), data.query.slice(data.to))
      : null,
    note(data, { act }),
  ];
}

/** Five bars where the evidence will be. */
export function wait() {
  return make("div.wait", { "aria-busy": "true", "aria-label": "Reading the evidence" }, Array.from({ length: 5 }, () => make("i")));
}

/** How far a reading has come; the picture and the text stay where they are. */
export function progress(data) {
  const share = data.steps ? (100 * data.done) / data.steps : 0;
  const bar = make("div.track", {
    role: "progressbar", "aria-valuemin": 0, "aria-valuemax": data.steps, "aria-valuenow": data.done,
    "aria-label": data.title,
  }, make("div.done"));
  bar.firstChild.style.width = `${share}%`;
  return make("section", {},
    make("p.row", {}, make("strong", {}, data.title), make("span.muted", {}, `${data.done} of ${data.steps} steps`)),
    bar);
}

/** A store in which nothing was said yet. */
export function empty(data, { act }) {
  return [
    scene(),
    make("h1", {}, data.title),
    make("p", {}, data.sentence),
    make("div.actions", {}, actions(data.actions, act)),
    make("p.meta", {}, data.example),
    make("p.meta.last", {}, "From a terminal: ", make("code", {}, data.command)),
  ];
}

/** Two names, the line between them, and the words it was read from. */
function scene() {
  return make("div.scene", { "aria-hidden": "true" },
    make("div.box.agency", {}, glyph("Agency", 12), make("i")),
    make("div.arrow"),
    make("div.box.firm", {}, glyph("Firm", 12), make("i")),
    make("div.stem"),
    make("div.page", {}, make("i"), make("i.marked"), make("i")));
}
