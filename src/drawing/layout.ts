import { placeColumns } from './columns';
import { framesOf } from './frames';
import { gridOf, type Grid } from './grid';
import { channelsOf } from './lanes';
import type { Drawing, Frame, Line, PlacedBox, Point } from './layout-types';
import { laneAt, levelsOf, type Levels } from './levels';
import { placePorts, widenFor, wiresOf, type Wire } from './ports';
import type { Scene } from './scene-types';
import { PORT } from './sizes';
import { widthOf } from './text';
import { Trunks, type Route } from './trunks';

const MARGIN = 24;
/** From a line's end to its label. */
const BESIDE = 6;

function boxesOf({ shelves }: Grid, levels: Levels): PlacedBox[] {
  return shelves.flatMap(({ blocks }, shelf) =>
    blocks.flatMap(({ content, x, width, height }) =>
      content ? [{ content, x, y: levels.shelves[shelf]?.top ?? 0, width, height }] : [],
    ),
  );
}

/** Where a port touches its block. */
function edgeOf({ shelf, side, block }: Wire['source'], levels: Levels): number {
  const top = levels.shelves[shelf]?.top ?? 0;
  return side === 'top' ? top : top + block.height;
}

/** Without points that lie between their neighbours, or on them. */
function simplified(points: readonly Point[]): Point[] {
  const apart = points.filter(([x, y], i) => i === 0 || points[i - 1]?.[0] !== x || points[i - 1]?.[1] !== y);
  return apart.filter(([x, y], i) => {
    const [before, after] = [apart[i - 1], apart[i + 1]];
    if (!before || !after) return true;
    return !((before[0] === x && after[0] === x) || (before[1] === y && after[1] === y));
  });
}

type Channels = ReturnType<typeof channelsOf>;

function lineOf(route: Route, channels: Channels, levels: Levels): Line {
  const { wire, x, first, last } = route;
  const { source, target, edge } = wire;
  const start = laneAt(levels, first, channels[first]?.laneOf(route) ?? 0);
  const end = laneAt(levels, last, channels[last]?.laneOf(route) ?? 0);
  const at = edgeOf(target, levels);
  const points: Point[] = [
    [source.x, edgeOf(source, levels)],
    [source.x, start],
    [x, start],
    [x, end],
    [target.x, end],
    [target.x, at],
  ];
  const baseline = target.side === 'top' ? at - 6 : at + 14;
  return { edge, points: simplified(points), label: [target.x + BESIDE, baseline] };
}

const extremes = (values: readonly number[]): readonly [least: number, most: number] => [
  Math.min(0, ...values),
  Math.max(0, ...values),
];

/** Moves everything so that it begins at the margin. */
function bounded(
  scene: Scene,
  frames: readonly Frame[],
  boxes: readonly PlacedBox[],
  lines: readonly Line[],
  height: number,
): Drawing {
  const [left, right] = extremes([
    ...[...frames, ...boxes].flatMap(({ x, width }) => [x, x + width]),
    ...lines.flatMap(({ points, label: [x], edge }) => [
      ...points.map(([at]) => at),
      x + widthOf(edge.label, PORT),
    ]),
  ]);
  const by = MARGIN - left;
  const moved = <T extends { readonly x: number; readonly y: number }>(one: T): T => ({
    ...one,
    x: one.x + by,
    y: one.y + MARGIN,
  });
  const at = ([x, y]: Point): Point => [x + by, y + MARGIN];
  return {
    title: scene.title,
    width: right - left + 2 * MARGIN,
    height: height + MARGIN,
    frames: frames.map((frame) => ({ ...moved(frame), title: at(frame.title) })),
    boxes: boxes.map(moved),
    lines: lines.map((line) => ({ ...line, points: line.points.map(at), label: at(line.label) })),
    notDrawn: scene.notDrawn,
  };
}

/** Gives everything of a scene its place: boxes never overlap, and no line crosses a box. */
export function layoutOf(scene: Scene): Drawing {
  const grid = gridOf(scene);
  const wires = wiresOf(scene.edges, grid);
  widenFor(wires);
  const columns = placeColumns(grid);
  placePorts(wires);
  const routes = new Trunks(grid, columns).route(wires);
  const channels = channelsOf(routes, grid.shelves.length + 1);
  const levels = levelsOf(
    grid,
    wires,
    channels.map(({ size }) => size),
  );
  return bounded(
    scene,
    framesOf(scene, grid, columns, levels),
    boxesOf(grid, levels),
    routes.map((route) => lineOf(route, channels, levels)),
    levels.height,
  );
}
