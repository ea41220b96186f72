// The search box: a combobox over names, aliases and quotes; Python finds, this shows.

import { make } from "./dom.js";
import { glyph, icon } from "./marks.js";
import { applyTheme } from "./theme.js";

const PAUSE = 150; // ms without a key before Python is asked

let boxes = 0; // ids of list and options are unique on the page

class Box {
  constructor(parent) {
    const list = `sayso-hits-${++boxes}`;
    this.list = make("ul.hits", {
      role: "listbox",
      id: list,
      hidden: true,
      "aria-label": "Names",
      "data-testid": "search-hits",
    });
    this.input = make("input", {
      type: "search",
      role: "combobox",
      placeholder: "Search names and quotes",
      autocomplete: "off",
      spellcheck: "false",
      "data-testid": "search-input",
      "aria-label": "Search names, aliases and quotes",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": list,
    });
    this.live = make("div.live", { "aria-live": "polite" });
    this.root = make(
      "div.sayso-search",
      { "data-testid": "sayso-search" },
      icon("search", 13),
      this.input,
      this.list,
      this.live,
    );
    this.hits = [];
    this.at = -1;
    this.value = "";
    parent.append(this.root);
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("blur", () => this.leave());
    // Without this the box would lose the focus before the click arrives.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  destroy() {
    clearTimeout(this.pause);
    this.root.remove();
  }

  show(data) {
    applyTheme(this.root);
    if (data === this.data) return;
    this.data = data;
    if (data.value !== this.value || !this.isTyping) this.rest(data.value);
    if (this.isTyping && data.query && data.query === this.text) this.offer(data.hits);
  }

  get text() {
    return this.input.value.trim();
  }

  rest(value) {
    this.value = value;
    this.isTyping = false;
    this.input.value = value;
    this.close();
  }

  typed() {
    this.isTyping = true;
    clearTimeout(this.pause);
    if (!this.text) this.close();
    else this.pause = setTimeout(() => this.send("query", this.text), PAUSE);
  }

  offer(hits) {
    this.hits = hits;
    const options = hits.map((hit, i) => this.option(hit, i));
    this.list.replaceChildren(...(hits.length ? options : [make("li.none", {}, `No name matches “${this.text}”`)]));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(hits.length ? 0 : -1);
    this.live.textContent = hits.length ? `${hits.length} found` : "Nothing found";
  }

  option(hit, i) {
    const also = hit.also && make("span.also", {}, hit.also);
    const parts = [glyph(hit.label), make("span.name", {}, hit.name), make("span.label", {}, hit.label), also || null];
    const option = make("li", { role: "option", id: `${this.list.id}-${i}`, "data-testid": "search-hit" }, parts);
    option.addEventListener("click", () => this.pick(i));
    option.addEventListener("pointermove", () => this.mark(i));
    return option;
  }

  mark(i) {
    this.at = i;
    const options = [...this.list.querySelectorAll("[role=option]")];
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === i)));
    options[i]?.scrollIntoView({ block: "nearest" });
    if (options[i]) this.input.setAttribute("aria-activedescendant", options[i].id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    clearTimeout(this.pause);
    this.hits = [];
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }

  key(event) {
    const count = this.hits.length;
    if (event.key === "ArrowDown" && count) this.mark((this.at + 1) % count);
    else if (event.key === "ArrowUp" && count) this.mark((this.at - 1 + count) % count);
    else if (event.key === "Enter") this.enter();
    else if (event.key === "Escape") this.rest(this.value);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  enter() {
    if (this.at >= 0 && this.data.query === this.text) this.pick(this.at);
    else if (this.isTyping && this.text) {
      const text = this.text;
      this.close();
      this.send("submit", text);
    }
  }

  pick(i) {
    const { id, name } = this.hits[i];
    this.rest(name);
    this.input.blur();
    this.send("pick", id);
  }

  // Whoever leaves without choosing finds the name of the page again.
  leave() {
    if (this.isTyping && !this.text) this.rest(this.value);
    else this.close();
  }
}

const mounted = new WeakMap();

export default function search({ data, parentElement, setTriggerValue }) {
  const box = mounted.get(parentElement) ?? new Box(parentElement);
  mounted.set(parentElement, box);
  box.send = setTriggerValue;
  box.show(data);
  return () => {
    mounted.delete(parentElement);
    box.destroy();
  };
}
