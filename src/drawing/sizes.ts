import type { Box, SceneNode } from './scene-types';
import { fitted, widthOf, type Font } from './text';

export const LABEL: Font = { size: 12, bold: true };
export const LINE: Font = { size: 11 };
export const TITLE: Font = { size: 12, bold: true };
export const PORT: Font = { size: 11 };
export const ICON = 40;
export const LINE_HEIGHT = 14;
export const PADDING = 8;
/** Left end of the icon beside its text; before it is the corner for a mark. */
export const ROW_ICON = 22;

const NARROWEST = 104;
const WIDEST = 210;
const WIDEST_ROW = 520;
const GAP = 8;
/** Nodes beside each other in a box. */
const MOST_COLUMNS = 4;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** `column`: the icon above its text; `row`: beside it. */
export type Shape = 'column' | 'row';

/** A node's texts as they fit, and its place in its box. */
export interface SizedNode {
  readonly node: SceneNode;
  readonly label: string;
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface SizedBox extends Size {
  readonly box: Box;
  readonly shape: Shape;
  readonly nodes: readonly SizedNode[];
  /** Notes as they fit, and the baseline of the first. */
  readonly notes: readonly string[];
  readonly notesAt: number;
}

const widest = (texts: readonly (readonly [string, Font])[]): number =>
  Math.max(0, ...texts.map(([text, font]) => widthOf(text, font)));

const textsOf = ({ label, lines }: SceneNode): (readonly [string, Font])[] => [
  [label, LABEL],
  ...lines.map((line) => [line, LINE] as const),
];

/** The icon beside the texts, for what lies over zones. */
function rowNodes(nodes: readonly SceneNode[], columns: number): SizedNode[] {
  const texts = nodes.map((node) => ({
    node,
    label: fitted(node.label, WIDEST_ROW, LABEL),
    detail: fitted(node.lines.join(' · '), WIDEST_ROW, LINE),
  }));
  const text = widest(
    texts.flatMap(({ label, detail }) => [[label, LABEL] as const, [detail, LINE] as const]),
  );
  const width = ROW_ICON + ICON + PADDING * 2 + text;
  const height = PADDING * 2 + ICON;
  return texts.map(({ node, label, detail }, i) => ({
    node,
    label,
    lines: [detail],
    x: (i % columns) * (width + GAP),
    y: Math.floor(i / columns) * (height + GAP),
    width,
    height,
  }));
}

/** From the border of a box of several nodes to these. */
const AROUND = 6;

function columnNodes(nodes: readonly SceneNode[], columns: number): SizedNode[] {
  const inner = Math.min(widest(nodes.flatMap(textsOf)), WIDEST);
  const width = Math.max(NARROWEST, inner + PADDING * 2);
  const most = Math.max(...nodes.map(({ lines }) => lines.length));
  const height = PADDING * 2 + ICON + LINE_HEIGHT * (1 + most) + 4;
  return nodes.map((node, i) => ({
    node,
    label: fitted(node.label, width - PADDING, LABEL),
    lines: node.lines.map((line) => fitted(line, width - PADDING, LINE)),
    x: (i % columns) * (width + GAP),
    y: Math.floor(i / columns) * (height + GAP),
    width,
    height,
  }));
}

const NODES = { row: rowNodes, column: columnNodes };

/** Notes are told with the node. */
function singleBox(box: Box, [node]: readonly SceneNode[], shape: Shape): SizedBox {
  if (!node) throw new Error(`${box.id} has no node`);
  const lines = [...node.lines, ...box.notes];
  const [sizedNode] = NODES[shape]([{ ...node, lines }], 1);
  if (!sizedNode) throw new Error(`${box.id} has no size`);
  const { width, height } = sizedNode;
  return { box, shape, nodes: [sizedNode], notes: [], notesAt: 0, width, height };
}

/** Nodes in a grid, with what is told of all of them below. */
function gridBox(box: Box, shape: Shape): SizedBox {
  const columns = Math.min(MOST_COLUMNS, Math.ceil(Math.sqrt(box.nodes.length)));
  const nodes = NODES[shape](box.nodes, columns).map((one) => ({
    ...one,
    x: one.x + AROUND,
    y: one.y + AROUND,
  }));
  const right = Math.max(...nodes.map(({ x, width }) => x + width)) + AROUND;
  const bottom = Math.max(...nodes.map(({ y, height }) => y + height));
  return {
    box,
    shape,
    nodes,
    notes: box.notes.map((note) => fitted(note, right - PADDING, LINE)),
    notesAt: bottom + LINE_HEIGHT,
    width: right,
    height: bottom + AROUND + box.notes.length * LINE_HEIGHT,
  };
}

export function sized(box: Box, shape: Shape): SizedBox {
  return box.nodes.length === 1 ? singleBox(box, box.nodes, shape) : gridBox(box, shape);
}
