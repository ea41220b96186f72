// The paths of all lines and the spots of their labels: Python's at rest, ours on the move.
//
// `edges` and `nodes` are maps by id. An edge gets `size` (of its label), `path`,
// `spot` (of its label, or null) and `reach` (the rectangle a click on it lies in).

import { labelSize, pillAt } from "./draw.js";
import { between, contains, labelSpot, reachOf } from "./geometry.js";

export const REACH = 9; // how near a line a click must be, in pixels on the screen

// Python's routes hold for the places it `asked` for; where a name stands elsewhere, ours do.
export function settle(edges, nodes, asked, pen) {
  const places = new Map(asked.map((node) => [node.id, node]));
  const stands = (id) => {
    const [here, there] = [nodes.get(id), places.get(id)];
    return Math.abs(here.x - there.x) <= 1 && Math.abs(here.y - there.y) <= 1;
  };
  const moved = new Set();
  for (const edge of edges.values()) {
    edge.size = labelSize(pen, edge);
    [edge.path, edge.spot] = [edge.route, edge.rest];
    if (!stands(edge.from) || !stands(edge.to)) moved.add(edge);
  }
  fanOut(edges);
  reroute(edges, nodes, (edge) => moved.has(edge));
}

// Where each line stands among those with the same ends; the side counts from the smaller id.
function fanOut(edges) {
  const bundles = Map.groupBy(edges.values(), ({ from, to }) => [from, to].sort().join(" "));
  for (const bundle of bundles.values()) {
    const labelWidth = Math.max(...bundle.map(({ size }) => size.width));
    bundle.forEach((edge, i) => {
      edge.fan = { place: (edge.from > edge.to ? -1 : 1) * (i - (bundle.length - 1) / 2), labelWidth };
    });
  }
}

// Find new paths for the lines that are `touched`, then spots that hit nothing for their labels.
export function reroute(edges, nodes, touched) {
  const lost = [...edges.values()].filter(touched);
  const boxes = [...nodes.values()];
  for (const edge of lost) {
    edge.path = between(nodes.get(edge.from), nodes.get(edge.to), edge.fan, boxes);
    edge.spot = null;
  }
  const labels = [...edges.values()].filter(({ spot }) => spot).map(({ spot, size }) => ({ ...spot, ...size }));
  const taken = [...boxes, ...labels];
  for (const edge of lost) {
    edge.spot = labelSpot(edge.path, edge.size, taken);
    if (edge.spot) taken.push({ ...edge.spot, ...edge.size });
  }
  for (const edge of edges.values()) edge.reach = reachOf(edge.path, REACH);
}

// The names at whose upper right corner a line ends: their count stands on the left.
export function crowdedCorners(edges, nodes) {
  const isAt = (id, end) => contains(pillAt(nodes.get(id), "right"), end);
  const found = [...edges.values()].flatMap(({ from, to, path }) => [
    isAt(from, path.start) && from,
    isAt(to, path.end) && to,
  ]);
  return new Set(found);
}
