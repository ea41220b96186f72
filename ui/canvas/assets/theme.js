// The colours in force, taken from the page's Streamlit theme.
//
// `applyTheme(root)` gives every component the same short names, as CSS custom
// properties (`var(--muted)`) and as an object for drawing on a canvas.

// What a Streamlit theme has no place for; tests compare it with ui/theme.py.
export const EXTRA = {
  light: {
    inset: "#F1F1ED",
    rule: "#E9E9E3",
    asserted: "#1C2736",
    halo: "#FFE08A",
    onPrimary: "#FFFFFF",
    onStart: "#FFFFFF",
    tint: 0.09,
  },
  dark: {
    inset: "#20252B",
    rule: "#262C33",
    asserted: "#D9DBDD",
    halo: "#6E5815",
    onPrimary: "#FFFFFF",
    onStart: "#101317",
    tint: 0.14,
  },
};

// Where the rest is found: our name, Streamlit's custom property.
const FROM_STREAMLIT = {
  page: "background-color",
  surface: "secondary-background-color",
  border: "border-color",
  text: "text-color",
  muted: "gray-text-color",
  primary: "primary-color",
  marker: "yellow-background-color",
  markerLine: "yellow-color",
  hedged: "gray-color",
  disputed: "red-color",
};

export const LABELS = ["Firm", "Agency", "Lawmaker", "Person", "Organisation", "Outlet", "Place", "Product"];

const channels = (hex) => [1, 3, 5].map((start) => parseInt(hex.slice(start, start + 2), 16));

export function mixed(colour, ground, share) {
  const [over, under] = [channels(colour), channels(ground)];
  return `rgb(${over.map((value, i) => Math.round(value * share + under[i] * (1 - share))).join(" ")})`;
}

// A browser may hand a colour back in any notation; a canvas returns it as #rrggbb.
const pen = document.createElement("canvas").getContext("2d");
function asHex(colour) {
  pen.fillStyle = colour;
  return pen.fillStyle;
}

function isDark(page) {
  const [red, green, blue] = channels(page);
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

function readTheme(element) {
  const style = getComputedStyle(element);
  const read = (name) => style.getPropertyValue(`--st-${name}`).trim();
  const theme = {};
  for (const [name, property] of Object.entries(FROM_STREAMLIT)) theme[name] = asHex(read(property));
  const eight = read("chart-categorical-colors")
    .split(",")
    .map((colour) => asHex(colour.trim()));
  theme.types = Object.fromEntries(LABELS.map((label, i) => [label, eight[i % eight.length]]));
  theme.name = isDark(theme.page) ? "dark" : "light";
  return { ...theme, ...EXTRA[theme.name] };
}

const dashed = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export function applyTheme(root) {
  const theme = readTheme(root);
  for (const [name, value] of Object.entries(theme)) {
    if (typeof value === "string" && name !== "name") root.style.setProperty(`--${dashed(name)}`, value);
  }
  for (const label of LABELS) root.style.setProperty(`--type-${label.toLowerCase()}`, theme.types[label]);
  root.dataset.theme = theme.name;
  return theme;
}
