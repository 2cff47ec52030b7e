import type { Scene, SceneVpc } from './scene-types';
import { TITLE, sized, type Shape, type SizedBox } from './sizes';
import { widthOf } from './text';

/** What stands on a shelf: a box, or a title, which lines must not cross either. */
export interface Block {
  readonly id: string;
  readonly content?: SizedBox;
  /** Least width; lines that end at it may need more. */
  width: number;
  readonly height: number;
  /** Columns that it lies over; undefined for what stands beside the others of its VPC, or of the outside. */
  readonly columns?: readonly [first: number, last: number];
  readonly vpc?: number;
  /** It starts at the left of its column. */
  readonly isTitle: boolean;
  x: number;
}

/** `strip`: titles and gateways of VPCs; `zones`: titles of zones; `titles`: those of a row's subnets. */
export type ShelfKind = 'outside' | 'strip' | 'zones' | 'titles' | 'content';

/** Boxes beside each other, with room for lines above and below them. */
export interface Shelf {
  readonly kind: ShelfKind;
  readonly row?: number;
  readonly blocks: Block[];
}

export interface Grid {
  readonly shelves: readonly Shelf[];
  /** The first column of each VPC, and the number of columns at the end. */
  readonly starts: readonly number[];
}

const TITLE_HEIGHT = 16;
/** The widest that boxes beside each other make a subnet, in pixels. */
const WIDEST_CELL = 560;

const title = (id: string, text: string, at: Pick<Block, 'columns' | 'vpc'>): Block => ({
  id: `title ${id}`,
  width: widthOf(text, TITLE),
  height: TITLE_HEIGHT,
  isTitle: true,
  x: 0,
  ...at,
});

function block(content: SizedBox, at: Pick<Block, 'columns' | 'vpc'> = {}): Block {
  const { width, height, box } = content;
  return { id: box.id, content, width, height, isTitle: false, x: 0, ...at };
}

const box = (
  one: Parameters<typeof sized>[0],
  shape: Shape,
  at: Pick<Block, 'columns' | 'vpc'> = {},
): Block => block(sized(one, shape), at);

/** Places blocks on the first of several shelves where nothing lies over the same columns. */
function packed(bands: readonly Block[]): Block[][] {
  const shelves: Block[][] = [];
  for (const band of bands) {
    const [first, last] = band.columns ?? [0, 0];
    const isFree = (shelf: readonly Block[]): boolean =>
      shelf.every(({ columns: [from, to] = [0, 0] }) => to < first || last < from);
    const found = shelves.find(isFree);
    if (found) found.push(band);
    else shelves.push([band]);
  }
  return shelves;
}

/** Places the boxes of a cell on as many shelves as its width asks for. */
function wrapped(blocks: readonly Block[]): Block[][] {
  const lines: Block[][] = [];
  let width = Infinity;
  for (const one of blocks) {
    width += one.width;
    if (width > WIDEST_CELL) {
      lines.push([]);
      width = one.width;
    }
    lines.at(-1)?.push(one);
  }
  return lines;
}

function rowShelves({ vpcs }: Scene, starts: readonly number[], row: number): Shelf[] {
  const inRow = (side: string): Block[][] =>
    packed(
      vpcs.flatMap(({ bands }, i) =>
        bands
          .filter((band) => band.row === row && band.side === side)
          .map(({ box: one, first, last }) => {
            const start = starts[i] ?? 0;
            return box(one, 'row', { vpc: i, columns: [start + first, start + last] });
          }),
      ),
    );
  const titles: Block[] = [];
  const content: Block[][] = [];
  vpcs.forEach(({ zones }, vpc) =>
    zones.forEach(({ cells }, zone) => {
      const cell = cells[row];
      const column = (starts[vpc] ?? 0) + zone;
      if (!cell) return;
      const at = { vpc, columns: [column, column] as const };
      titles.push(title(`${vpc} ${zone} ${row}`, cell.label, at));
      wrapped(cell.boxes.map((one) => box(one, 'column', at))).forEach((line, i) =>
        (content[i] ??= []).push(...line),
      );
    }),
  );
  const shelves = [...inRow('above'), ...content, ...inRow('below')];
  return [
    { kind: 'titles', row, blocks: titles },
    ...(shelves.length > 0 ? shelves : [[]]).map((blocks): Shelf => ({ kind: 'content', row, blocks })),
  ];
}

const strip = ({ label, gateways }: SceneVpc, vpc: number): Block[] => [
  title(`vpc ${vpc}`, label, { vpc }),
  ...gateways.map((one) => box(one, 'row', { vpc })),
];

/** The shelves of a scene from top to bottom, each over all VPCs. */
export function gridOf(scene: Scene): Grid {
  const starts = [0];
  for (const { zones } of scene.vpcs) starts.push((starts.at(-1) ?? 0) + zones.length);
  const zones = scene.vpcs.flatMap((vpc, i) =>
    vpc.zones.map(({ label }, zone) => {
      const column = (starts[i] ?? 0) + zone;
      return title(`zone ${column}`, label, { vpc: i, columns: [column, column] });
    }),
  );
  const outside = scene.outside.map((one) => box(one, 'column'));
  return {
    starts,
    shelves: [
      { kind: 'outside', blocks: outside },
      { kind: 'strip', blocks: scene.vpcs.flatMap(strip) },
      { kind: 'zones', blocks: zones },
      ...Array.from({ length: scene.rows }, (_, row) => rowShelves(scene, starts, row)).flat(),
    ],
  };
}
