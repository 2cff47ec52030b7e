/** One resource, as it is drawn. */
export interface SceneNode {
  readonly address: string;
  readonly label: string;
  /** What it is: `RDS database`. */
  readonly kind: string;
  /** What is told below the label. */
  readonly lines: readonly string[];
  /** File of the `aws-icons` package, without `.svg`; empty for a plain shape. */
  readonly icon: string;
  /** Addresses of what is told of as a part of it: its data volumes. */
  readonly parts: readonly string[];
}

/** Resources that no answer of the matrix tells apart, side by side in one subnet. */
export interface Box {
  /** Unique in the drawing. */
  readonly id: string;
  /** Name of its row and column of the matrix; undefined for what the matrix has no row of. */
  readonly end?: string;
  readonly nodes: readonly SceneNode[];
  /** What is told of all of them: connections that are no line. */
  readonly notes: readonly string[];
}

/** A subnet, or the place of what is in none of the file. */
export interface Cell {
  readonly address?: string;
  readonly label: string;
  readonly tier: string;
  readonly boxes: readonly Box[];
}

/** A box that lies over several zones. */
export interface Band {
  readonly box: Box;
  readonly row: number;
  /** Indexes of zones. */
  readonly first: number;
  readonly last: number;
  readonly side: 'above' | 'below';
}

export interface SceneZone {
  readonly label: string;
  /** By row. */
  readonly cells: readonly (Cell | undefined)[];
}

export interface SceneVpc {
  readonly address: string;
  readonly label: string;
  readonly gateways: readonly Box[];
  readonly zones: readonly SceneZone[];
  readonly bands: readonly Band[];
}

/** A line between two boxes: everything that one may open to the other. */
export interface Edge {
  /** Ids of boxes. */
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** The whole connection, in words. */
  readonly title: string;
}

export interface NotDrawn {
  readonly what: string;
  readonly why: string;
}

/** What is drawn, before anything has a place on paper. */
export interface Scene {
  readonly title: string;
  /** Who is outside of every VPC. */
  readonly outside: readonly Box[];
  readonly vpcs: readonly SceneVpc[];
  /** Number of rows of subnets. */
  readonly rows: number;
  readonly edges: readonly Edge[];
  readonly notDrawn: readonly NotDrawn[];
}
