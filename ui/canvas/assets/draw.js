// Drawing on the canvas: names, lines and labels, in the page's colours.
//
// Names and quotes come from articles. Here they are only ever canvas text.

import { GLYPHS, LINES, UNEQUAL } from "./marks.js";
import { mixed } from "./theme.js";

const FAMILY = 'Inter, "Source Sans", "Noto Sans CJK SC", "Noto Sans", sans-serif';
const NAME = { size: 13, line: 18, left: 31, glyphLeft: 11, glyph: 12, radius: 8 };
const LABEL = { size: 11, padding: 5, height: 18, gap: 5, markRadius: 6.5 };
const PILL = { size: 11, height: 18, padding: 6, inset: 2.5 };
const ARROW = { length: 9, width: 8 };
const HALO = 12; // under the open line
const NAME_HALO = 6; // around the open name

export const FONTS = [`500 ${NAME.size}px Inter`, `600 ${NAME.size}px Inter`, `400 ${LABEL.size}px Inter`];

const font = (weight, size) => `${weight} ${size}px ${FAMILY}`;
const paths = Object.fromEntries(Object.entries(GLYPHS).map(([label, path]) => [label, new Path2D(path)]));
const unequal = new Path2D(UNEQUAL);

// ---- names ------------------------------------------------------------

// `look`: theme, start, open, end (of the open line), hover (0 to 1), cursor, alpha,
// pill ("left", "right", or false where it could not be read).
export function drawName(ctx, node, look) {
  const { theme } = look;
  ctx.textRendering = "geometricPrecision"; // letters where the font wants them, not on whole pixels
  const colour = theme.types[node.group];
  const [left, top] = [node.x - node.width / 2, node.y - node.height / 2];
  ctx.globalAlpha = look.alpha;
  if (look.open)
    roundRect(
      ctx,
      left - NAME_HALO,
      top - NAME_HALO,
      node.width + 2 * NAME_HALO,
      node.height + 2 * NAME_HALO,
      NAME.radius + NAME_HALO,
      theme.halo,
    );
  roundRect(
    ctx,
    left,
    top,
    node.width,
    node.height,
    NAME.radius,
    look.start ? colour : mixed(colour, theme.surface, theme.tint),
  );
  ctx.strokeStyle = look.open ? theme.text : colour;
  ctx.lineWidth = look.open || look.end || look.start ? 2 : 1.25 + 0.75 * look.hover;
  ctx.stroke();
  if (look.cursor) ring(ctx, left, top, node, theme);
  drawGlyph(ctx, node, left, look.start ? theme.onStart : colour);
  drawLines(ctx, node, left, look.start ? theme.onStart : theme.text, look.start ? 600 : 500);
  if (node.more > 0 && look.pill) drawPill(ctx, node, look.pill, colour, theme);
  ctx.globalAlpha = 1;
}

function drawGlyph(ctx, node, left, colour) {
  const side = node.lines.length ? NAME.glyph : node.width / 2;
  const x = node.lines.length ? left + NAME.glyphLeft : node.x - side / 2;
  ctx.save();
  ctx.translate(x, node.y - side / 2);
  ctx.scale(side / 12, side / 12);
  ctx.fillStyle = colour;
  ctx.fill(paths[node.group]);
  ctx.restore();
}

function drawLines(ctx, node, left, colour, weight) {
  ctx.font = font(weight, NAME.size);
  ctx.fillStyle = colour;
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.direction = "ltr"; // a right-to-left name is still set from the glyph on
  const first = node.y - ((node.lines.length - 1) * NAME.line) / 2 + NAME.size * 0.36;
  node.lines.forEach((line, i) => ctx.fillText(line, left + NAME.left, first + i * NAME.line));
}

// "+n" stands on the upper right corner, or on the left one where a line ends there.
export function pillAt(node, side) {
  const reach = node.width / 2 - PILL.inset;
  return { x: node.x + (side === "left" ? -reach : reach), y: node.y - node.height / 2, width: 30, height: 24 };
}

function drawPill(ctx, node, side, colour, theme) {
  const text = `+${node.more}`;
  const { x, y } = pillAt(node, side);
  ctx.font = font(500, PILL.size);
  const width = Math.max(PILL.height, ctx.measureText(text).width + 2 * PILL.padding);
  roundRect(ctx, x - width / 2, y - PILL.height / 2, width, PILL.height, PILL.height / 2, theme.surface);
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.25;
  ctx.stroke();
  centred(ctx, text, x, y, theme.text);
}

function ring(ctx, left, top, node, theme) {
  ctx.beginPath();
  ctx.roundRect(left - 4, top - 4, node.width + 8, node.height + 8, NAME.radius + 4);
  ctx.strokeStyle = theme.primary;
  ctx.lineWidth = 2;
  ctx.stroke();
}

