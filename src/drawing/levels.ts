import type { Grid, ShelfKind } from './grid';
import type { Wire } from './ports';

/** Room for the label and arrow of a line that ends there. */
export const LABEL_ROOM = 20;
const LANE_HEIGHT = 10;

/** Room in a channel before and after its lanes, for the borders that lie in it. */
const BORDERS: Readonly<Record<ShelfKind, readonly [before: number, after: number]>> = {
  outside: [0, 0],
  strip: [10, 24],
  zones: [8, 20],
  titles: [20, 18],
  content: [10, 8],
};
const END = [10, 48] as const;

export interface Level {
  /** Top and bottom of a shelf. */
  readonly top: number;
  readonly bottom: number;
}

export interface Levels {
  readonly shelves: readonly Level[];
  /** Where the lanes of each channel begin and end. */
  readonly channels: readonly Level[];
  readonly height: number;
}

/** Gives everything its place on the y axis. */
export function levelsOf({ shelves }: Grid, wires: readonly Wire[], lanes: readonly number[]): Levels {
  const endsAt = (shelf: number, side: string): boolean =>
    wires.some(({ target }) => target.shelf === shelf && target.side === side);
  const placed: Level[] = [];
  const channels: Level[] = [];
  let y = 0;
  for (let channel = 0; channel <= shelves.length; channel++) {
    const shelf = shelves[channel];
    const [before, after] = shelf ? BORDERS[shelf.kind] : END;
    if (endsAt(channel - 1, 'bottom')) y += LABEL_ROOM;
    const top = y + before;
    const bottom = top + LANE_HEIGHT * Math.max(0, (lanes[channel] ?? 0) - 1);
    channels.push({ top, bottom });
    y = bottom + after;
    if (!shelf) break;
    if (endsAt(channel, 'top')) y += LABEL_ROOM;
    const height = Math.max(0, ...shelf.blocks.map((block) => block.height));
    placed.push({ top: y, bottom: y + height });
    y += height;
  }
  return { shelves: placed, channels, height: y };
}

/** Baseline of the lane in a channel. */
export const laneAt = ({ channels }: Levels, channel: number, lane: number): number =>
  (channels[channel]?.top ?? 0) + lane * LANE_HEIGHT;
