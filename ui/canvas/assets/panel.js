// The drawer, the review of a text, the rows of an answer and the notes: one component.
// Python sends what to show as data with a `kind`; what the reader does goes back as `act`.

import { about } from "./about.js";
import { applyTheme } from "./theme.js";
import { make } from "./dom.js";
import { edge, hint, name } from "./drawer.js";
import { article, claims } from "./review.js";
import { examples, rows } from "./answer.js";
import { badQuery, empty, note, progress } from "./notes.js";

const KINDS = {
  about, hint, edge, name, article, claims, examples, rows, empty, note, progress, "bad-query": badQuery,
};

export default function panel({ data, parentElement, setTriggerValue, setStateValue }) {
  let root = parentElement.querySelector(".panel");
  if (!root) {
    root = make("div.panel");
    parentElement.append(root);
    applyTheme(root);
  }
  const act = (verb, id = null) => setTriggerValue("act", { verb, id });
  const told = root.dataset.shown;
  const shown = JSON.stringify([data.kind, data.id ?? null]);
  const hadFocus = root.contains(parentElement.activeElement ?? null);
  root.className = `panel ${data.kind}`;
  const parts = [KINDS[data.kind](data, { act, setStateValue, root })].flat(2);
  root.replaceChildren(...parts.filter((part) => part !== null && part !== undefined));
  root.dataset.shown = shown;
  if (told !== undefined && told !== shown) startAtTop(parentElement, root, hadFocus);
}

/** A new subject begins at its beginning; whoever came by keyboard goes on from its title. */
function startAtTop(parentElement, root, hadFocus) {
  const host = parentElement.host ?? parentElement;
  host.closest(".st-key-drawer")?.scrollTo(0, 0);
  if (hadFocus) root.querySelector("h2")?.focus({ preventScroll: true });
}
