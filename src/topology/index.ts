import { matrixOf } from './matrix';
import type { Matrix, Names } from './matrix-types';
import { Model } from './model/topology-model';
import type { Protocol } from './model/traffic';
import { readDocument } from './read';
import type { ModuleSource } from './read/plan-module';
import type { Answer } from './reason/answer';
import { reach } from './reason/reach';
import { Link } from './link';

export type { Matrix, MatrixEnd, MatrixEntry, Names, PortRange } from './matrix-types';
export type { Answer, Hop, Reason } from './reason/answer';
export type { ModuleSource } from './read/plan-module';
export type { Protocol } from './model/traffic';
export { decodeText } from './read/source';

/** A connection that a load balancer makes. */
export interface Target {
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly port: number;
  /** False where the file does not tell whether the target is registered, such as by a rule for each value of a variable. */
  readonly certain: boolean;
}

const NO_NAMES: Names = new Map();

/** The network that one stack's Terraform JSON, or a plan of it, describes. */
export class Topology {
  private constructor(
    private readonly model: Model,
    private readonly names: Names,
  ) {}

  /**
   * Reads Terraform JSON: a stack's `cdk.tf.json`, any other configuration in JSON, or `terraform show -json`.
   *
   * @param source the text, or the object that it holds
   * @param path what to call it in an error; default: "Terraform JSON"
   * @param names names for ends beside their Terraform addresses, such as a role's; default: none
   * @param written the configuration that a plan was made of, where it lies beside it; default: what the plan tells of it
   * @throws ConfigurationError TOPOLOGY_UNREADABLE for anything else
   */
  public static read(
    source: string | object,
    path?: string,
    names: Names = NO_NAMES,
    written?: ModuleSource,
  ): Topology {
    return new Topology(new Model(readDocument(source, path, written)), names);
  }

  /**
   * Whether `from` reaches `to`: yes with the path, no with the first reason, or unknown with what is not known.
   *
   * @param from an end: `internet`, an IPv4 address or range, `var.NAME`, a Terraform address, or a name given to {@link read}
   * @param to an end
   * @param port 1–65535
   * @throws ConfigurationError TOPOLOGY_QUESTION for a question that cannot be put
   */
  public reach(from: string, to: string, protocol: Protocol, port: number): Answer {
    return reach(this.model, { from: this.resolve(from), to: this.resolve(to), protocol, port });
  }

  /** Who reaches whom on which ports. Takes time by the number of distinct groups and subnets, not of servers. */
  public matrix(): Matrix {
    return matrixOf(this.model, this.names);
  }

  /** The addresses of everything with a network interface. */
  public ends(): string[] {
    return [...this.model.ends.values()]
      .filter(({ type }) => type !== 'aws_subnet')
      .map(({ address }) => address);
  }

  /** Every end that has a name: roles, then Terraform addresses. */
  public endNames(): string[] {
    return ['internet', ...this.names.keys(), ...this.ends()];
  }

  /** What load balancers connect to, on traffic and health check ports, as far as the file states it. */
  public targets(): Target[] {
    return [...this.model.ends.values()].flatMap(({ address, opens = [] }) =>
      opens.flatMap(({ to, port, protocols, certain }) =>
        to instanceof Link && to.sure && typeof port === 'number'
          ? protocols.map((protocol) => ({
              from: address,
              to: to.sure?.address ?? '',
              protocol,
              port,
              certain,
            }))
          : [],
      ),
    );
  }

  private resolve(end: string): readonly string[] {
    return this.names.get(end) ?? [end];
  }
}
