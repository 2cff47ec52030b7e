import type { Inventory, Matrix } from '../topology';
import { describe } from './describe';
import { installedIcons, type Icons } from './icons';
import { layoutOf } from './layout';
import { sceneOf } from './scene';
import { svgOf } from './svg';

export interface DrawingOptions {
  readonly title: string;
  readonly inventory: Inventory;
  readonly matrix: Matrix;
  /** @default those of the installed `aws-icons` package */
  readonly icons?: Icons;
}

/** Draws a network as SVG: zones are columns, tiers are rows, and lines are what the matrix answers with yes. */
export function drawingOf({ title, inventory, matrix, icons = installedIcons() }: DrawingOptions): string {
  const scene = sceneOf(title, inventory, matrix);
  return svgOf(layoutOf(scene), { icons, description: describe(scene) });
}
