import type { Block, Grid } from './grid';

/** Between boxes. */
export const GAP = 24;
/** From the border of a zone to that of a subnet, and from there to its boxes. */
export const INSET = 10;
const CELL_PADDING = 26;
const CORRIDOR = 44;
const VPC_PADDING = 26;
const VPC_GAP = 70;

/** A span on the x axis. */
export interface Extent {
  x: number;
  width: number;
}

export interface Columns {
  readonly columns: readonly Extent[];
  readonly vpcs: readonly Extent[];
}

const sum = (widths: readonly number[]): number => widths.reduce((all, one) => all + one, 0);
const together = (blocks: readonly Block[]): number =>
  sum(blocks.map(({ width }) => width)) + GAP * Math.max(0, blocks.length - 1);

const inColumn = (block: Block, column: number): boolean =>
  block.columns?.[0] === column && block.columns[1] === column;

/** Widens columns until each holds its widest shelf, and those below a band hold that. */
function widthsOf({ shelves, starts }: Grid): number[] {
  const widths = Array.from({ length: starts.at(-1) ?? 0 }, (_, column) =>
    Math.max(
      120,
      ...shelves.map(({ blocks }) => {
        const own = blocks.filter((block) => inColumn(block, column));
        return own.length === 0 ? 0 : together(own) + 2 * (INSET + CELL_PADDING);
      }),
    ),
  );
  for (const { width, columns } of shelves.flatMap(({ blocks }) => blocks)) {
    if (!columns || columns[0] === columns[1]) continue;
    const [first, last] = columns;
    const held = sum(widths.slice(first, last + 1)) + CORRIDOR * (last - first) - 2 * (INSET + CELL_PADDING);
    const missing = Math.max(0, width - held) / (last - first + 1);
    for (let i = first; i <= last; i++) widths[i] = (widths[i] ?? 0) + Math.ceil(missing);
  }
  return widths;
}

/** Places blocks beside each other, in the middle of an extent. */
function center(blocks: readonly Block[], { x, width }: Extent): void {
  let at = x + (width - together(blocks)) / 2;
  for (const block of blocks) {
    block.x = Math.round(at);
    at += block.width + GAP;
  }
}

function flow(blocks: readonly Block[], x: number): void {
  let at = x;
  for (const block of blocks) {
    block.x = at;
    at += block.width + GAP;
  }
}

/** The internet stands in the middle, everybody else before it. */
function placeOutside(blocks: readonly Block[], width: number): void {
  const internet = blocks.filter(({ id }) => id === 'internet');
  const others = blocks.filter((block) => !internet.includes(block));
  flow(others, 0);
  const end = others.length === 0 ? 0 : together(others) + GAP;
  for (const block of internet) block.x = Math.max(end, Math.round((width - block.width) / 2));
}

function placeBand(block: Block, columns: readonly Extent[]): void {
  const [first, last] = block.columns ?? [0, 0];
  const [from, to] = [columns[first], columns[last]];
  if (!from || !to) return;
  const inner = { x: from.x + INSET + CELL_PADDING, end: to.x + to.width - INSET - CELL_PADDING };
  block.x = inner.x;
  if (first !== last) block.width = inner.end - inner.x;
  else center([block], from);
}

/** Gives everything its place on the x axis. */
export function placeColumns(grid: Grid): Columns {
  const { shelves, starts } = grid;
  const widths = widthsOf(grid);
  const columns: Extent[] = [];
  const vpcs: Extent[] = [];
  const strips = shelves.filter(({ kind }) => kind === 'strip').flatMap(({ blocks }) => blocks);
  let x = 0;
  for (let vpc = 0; vpc + 1 < starts.length; vpc++) {
    const own = widths.slice(starts[vpc], starts[vpc + 1]);
    const strip = strips.filter((block) => block.vpc === vpc);
    const missing = together(strip) - (sum(own) + CORRIDOR * Math.max(0, own.length - 1));
    const extra = own.length === 0 ? 0 : Math.max(0, Math.ceil(missing / own.length));
    let at = x + VPC_PADDING;
    for (const width of own) {
      columns.push({ x: at, width: width + extra });
      at += width + extra + CORRIDOR;
    }
    flow(strip, x + VPC_PADDING);
    const end = Math.max(at - CORRIDOR, x + VPC_PADDING + together(strip)) + VPC_PADDING;
    vpcs.push({ x, width: end - x });
    x = end + VPC_GAP;
  }
  for (const { kind, blocks } of shelves) {
    if (kind === 'outside') placeOutside(blocks, Math.max(0, x - VPC_GAP));
    if (kind === 'outside' || kind === 'strip') continue;
    for (const block of blocks) {
      const column = columns[block.columns?.[0] ?? 0];
      if (block.isTitle && column) block.x = column.x + (kind === 'zones' ? INSET : INSET * 2);
      else if (block.content?.shape === 'row') placeBand(block, columns);
    }
    columns.forEach((column, i) =>
      center(
        blocks.filter((one) => !one.isTitle && one.content?.shape === 'column' && inColumn(one, i)),
        column,
      ),
    );
  }
  return { columns, vpcs };
}
