import type { Block, Grid } from './grid';
import type { Edge } from './scene-types';
import { PORT } from './sizes';
import { widthOf } from './text';

type Side = 'top' | 'bottom';

/** Where a line leaves or enters a block. */
export interface Port {
  readonly block: Block;
  readonly shelf: number;
  readonly side: Side;
  x: number;
}

/** A line with its ends, before it has a way. */
export interface Wire {
  readonly edge: Edge;
  readonly source: Port;
  readonly target: Port;
}

/** Distance of lines beside each other. Ports of tops lie between those of bottoms, so that none runs on another. */
export const STEP = 10;
const HALF = STEP / 2;
const ARROW = 6;

/** The room that a port takes: at its end a line has an arrow and its label beside it. */
const roomOf = (wire: Wire, port: Port): number =>
  port === wire.source ? STEP : Math.ceil((ARROW + widthOf(wire.edge.label, PORT) + 6) / STEP) * STEP;

interface Attached {
  readonly wire: Wire;
  readonly port: Port;
  readonly far: Port;
}

/** Makes the ends of lines: down from the source to what lies below it, up to what lies above it. */
export function wiresOf(edges: readonly Edge[], { shelves }: Grid): readonly Wire[] {
  const places = new Map<string, { block: Block; shelf: number }>();
  shelves.forEach(({ blocks }, shelf) => blocks.forEach((block) => places.set(block.id, { block, shelf })));
  return edges.flatMap((edge) => {
    const [from, to] = [places.get(edge.from), places.get(edge.to)];
    if (!from || !to) return [];
    const isUp = from.shelf > to.shelf;
    const isDown = from.shelf < to.shelf;
    return [
      {
        edge,
        source: { ...from, side: isUp ? 'top' : 'bottom', x: 0 },
        target: { ...to, side: isDown ? 'top' : 'bottom', x: 0 },
      } satisfies Wire,
    ];
  });
}

function bySide(wires: readonly Wire[]): readonly (readonly Attached[])[] {
  const sides = new Map<string, Attached[]>();
  const attach = (wire: Wire, port: Port, far: Port): void => {
    const key = `${port.side} ${port.block.id}`;
    sides.set(key, [...(sides.get(key) ?? []), { wire, port, far }]);
  };
  for (const wire of wires) {
    attach(wire, wire.source, wire.target);
    attach(wire, wire.target, wire.source);
  }
  return [...sides.values()];
}

const roomsOf = (side: readonly Attached[]): number =>
  side.reduce((sum, { wire, port }) => sum + roomOf(wire, port), 0);

/** Widens blocks for the lines that end at one side of them. */
export function widenFor(wires: readonly Wire[]): void {
  for (const side of bySide(wires)) {
    const block = side[0]?.port.block;
    if (block) block.width = Math.max(block.width, roomsOf(side) + 2 * STEP);
  }
}

const middle = ({ x, width }: Block): number => x + width / 2;

/** Where a port would face what its line leads to: anywhere over zones, otherwise in the middle of a box. */
function wantedOf(side: readonly Attached[], { x, width, content }: Block): readonly number[] {
  if (content?.shape === 'row') return side.map(({ far }) => middle(far.block));
  const start = x + (width - roomsOf(side)) / 2;
  let used = 0;
  return side.map(({ wire, port }) => {
    const at = start + used;
    used += roomOf(wire, port);
    return at;
  });
}

/** Places the ports of each side in the order of where their lines lead. */
export function placePorts(wires: readonly Wire[]): void {
  for (const unordered of bySide(wires)) {
    const side = [...unordered].sort((a, b) => middle(a.far.block) - middle(b.far.block));
    const [first] = side;
    if (!first) continue;
    const { block, side: name } = first.port;
    const offset = name === 'top' ? HALF : 0;
    const aligned = (x: number): number => Math.ceil((x - offset) / STEP) * STEP + offset;
    const wanted = wantedOf(side, block);
    let rest = roomsOf(side);
    let least = aligned(block.x + HALF);
    side.forEach(({ wire, port }, i) => {
      const most = aligned(block.x + block.width - rest - STEP);
      port.x = Math.max(least, Math.min(aligned(wanted[i] ?? 0), most));
      rest -= roomOf(wire, port);
      least = port.x + roomOf(wire, port);
    });
  }
}
