import type { Drawing, Line, Point, Rectangle } from '../../../src/drawing/layout-types';
import { PORT, TITLE } from '../../../src/drawing/sizes';
import { widthOf } from '../../../src/drawing/text';

type Named = Rectangle & { readonly name: string };

const overlap = (a: Rectangle, b: Rectangle): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const inside = (inner: Rectangle, outer: Rectangle): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

const textAt = (name: string, [x, y]: Point, text: string, font = PORT): Named => ({
  name,
  x,
  y: y - font.size,
  width: widthOf(text, font),
  height: font.size,
});

/** The straight parts of a line, as rectangles without width or height. */
function partsOf({ points, edge }: Line): Named[] {
  return points.slice(1).map(([x, y], i) => {
    const [fromX = x, fromY = y] = points[i] ?? [];
    return {
      name: edge.title,
      x: Math.min(x, fromX),
      y: Math.min(y, fromY),
      width: Math.abs(x - fromX),
      height: Math.abs(y - fromY),
    };
  });
}

const pairs = <T>(all: readonly T[]): (readonly [T, T])[] =>
  all.flatMap((one, i) => all.slice(i + 1).map((other) => [one, other] as const));

/** Whether a part runs through the inside of a rectangle; what ends at its border does not. */
const crosses = (part: Rectangle, box: Rectangle): boolean =>
  part.x < box.x + box.width &&
  part.x + part.width > box.x &&
  part.y < box.y + box.height &&
  part.y + part.height > box.y;

/** Whether two parts run on each other for more than a point. */
const runsOn = (a: Rectangle, b: Rectangle): boolean =>
  (a.width === 0 && b.width === 0 && a.x === b.x && a.y < b.y + b.height && b.y < a.y + a.height) ||
  (a.height === 0 && b.height === 0 && a.y === b.y && a.x < b.x + b.width && b.x < a.x + a.width);

/** What is wrong with a drawing: what overlaps, sticks out, crosses or runs on something else. */
export function faultsOf({ boxes, frames, lines, width, height }: Drawing): string[] {
  const page = { x: 0, y: 0, width, height };
  const shapes: Named[] = boxes.map((box) => ({ ...box, name: box.content.box.id }));
  const titles = frames.map(({ label, title }) => textAt(`title ${label}`, title, label, TITLE));
  const labels = lines.map(({ edge, label }) => textAt(`label of ${edge.title}`, label, edge.label));
  const solid = [...shapes, ...titles];
  const parts = lines.map((line) => ({ line, parts: partsOf(line) }));
  return [
    ...pairs([...solid, ...labels])
      .filter(([a, b]) => overlap(a, b))
      .map(([a, b]) => `${a.name} overlaps ${b.name}`),
    ...pairs(frames)
      .filter(([a, b]) => overlap(a, b) && !inside(a, b) && !inside(b, a))
      .map(([a, b]) => `${a.label} overlaps ${b.label}`),
    ...[...shapes, ...titles, ...labels, ...frames.map((one) => ({ ...one, name: one.label }))]
      .filter((one) => !inside(one, page))
      .map(({ name }) => `${name} sticks out`),
    ...titles.filter((one, i) => !inside(one, frames[i] ?? page)).map(({ name }) => `${name} sticks out`),
    ...parts.flatMap(({ parts: own }) =>
      own.flatMap((part) => [
        ...(inside(part, page) ? [] : [`${part.name} sticks out`]),
        ...solid.filter((one) => crosses(part, one)).map(({ name }) => `${part.name} crosses ${name}`),
        ...(part.width > 0 && part.height > 0 ? [`${part.name} is oblique`] : []),
      ]),
    ),
    ...pairs(parts).flatMap(([a, b]) =>
      a.parts.flatMap((one) =>
        b.parts.filter((other) => runsOn(one, other)).map((other) => `${one.name} runs on ${other.name}`),
      ),
    ),
  ];
}
