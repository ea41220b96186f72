// What Ask shows: three examples to start from, and the rows of an answer.

import { button, make } from "./dom.js";
import { text } from "./drawer.js";
import { glyph, lineSample } from "./marks.js";

export function examples(data, { act }) {
  return make("div.frame", {},
    make("p.meta", {}, "Examples"),
    data.examples.map((example) => button(example.chosen ? ".row.chosen" : ".row",
      () => act("example", example.id), text(example.question))));
}

export function rows(data) {
  return make("div.scroll", { tabindex: 0, role: "region", "aria-label": "Rows of the answer" },
    make("table", {},
      make("thead", {}, make("tr", {}, data.columns.map((column) =>
        make(column.number ? "th.number" : "th", { scope: "col" }, column.name)))),
      make("tbody", {}, data.rows.map((cells) => make("tr", {}, cells.map(cell))))));
}

function cell(value) {
  if (value.entity) {
    return make("td", {}, make("span.who", {}, glyph(value.entity.type, 11), text(value.entity.name)));
  }
  if (value.line) {
    return make("td", {}, make("span.status", {}, lineSample(value.line, 18), make(`span.${value.line}`, {}, value.text)));
  }
  return make(`td.${value.look}`, { dir: "auto" }, value.text);
}
