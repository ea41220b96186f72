// The few movements there are, all off when the reader asks for less motion.

export const MS = { hover: 120, appear: 180, fit: 240 };

export const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const easeOut = (t) => 1 - (1 - t) ** 3;

// Calls `step` with 0 … 1 on each frame; returns a function that jumps to the end.
export function animate(milliseconds, step) {
  if (isStill()) {
    step(1);
    return () => {};
  }
  const begin = performance.now();
  let frame = requestAnimationFrame(function next(now) {
    const t = Math.min(1, Math.max(0, now - begin) / milliseconds);
    frame = t < 1 ? requestAnimationFrame(next) : null;
    step(easeOut(t));
  });
  return () => {
    if (frame === null) return;
    cancelAnimationFrame(frame);
    frame = null;
    step(1);
  };
}
