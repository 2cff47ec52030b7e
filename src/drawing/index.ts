import type { Inventory, Matrix, Topology } from '../topology';
import { compareTopologies } from '../topology/compare';
import { printConnection } from '../topology/print';
import type { Action } from './actions';
import { describe } from './describe';
import { installedIcons, type Icons } from './icons';
import { layoutOf } from './layout';
import type { Drawing } from './layout-types';
import { cellsOf } from './page/answers';
import { pageOf, type PageCosts } from './page/page';
import { redacted, type Redact } from './redact';
import { sceneOf } from './scene';
import { svgOf } from './svg';

export type { PageCosts } from './page/page';
export { actionsOf, isPlan, stateBefore } from './actions';

export interface DrawingOptions {
  readonly title: string;
  readonly inventory: Inventory;
  readonly matrix: Matrix;
  /** @default those of the installed `aws-icons` package */
  readonly icons?: Icons;
  /** What a plan does, by address. @default nothing */
  readonly actions?: ReadonlyMap<string, Action>;
  /** @default everything is shown */
  readonly redact?: Redact | undefined;
}

function painted(
  options: DrawingOptions,
  styled: boolean,
): { readonly drawing: Drawing; readonly svg: string } {
  const { title, inventory, matrix, icons = installedIcons(), actions, redact } = options;
  const scene = sceneOf(title, redact ? redacted(inventory, redact) : inventory, matrix);
  const drawing = layoutOf(scene);
  return {
    drawing,
    svg: svgOf(drawing, { icons, description: describe(scene), styled, ...(actions && { actions }) }),
  };
}

/** Draws a network as SVG: zones are columns, tiers are rows, and lines are what the matrix answers with yes. */
export const drawingOf = (options: DrawingOptions): string => painted(options, true).svg;

const drawnIn = ({ boxes, frames }: Drawing): ReadonlySet<string> =>
  new Set([
    ...boxes.flatMap(({ content }) => content.nodes.flatMap(({ node }) => [node.address, ...node.parts])),
    ...frames.flatMap(({ address }) => (address === undefined ? [] : [address])),
  ]);

export interface ViewOptions {
  readonly title: string;
  readonly topology: Topology;
  /** The network before a plan. @default none */
  readonly before?: Topology | undefined;
  /** What a plan does, by address. @default nothing */
  readonly actions?: ReadonlyMap<string, Action>;
  /** @default they are not known */
  readonly costs?: PageCosts | undefined;
  /** What validations or a plan say, in sentences. @default nothing validated it */
  readonly findings?: readonly string[] | undefined;
  /** @default everything is shown */
  readonly redact?: Redact | undefined;
}

/** A page with the drawing, the matrix with its reasons, and the inventory. */
export function viewOf(options: ViewOptions): string {
  const { title, topology, before, actions = new Map(), costs, findings, redact } = options;
  const [all, matrix] = [topology.inventory(), topology.matrix()];
  const inventory = redact ? redacted(all, redact) : all;
  const { drawing, svg } = painted({ title, inventory, matrix, actions }, false);
  const changes = before ? compareTopologies(before, topology) : [];
  return pageOf({
    title,
    svg,
    inventory,
    matrix,
    cells: cellsOf(topology, matrix),
    drawn: drawnIn(drawing),
    notDrawn: drawing.notDrawn,
    actions,
    changes: changes.map((one) => `${one.before} → ${one.after}: ${printConnection(one)}`),
    costs,
    findings,
  });
}
