// A text with the claims that were found in it, and the list of these claims.
// They are two mounts of one component; the claim under the pointer is told from one to
// the other by an event on the document, so that pointing costs no rerun.

import { button, make } from "./dom.js";
import { text } from "./drawer.js";
import { glyph, icon, lineSample } from "./marks.js";

const POINTED = "sayso:claim-pointed";
const listeners = new WeakMap();

export function article(data, { root, act }) {
  linkPointing(root);
  return make("div.frame", {},
    make("header", {},
      make("strong", {}, text(data.name)), make("span.muted", {}, text(data.details)),
      button(".link", () => act("details"), "Edit details")),
    make("div.scroll", { tabindex: 0, role: "region", "aria-label": "Text with its claims" },
      make("div.column", {}, data.paragraphs.map((runs) => make("p", { dir: "auto" }, runs.map(run))))));
}

function run(piece) {
  if (piece.numbers) return make("sup", {}, piece.numbers.map((number) => make("span", { "data-claims": number }, String(number))));
  if (!piece.claims) return piece.text;
  return make(`mark.${piece.line}${piece.accepted ? "" : ".left"}`, { "data-claims": piece.claims.join(" ") }, piece.text);
}

export function claims(data, { root, setStateValue }) {
  linkPointing(root);
  const accepted = new Set(data.accepted);
  const send = () => setStateValue("accepted", [...accepted].sort((a, b) => a - b));
  const every = data.claims.map((claim) => claim.index);
  const choose = (indexes) => {
    accepted.clear();
    indexes.forEach((index) => accepted.add(index));
    send();
  };
  return make("div.frame", {},
    make("header", {},
      make("strong", {}, data.title), make("span.muted", {}, data.names),
      button(".link", () => choose(every), "All"), button(".link", () => choose([]), "None")),
    make("ul.scroll", {}, data.claims.map((claim) => item(claim, accepted, send))));
}

function item(claim, accepted, send) {
  const toggle = (event) => {
    if (event.target.checked) accepted.add(claim.index);
    else accepted.delete(claim.index);
    send();
  };
  const box = make("input", { type: "checkbox", onchange: toggle, checked: accepted.has(claim.index) });
  const name = (thing) => [glyph(thing.type, 11), make("span.name", {}, text(thing.name))];
  return make(`li${accepted.has(claim.index) ? "" : ".left"}`, { "data-claims": claim.number }, make("label", {},
    box, make("span.tick", {}, icon("check")), make("span.number", {}, String(claim.number)),
    make("span.claim", {},
      make("span.ends", {}, name(claim.subject), lineSample(claim.line, 18), make("span.muted", {}, claim.reads),
        claim.object ? name(claim.object) : claim.measure && make("span.muted", {}, text(claim.measure))),
      make("span.meta", {}, text(claim.meta)))));
}

/** Mark the pointed claim here and in the other mount. */
function linkPointing(root) {
  if (listeners.has(root)) return;
  const point = (event) => {
    const claims = event.target.closest?.("[data-claims]")?.dataset.claims ?? "";
    document.dispatchEvent(new CustomEvent(POINTED, { detail: claims }));
  };
  const mark = ({ detail }) => {
    const pointed = new Set(detail.split(" ").filter(Boolean));
    for (const element of root.querySelectorAll("[data-claims]")) {
      const own = element.dataset.claims.split(" ");
      element.classList.toggle("pointed", own.some((number) => pointed.has(number)));
    }
  };
  root.addEventListener("pointerover", point);
  root.addEventListener("pointerleave", point);
  root.addEventListener("focusin", point);
  document.addEventListener(POINTED, mark);
  listeners.set(root, mark);
}
