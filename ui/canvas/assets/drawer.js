// What the drawer shows: a line with its claims, a name with its lines, or a hint.

import { button, make, outward } from "./dom.js";
import { glyph, icon, lineSample } from "./marks.js";

export function hint(data) {
  return make("p.muted", {}, data.text);
}

export function edge(data, { act }) {
  return [
    bar(data, act),
    make("div.ends", {},
      end(data.subject, act),
      make("p.reads", {}, lineSample(data.line, 16), make("span", {}, data.reads)),
      data.object && end(data.object, act)),
    make("p.verdict", {},
      make("span.chip", {}, lineSample(data.chip.line, 22), make("span", {}, data.chip.word)),
      make("span.muted", {}, data.summary)),
    data.columns
      ? make("div.sides", {}, data.columns.map((column) => side(column, act)))
      : make("div", {}, data.claims.map((item) => claim(item, act))),
    data.more && button(".secondary", () => act("more"), data.more),
  ];
}

export function name(data, { act }) {
  return [
    bar(data, act),
    make("div.ends", {}, make("h2.end", { tabindex: -1 }, glyph(data.entity.type, 12), text(data.entity.name))),
    make("div.known", {}, data.also && make("p", {}, data.also), make("p.counts", {}, data.counts)),
    data.relations.length ? [make("h3", {}, "Relations"), relations(data.relations)] : null,
    data.denied.length ? denied(data.denied, act) : null,
    data.edges.length ? [make("h3", {}, "Edges"), edges(data.edges, act)] : null,
  ];
}

/** The whole document, opened at the words in question. */
export function whole(data, { act }) {
  const marked = (runs) => make("p", { dir: "auto" }, runs.map(run));
  return [
    make("div.bar", {}, make("p.meta", {}, data.published), button(".link", () => act("back"), "Back to the claims")),
    make("h2", { tabindex: -1 }, text(data.name)),
    make("div.reading", {}, data.paragraphs.map(marked)),
  ];
}

/** A foreign text keeps its own direction and cannot turn its neighbours round. */
export function text(words) {
  return make("bdi", {}, words);
}

function bar(data, act) {
  const status = make("span.sr", { role: "status" });
  const copy = button(".icon", () => copyLink(data.link, copy, status), icon("link"));
  copy.title = "Copy link";
  copy.setAttribute("aria-label", "Copy link");
  const close = button(".icon", () => act("close"), icon("close"));
  close.title = "Close";
  close.setAttribute("aria-label", "Close");
  return make("div.bar", {}, make("p.meta", {}, data.meta), copy, close, status);
}

async function copyLink(view, control, status) {
  const address = `${location.origin}${location.pathname}?view=${encodeURIComponent(view)}`;
  await navigator.clipboard.writeText(address);
  status.textContent = "Link copied";
  control.title = "Link copied";
  control.replaceChildren(icon("check"));
  setTimeout(() => {
    control.title = "Copy link";
    control.replaceChildren(icon("link"));
  }, 2000);
}

function end(entity, act) {
  return make("h2.end", { tabindex: -1 },
    glyph(entity.type, 12),
    button(".plain", () => act("open", entity.id), text(entity.name)));
}

function side(column, act) {
  return make(`section.side.${column.side}`, {},
    make("h3", {}, column.title), column.claims.map((item) => claim(item, act)));
}

function claim(item, act) {
  const source = item.document.url
    ? outward(item.document.url, text(item.document.name))
    : button(".link", () => act("read", item.id), text(item.document.name));
  return make("article.claim", {},
    make("p.meta", {}, make("span", {}, item.title), make("span.source", {}, source, `, ${item.paragraph}`)),
    make("blockquote", { dir: "auto" }, item.runs.map(run)),
    make("dl", {}, item.rows.map((row) => [
      make("dt", {}, row.head), make("dd", {}, row.parts.map(part).flatMap(spaced))])),
    item.note && make("p.note", {}, item.note));
}

function run(piece) {
  if (!piece.quoted) return piece.text;
  return make(piece.lined ? "mark.lined" : "mark", {}, piece.text);
}

/** Put a space before every part but the first, so that a long row breaks between them. */
function spaced(element, index) {
  return index ? [" ", element] : [element];
}

function part(item) {
  if (item.after) {
    const { after, ...told } = item;
    return make("span.told", {}, make("span.muted", {}, after), " ", part(told));
  }
  if (item.entity) {
    return make("span.who", {}, glyph(item.entity.type, 11), text(item.entity.name));
  }
  return make(`span.${item.tone}`, {}, text(item.text));
}

function relations(items) {
  return make("ul.relations", {}, items.map((item) => make("li", {},
    make("span", {}, item.reads),
    make("span.dashes", { "aria-hidden": "true" }, item.lines.map((form) => lineSample(form, 16))),
    make("span.number", {}, String(item.count)))));
}

function denied(items, act) {
  return make("div.note", {}, make("p", {}, "Only denied, so no line is drawn:"),
    items.map((item) => make("p", {}, text(item.sentence), " · ",
      button(".link", () => act("open", item.id), item.claims))));
}

function edges(items, act) {
  const heads = ["Relation", "With", "Status", "Claims"];
  return make("table.edges", {},
    make("thead", {}, make("tr", {}, heads.map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, items.map((item) => edgeRow(item, act))));
}

function edgeRow(item, act) {
  const open = () => act("open", item.id);
  const link = button(".plain", null, item.reads);
  return make("tr", { onclick: open },
    make("td.muted", {}, link),
    make("td", {}, make("span.who", {}, glyph(item.with.type, 11), text(item.with.name))),
    make("td", {}, make("span.status", {}, lineSample(item.status, 18), make(`span.${item.status}`, {}, item.status))),
    make("td.number", {}, String(item.claims)));
}
