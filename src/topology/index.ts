import { FAMILIES, type Family } from '../net/families';
import { inventoryOf } from './inventory';
import type { Inventory } from './inventory-types';
import { LIMITS } from './limits';
import { matrixOf } from './matrix';
import { Segments } from './matrix-ports';
import type { Matrix, Names, PortRange } from './matrix-types';
import { Model } from './model/topology-model';
import type { Protocol } from './model/traffic';
import { readDocument, withinStack, type Beside } from './read';
import type { Answer } from './reason/answer';
import { reach } from './reason/reach';
import { targetsOf, type Target } from './targets';

export type { Inventory, InventoryPlace, InventoryResource, InventorySubnet, Tier } from './inventory-types';
export type { Matrix, MatrixEnd, MatrixEntry, MatrixGap, Names, PortRange } from './matrix-types';
export type { Answer, Hop, Reason } from './reason/answer';
export type { Family } from '../net/families';
export type { JsonObject } from './read/json';
export type { ModuleSource } from './read/plan-module';
export type { Protocol } from './model/traffic';
export type { Target } from './targets';
export { mergeFiles } from './read/merge-files';
export type { Assignment } from './read/variables';
export { decodeText, isHcl } from './read/source';

export interface ReadOptions extends Beside {
  /** Names for ends beside their Terraform addresses, such as a role's. @default none */
  readonly names?: Names;
}

/** The network that one stack's Terraform JSON, or a plan of it, describes. */
export class Topology {
  private segments: Segments | undefined;

  private constructor(
    private readonly model: Model,
    private readonly names: Names,
  ) {}

  /**
   * Reads Terraform JSON: a stack's `cdk.tf.json`, any other configuration in JSON, or `terraform show -json`.
   *
   * @param text the text, or the object that it holds
   * @param path what to call it in an error; default: "Terraform JSON"
   * @throws ConfigurationError TOPOLOGY_UNREADABLE for anything else
   */
  public static read(text: string | object, path?: string, options: ReadOptions = {}): Topology {
    const document = readDocument(text, path, options);
    return new Topology(
      withinStack(path, () => new Model(document)),
      options.names ?? new Map(),
    );
  }

  /**
   * Whether `from` reaches `to`: yes with the path, no with the first reason, or unknown with what is not known.
   *
   * @param from an end: `internet`, an IPv4 address or range, `var.NAME`, a Terraform address, or a name given to {@link read}
   * @param to an end
   * @param port 1–65535
   * @param families the IP versions asked about; default: either
   * @throws ConfigurationError TOPOLOGY_QUESTION for an invalid query
   */
  public reach(
    from: string,
    to: string,
    protocol: Protocol,
    port: number,
    families: readonly Family[] = FAMILIES,
  ): Answer {
    const names = () => this.endNames();
    const ends = { from: this.resolve(from), to: this.resolve(to) };
    return reach(this.model, { ...ends, protocol, port, families, names });
  }

  /**
   * Who reaches whom on which ports. Takes time by the number of distinct groups and subnets, not of servers.
   *
   * @param families the IP versions asked about; default: either
   */
  public matrix(families: readonly Family[] = FAMILIES): Matrix {
    return matrixOf(this.model, this.names, LIMITS, families);
  }

  /** What the file holds, and where in the network it is. */
  public inventory(): Inventory {
    return inventoryOf(this.model);
  }

  /** The parts of a range of ports within which every answer is the same. */
  public portRanges(range: PortRange, protocol: Protocol): readonly PortRange[] {
    return (this.segments ??= new Segments(this.model)).within(range, protocol);
  }

  /** The addresses of everything with a network interface. */
  public ends(): string[] {
    return [...this.model.ends.values()]
      .filter(({ type }) => type !== 'aws_subnet')
      .map(({ address }) => address);
  }

  /** The variables of the configuration that take a value. */
  public get variables(): readonly string[] {
    return this.model.document.variables;
  }

  /** False for a plan or a state, which holds the values of its variables. */
  public get takesVariables(): boolean {
    return !this.model.document.isPlan;
  }

  /** Every end that has a name: roles, then Terraform addresses. */
  public endNames(): string[] {
    return ['internet', ...this.names.keys(), ...this.ends()];
  }

  /** What load balancers connect to, on traffic and health check ports, as far as the file states it. */
  public targets(): Target[] {
    return targetsOf(this.model);
  }

  private resolve(end: string): readonly string[] {
    return this.names.get(end) ?? [end];
  }
}
