import type { Edge, NotDrawn } from './scene-types';
import type { SizedBox } from './sizes';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A VPC, a zone or a subnet, around what is in it. */
export interface Frame extends Rectangle {
  readonly kind: 'vpc' | 'zone' | 'subnet';
  readonly label: string;
  /** Left end of its title, and its baseline. */
  readonly title: Point;
  readonly address?: string;
  readonly tier?: string;
}

export interface PlacedBox extends Rectangle {
  readonly content: SizedBox;
}

export type Point = readonly [x: number, y: number];

export interface Line {
  readonly edge: Edge;
  readonly points: readonly Point[];
  /** Left end of the label, and its baseline. */
  readonly label: Point;
}

/** A drawing with the place of everything, in pixels. */
export interface Drawing {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly frames: readonly Frame[];
  readonly boxes: readonly PlacedBox[];
  readonly lines: readonly Line[];
  readonly notDrawn: readonly NotDrawn[];
}
