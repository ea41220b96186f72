// The keys of the canvas; `frame.js` lists them for people.

const STEP = 60; // pixels an arrow key moves the picture
const ZOOM = 1.25;

const ACTS = {
  ArrowLeft: (view) => view.picture.pan(STEP, 0),
  ArrowRight: (view) => view.picture.pan(-STEP, 0),
  ArrowUp: (view) => view.picture.pan(0, STEP),
  ArrowDown: (view) => view.picture.pan(0, -STEP),
  "+": (view) => view.picture.zoomBy(ZOOM),
  "=": (view) => view.picture.zoomBy(ZOOM),
  "-": (view) => view.picture.zoomBy(1 / ZOOM),
  0: (view) => view.picture.fit(),
  n: (view) => view.walkNames(1),
  p: (view) => view.walkNames(-1),
  l: (view) => view.walkLines(),
  e: (view) => view.expand(view.nameAtCursor()),
  "?": (view) => view.frame.toggleKeys(),
  Enter: (view) => view.picture.cursor && view.select(view.picture.cursor),
  Escape: (view) => view.escape(),
};

export { ZOOM };

export function onKey(view, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act = ACTS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  event.stopPropagation(); // Streamlit has keys of its own
  act(view);
}
