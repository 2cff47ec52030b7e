import type { Family } from '../net/families';
import type { Protocol } from './model/traffic';

/** From the first port to the last one. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** A row or column: one end, or several that no answer can tell apart. */
export interface MatrixEnd {
  readonly name: string;
  /** Their Terraform addresses; for the internet and for variables, the end itself. */
  readonly members: readonly string[];
}

/** Who reaches whom: every pair of ends and port that is not listed is a no. */
export interface MatrixEntry {
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly ports: readonly PortRange[];
  readonly verdict: 'yes' | 'unknown';
  /** Over which it gets through, where the verdict is yes. */
  readonly over?: readonly Family[];
  /** What is not known, where the verdict is unknown. */
  readonly unknown?: readonly string[];
}

/** Resources of one type, or modules, of which nothing is known: no entry, and no absence of one, is about them. */
export interface MatrixGap {
  /** A resource type, or `module`. */
  readonly type: string;
  /** Their Terraform addresses. */
  readonly members: readonly string[];
  readonly why: string;
}

export interface Matrix {
  readonly notKnown: readonly MatrixGap[];
  readonly ends: readonly MatrixEnd[];
  readonly entries: readonly MatrixEntry[];
}

/** Names for ends, and the Terraform addresses (or the variable) that each stands for. */
export type Names = ReadonlyMap<string, readonly string[]>;
