// The About page: what this is, how to read a line, the keys, and where the data lies.

import { make } from "./dom.js";
import { text } from "./drawer.js";
import { lineSample } from "./marks.js";

const LINES = [
  ["asserted", "a source states it, none denies it"],
  ["hedged", "said with a hedge only: planned, possible, conditional, requested, alleged"],
  ["disputed", "one source says yes, another says no"],
];

const KEYS = [
  ["N  P", "walk from name to name, the best connected first"],
  ["L", "walk along the lines of a name"],
  ["Enter", "open the name or the line"],
  ["E", "show more around the name"],
  ["+  −  0", "closer, farther, fit"],
  ["Escape", "close what is open"],
];

export function about(data) {
  return [
    make("h2", {}, "Who said what about whom"),
    make("p", {}, "Sayso reads news articles and draws what they say as a graph. Every line opens to the sentence it was read from, with who said it, how sure they were, and whether they said yes or no."),
    make("p", {}, make("strong", {}, data.proven)),
    make("h3", {}, "Lines"),
    make("dl.lines", {}, LINES.map(([form, means]) => [
      make("dt", {}, lineSample(form, 34), make("span", {}, form)), make("dd", {}, means)])),
    make("h3", {}, "Keys on the graph"),
    make("dl.keys", {}, KEYS.map(([key, does]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, does)])),
    make("h3", {}, "Where the data lies"),
    make("dl.facts", {}, data.facts.map(([head, value]) => [make("dt", {}, head), make("dd", {}, text(value))])),
    make("p", {}, "Nothing leaves this machine: the page asks nothing of any other address."),
    make("h3", {}, "With a Neo4j of your own"),
    make("p", {}, "Give its address, and the same page, commands and queries use it:"),
    make("pre.query", {}, "export SAYSO_URI=neo4j://localhost:7687 SAYSO_USER=neo4j SAYSO_PASSWORD=…\nsayso load PATH\nsayso explore"),
    make("p.meta", {}, `Sayso ${data.version} · Apache-2.0`),
  ];
}
