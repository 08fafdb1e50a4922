import type { Position } from './types';

export type Side = 'left' | 'right' | 'up' | 'down';

const sides: Record<string, Side> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

export function sideOfKey(key: string): Side | undefined {
  return sides[key];
}

export const unit: Record<Side, Position> = { left: { x: -1, y: 0 }, right: { x: 1, y: 0 }, up: { x: 0, y: -1 }, down: { x: 0, y: 1 } };

/** The node that lies next on a side, as the eye would look for it; without a start, the first one at the left. */
export function neighbour(positions: ReadonlyMap<string, Position>, from: string | undefined, side: Side): string | undefined {
  const start = from === undefined ? undefined : positions.get(from);
  let best: string | undefined;
  let least = Infinity;
  for (const [name, at] of positions) {
    if (name === from) continue;
    let distance: number;
    if (start) {
      const along = (at.x - start.x) * unit[side].x + (at.y - start.y) * unit[side].y;
      const aside = Math.abs((at.x - start.x) * unit[side].y + (at.y - start.y) * unit[side].x);
      if (along <= 0) continue;
      // What lies more aside than ahead is not "to the right" of anything.
      distance = along + aside * 2 + (aside > along * 2 ? 10_000 : 0);
    } else {
      distance = at.x + at.y;
    }
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
}
