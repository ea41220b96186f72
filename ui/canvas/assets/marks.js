// Signs shared by every component: glyphs of the types, samples of the lines,
// icons. All are SVG elements coloured by the custom properties of theme.js.

const SVG = "http://www.w3.org/2000/svg";

// Filled paths in a box of 12 × 12; tests compare both tables with ui/theme.py.
export const GLYPHS = {
  Firm: "M1.25 1.25H10.75V10.75H1.25Z",
  Agency: "M6 .1 11.1 3.05V8.95L6 11.9 .9 8.95V3.05Z",
  Lawmaker: "M6 .2 7.62 4.08 11.81 4.41 8.62 7.15 9.59 11.24 6 9.05 2.41 11.24 3.38 7.15 .19 4.41 4.38 4.08Z",
  Person: "M6 .9A5.1 5.1 0 0 1 6 11.1A5.1 5.1 0 0 1 6 .9Z",
  Organisation: "M6 .1 11.9 6 6 11.9 .1 6Z",
  Outlet: "M6 1.1 11.6 10.8H.4Z",
  Place: "M.4 1.2H11.6L6 10.9Z",
  Product: "M1.5 3H10.5A1.5 1.5 0 0 1 12 4.5V7.5A1.5 1.5 0 0 1 10.5 9H1.5A1.5 1.5 0 0 1 0 7.5V4.5A1.5 1.5 0 0 1 1.5 3Z",
};

export const LINES = {
  asserted: { width: 1.5, dash: [], colour: "asserted", cap: "butt" },
  hedged: { width: 1.5, dash: [6, 4], colour: "hedged", cap: "butt" },
  disputed: { width: 1.5, dash: [6, 4], colour: "disputed", cap: "butt" },
  alleged: { width: 2.25, dash: [0.1, 4.9], colour: "hedged", cap: "round" },
  denied: { width: 1.75, dash: [], colour: "disputed", cap: "butt" },
};

// Strokes of 1.5 in a box of 16 × 16.
const ICONS = {
  undo: "M5.5 3 2.5 6l3 3M2.9 6h6.6a3.75 3.75 0 0 1 0 7.5H5",
  redo: "M10.5 3l3 3-3 3M13.1 6H6.5a3.75 3.75 0 0 0 0 7.5H11",
  arrange: "M1.5 2h4v3.5h-4zM10.5 2h4v3.5h-4zM6 10.5h4V14H6zM3.5 5.5V8h9V5.5M8 8v2.5",
  minus: "M2.5 8h11",
  plus: "M2.5 8h11M8 2.5v11",
  fit: "M2 5.5V2h3.5M10.5 2H14v3.5M14 10.5V14h-3.5M5.5 14H2v-3.5",
  keys: "M5.6 5.6a2.4 2.4 0 1 1 3.7 2C8.4 8.2 8 8.7 8 9.7M8 12.4v.6",
  search: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.3 10.3l3.7 3.7",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  link: "M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.6-2.6a2.6 2.6 0 0 0-3.7-3.7l-1 1M9.2 6.8a2.6 2.6 0 0 0-3.7 0L2.9 9.4a2.6 2.6 0 0 0 3.7 3.7l1-1",
  check: "M3 8.5l3.5 3.5L13 4.5",
};

// What is drawn in the circle of a disputed line, about its centre.
export const UNEQUAL = "M-3-1.4H3M-3 1.4H3M1.9-3.6-1.9 3.6";

export function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const drawing = (width, height, viewBox, ...children) =>
  svg("svg", { width, height, viewBox, "aria-hidden": "true", focusable: "false" }, ...children);

export function glyph(label, size = 12) {
  return drawing(
    size,
    size,
    "0 0 12 12",
    svg("path", { d: GLYPHS[label], fill: `var(--type-${label.toLowerCase()})` }),
  );
}

export function icon(name, size = 16) {
  const stroke = {
    fill: "none",
    stroke: "currentColor",
    "stroke-width": 1.5,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  };
  return drawing(size, size, "0 0 16 16", svg("path", { d: ICONS[name], ...stroke }));
}

function stroke(form, d) {
  const line = LINES[form];
  return svg("path", {
    d,
    fill: "none",
    stroke: `var(--${line.colour})`,
    "stroke-width": line.width,
    "stroke-dasharray": line.dash.join(" ") || "none",
    "stroke-linecap": line.cap,
  });
}

export function lineSample(form, width = form === "disputed" ? 34 : 28) {
  const [middle, height] = [width / 2, 16];
  const parts = [stroke(form, `M0 8H${width}`)];
  if (form === "denied")
    parts.push(
      svg("path", { d: `M${middle - 4} 4l8 8M${middle + 4} 4l-8 8`, stroke: "var(--disputed)", "stroke-width": 1.5 }),
    );
  if (form === "disputed") {
    const mark = {
      fill: "var(--surface)",
      stroke: "var(--disputed)",
      "stroke-width": 1.5,
      transform: `translate(${middle} 8)`,
    };
    parts.push(svg("g", mark, svg("circle", { r: 6.5 }), svg("path", { d: UNEQUAL, "stroke-width": 1.25 })));
  }
  return drawing(width, height, `0 0 ${width} ${height}`, ...parts);
}
