// The drawer, the review of a text, the rows of an answer and the notes: one component.
// Python sends what to show as data with a `kind`; what the reader does goes back as `act`.

import { about } from "./about.js";
import { applyTheme } from "./theme.js";
import { make } from "./dom.js";
import { edge, hint, name, whole } from "./drawer.js";
import { article, claims } from "./review.js";
import { examples, rows } from "./answer.js";
import { badQuery, empty, note, progress, wait } from "./notes.js";

const KINDS = {
  about, hint, edge, name, text: whole, article, claims, examples, rows, empty, note, progress, "bad-query": badQuery,
};

// Canvas and drawer say with it that something else is being opened.
const OPENING = "sayso:opening";
const PATIENCE = 300; // ms before the drawer admits that it waits
const DRAWER = new Set(["hint", "edge", "name", "text"]);
const waiting = new WeakMap(); // root: its timer
const roots = new Set();

document.addEventListener(OPENING, () => {
  for (const root of roots) {
    clearTimeout(waiting.get(root)); // else the first of two would cover the answer to both
    if (!root.isConnected) roots.delete(root);
    else waiting.set(root, setTimeout(() => root.replaceChildren(wait()), PATIENCE));
  }
});

export default function panel({ data, parentElement, setTriggerValue, setStateValue }) {
  let root = parentElement.querySelector(".panel");
  if (!root) {
    root = make("div.panel");
    parentElement.append(root);
  }
  applyTheme(root); // Streamlit calls again when the theme changes
  clearTimeout(waiting.get(root));
  const act = (verb, id = null) => {
    setTriggerValue("act", { verb, id });
    if (verb === "open") document.dispatchEvent(new CustomEvent(OPENING));
  };
  const told = root.dataset.shown;
  const shown = JSON.stringify([data.kind, data.id ?? null]);
  const hadFocus = root.contains(parentElement.activeElement ?? null);
  root.className = `panel ${data.kind}`;
  const parts = [KINDS[data.kind](data, { act, setStateValue, root })].flat(2);
  root.replaceChildren(...parts.filter((part) => part !== null && part !== undefined));
  root.dataset.shown = shown;
  if (DRAWER.has(data.kind)) roots.add(root);
  if (told !== undefined && told !== shown) startAtTop(parentElement, root, hadFocus);
}

/** A new subject begins at its beginning; whoever came by keyboard goes on from its title. */
function startAtTop(parentElement, root, hadFocus) {
  const host = parentElement.host ?? parentElement;
  host.closest(".st-key-drawer")?.scrollTo(0, 0);
  root.querySelector(".reading mark")?.scrollIntoView({ block: "center" });
  if (hadFocus) root.querySelector("h2")?.focus({ preventScroll: true });
}