function roundRect(ctx, x, y, width, height, radius, fill) {
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, Math.min(radius, height / 2));
  ctx.fillStyle = fill;
  ctx.fill();
}

function centred(ctx, text, x, y, colour) {
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y + PILL.size * 0.36);
}

// ---- lines ------------------------------------------------------------

// `look`: theme, open, beside (an end is the open name), hover (0 to 1), cursor, alpha.
export function drawLine(ctx, route, status, look) {
  const { theme } = look;
  const form = LINES[status];
  const size = look.open ? 1.25 : 1;
  ctx.globalAlpha = look.alpha;
  if (look.cursor) ringLine(ctx, route, theme);
  if (look.open) stroke(ctx, route, route.end, { colour: theme.halo, width: HALO, dash: [], cap: "round" });
  const width = look.open ? 2.5 : look.beside ? 2 : form.width + 0.5 * look.hover;
  const base = arrow(ctx, route, ARROW.length * size, ARROW.width * size, theme[form.colour]);
  stroke(ctx, route, base, { colour: theme[form.colour], width, dash: form.dash, cap: form.cap });
  ctx.globalAlpha = 1;
}

function stroke(ctx, { start, control }, end, { colour, width, dash, cap }) {
  ctx.beginPath();
  ctx.moveTo(start.x, start.y);
  if (control) ctx.quadraticCurveTo(control.x, control.y, end.x, end.y);
  else ctx.lineTo(end.x, end.y);
  ctx.setLineDash(dash);
  ctx.lineCap = cap;
  ctx.lineWidth = width;
  ctx.strokeStyle = colour;
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.lineCap = "butt";
}

// The focus ring of a line: 2 px wide and around even the halo.
function ringLine(ctx, route, theme) {
  stroke(ctx, route, route.end, { colour: theme.primary, width: HALO + 4, dash: [], cap: "round" });
  stroke(ctx, route, route.end, { colour: theme.surface, width: HALO, dash: [], cap: "round" });
}

// Draws the head and returns the middle of its base, where the stroke ends.
function arrow(ctx, { start, control, end }, length, width, colour) {
  const from = control ?? start;
  const reach = Math.hypot(end.x - from.x, end.y - from.y) || 1;
  const [ux, uy] = [(end.x - from.x) / reach, (end.y - from.y) / reach];
  const base = { x: end.x - ux * length, y: end.y - uy * length };
  ctx.beginPath();
  ctx.moveTo(end.x, end.y);
  ctx.lineTo(base.x - uy * width * 0.5, base.y + ux * width * 0.5);
  ctx.lineTo(base.x + uy * width * 0.5, base.y - ux * width * 0.5);
  ctx.closePath();
  ctx.fillStyle = colour;
  ctx.fill();
  return base;
}

// ---- labels -----------------------------------------------------------

export function labelSize(ctx, edge, open = false) {
  ctx.font = font(open ? 600 : 400, LABEL.size);
  let width = ctx.measureText(edge.text).width + 2 * LABEL.padding;
  if (edge.status === "disputed") {
    ctx.font = font(600, LABEL.size);
    width += 2 * LABEL.gap + 2 * LABEL.markRadius + ctx.measureText("disputed").width;
  }
  return { width, height: LABEL.height };
}

export function drawLabel(ctx, edge, spot, look) {
  const { theme } = look;
  ctx.textRendering = "geometricPrecision";
  const { width, height } = look.open ? labelSize(ctx, edge, true) : edge.size;
  const ground = look.open ? theme.marker : theme.surface;
  ctx.globalAlpha = look.alpha;
  roundRect(ctx, spot.x - width / 2, spot.y - height / 2, width, height, look.open ? 3 : 2, ground);
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.font = font(look.open ? 600 : 400, LABEL.size);
  ctx.fillStyle = look.open || look.hover > 0 ? theme.text : theme.muted;
  const [left, base] = [spot.x - width / 2 + LABEL.padding, spot.y + LABEL.size * 0.36];
  ctx.fillText(edge.text, left, base);
  if (edge.status === "disputed") drawDispute(ctx, left + ctx.measureText(edge.text).width, spot.y, base, look);
  ctx.globalAlpha = 1;
}

function drawDispute(ctx, left, middle, base, { theme, open }) {
  const centre = left + LABEL.gap + LABEL.markRadius;
  ctx.save();
  ctx.translate(centre, middle);
  ctx.strokeStyle = theme.disputed;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.arc(0, 0, LABEL.markRadius, 0, 2 * Math.PI);
  ctx.stroke();
  ctx.lineWidth = 1.25;
  ctx.stroke(unequal);
  ctx.restore();
  ctx.font = font(600, LABEL.size);
  ctx.fillStyle = open ? theme.text : theme.disputed; // red could not be read on the marker
  ctx.fillText("disputed", centre + LABEL.markRadius + LABEL.gap, base);
}
