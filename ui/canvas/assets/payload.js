// Unpacks what Python sends: indexes become ids, lists of numbers become points.

const counted = (number, one) => `${number.toLocaleString("en")} ${one}${number === 1 ? "" : "s"}`;

const point = ([x, y]) => ({ x, y });

function path(numbers) {
  const points = [0, 2, 4].filter((at) => at < numbers.length).map((at) => point(numbers.slice(at, at + 2)));
  return { start: points[0], control: points.length === 3 ? points[1] : null, end: points.at(-1) };
}

// `spoken` is for the tooltip and the screen reader.
function unpackNode(node) {
  const { label, group, degree, lines = [label], more = 0, start = false } = node;
  return { ...node, name: label, lines, more, start, spoken: `${label}, ${group}, ${counted(degree, "connection")}` };
}

function unpackEdge(edge, nodes) {
  const [from, to] = [nodes[edge.from], nodes[edge.to]];
  const { id, status, reads, claims } = edge;
  return {
    id,
    status,
    from: from.id,
    to: to.id,
    text: claims > 1 ? `${reads} ×${claims}` : reads,
    spoken: `${from.name} ${reads} ${to.name}, ${status}, ${counted(claims, "claim")}`,
    route: path(edge.route),
    rest: edge.spot ? point(edge.spot) : null, // where its label stands while nothing is dragged
  };
}

export function unpack(data) {
  const nodes = data.nodes.map(unpackNode);
  return {
    ...data,
    nodes,
    edges: data.edges.map((edge) => unpackEdge(edge, nodes)),
    order: data.order.map((at) => nodes[at].id),
  };
}
