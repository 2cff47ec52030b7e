import { INSET, type Columns, type Extent } from './columns';
import type { Grid, Shelf } from './grid';
import type { Frame } from './layout-types';
import type { Level, Levels } from './levels';
import type { Scene } from './scene-types';

/** From a title's top to the border above it, and to its baseline. */
const ABOVE = 8;
const BASELINE = 12;
const BELOW = 8;

interface Rows {
  readonly strip: Level;
  readonly zones: Level;
  /** Title and end of each row of subnets. */
  readonly subnets: readonly Level[];
  /** Below everything. */
  readonly end: number;
}

const NOWHERE: Level = { top: 0, bottom: 0 };

function rowsOf({ shelves }: Grid, levels: Levels): Rows {
  const levelOf = (found: (shelf: Shelf) => boolean): Level =>
    levels.shelves[shelves.findIndex(found)] ?? NOWHERE;
  const count = shelves.filter(({ kind }) => kind === 'titles').length;
  const end = levels.channels.at(-1)?.bottom ?? 0;
  return {
    strip: levelOf(({ kind }) => kind === 'strip'),
    zones: levelOf(({ kind }) => kind === 'zones'),
    subnets: Array.from({ length: count }, (_, row) => {
      const { top } = levelOf((shelf) => shelf.kind === 'titles' && shelf.row === row);
      const next = shelves.findIndex((shelf) => shelf.kind === 'titles' && shelf.row === row + 1);
      return { top, bottom: next < 0 ? end + BELOW : (levels.channels[next]?.top ?? 0) - INSET };
    }),
    end,
  };
}

function frame(
  extent: Extent,
  { top, bottom }: Level,
  inset: number,
  rest: Pick<Frame, 'kind' | 'label' | 'address' | 'tier'>,
): Frame {
  const x = extent.x + inset;
  return {
    ...rest,
    x,
    y: top - ABOVE,
    width: extent.width - 2 * inset,
    height: bottom - top + ABOVE,
    title: [x + INSET, top + BASELINE],
  };
}

/** The frames of a scene, the outer before the inner ones. */
export function framesOf(scene: Scene, grid: Grid, { columns, vpcs }: Columns, levels: Levels): Frame[] {
  const { strip, zones, subnets, end } = rowsOf(grid, levels);
  return scene.vpcs.flatMap((vpc, i) => {
    const outer = frame(vpcs[i] ?? { x: 0, width: 0 }, { top: strip.top, bottom: end + BELOW * 4 }, 0, {
      kind: 'vpc',
      label: vpc.label,
      address: vpc.address,
    });
    const start = grid.starts[i] ?? 0;
    const inner = vpc.zones.flatMap((zone, column) => {
      const extent = columns[start + column] ?? { x: 0, width: 0 };
      const own = frame(extent, { top: zones.top, bottom: end + BELOW * 2 }, 0, {
        kind: 'zone',
        label: zone.label,
      });
      const cells = zone.cells.flatMap((cell, row) => {
        const level = subnets[row];
        if (!cell || !level) return [];
        const { label, tier, address } = cell;
        const rest = { kind: 'subnet', label, tier, ...(address !== undefined && { address }) } as const;
        return [frame(extent, level, INSET, rest)];
      });
      return [own, ...cells];
    });
    // The title of a VPC stands at the left of its strip.
    const title = grid.shelves.flatMap(({ blocks }) => blocks).find(({ id }) => id === `title vpc ${i}`);
    return [{ ...outer, title: [title?.x ?? outer.title[0], outer.title[1]] as const }, ...inner];
  });
}
