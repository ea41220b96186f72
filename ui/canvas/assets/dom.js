// Building elements. Every text goes in as text: data never becomes markup.

/**
 * Make an element.
 *
 * @param {string} tag "p" or "p.meta.quiet": the element and its classes.
 * @param {object} [attributes] Attributes; a function is a listener (`onclick`); null is left out.
 * @param {...(Node|string|null|Array)} children Nodes and texts, in order; null is left out.
 */
export function make(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat(2).filter((child) => child !== null && child !== undefined));
  return element;
}

/** Make an unobtrusive button whose look comes from its classes. */
export function button(classes, onclick, ...children) {
  return make(`button${classes}`, { type: "button", onclick }, ...children);
}

/** A link that opens elsewhere and tells the other side nothing; Python checked the address. */
export function outward(url, text) {
  return make("a.link", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}
