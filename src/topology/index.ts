import { Model } from './model/topology-model';
import type { Protocol } from './model/traffic';
import { readDocument } from './read';
import type { Answer } from './reason/answer';
import { reach } from './reason/reach';

export type { Answer, Hop, Reason } from './reason/answer';
export type { Protocol } from './model/traffic';
export type { Question } from './reason/reach';

/** The network that one stack's Terraform JSON, or a plan of it, describes. */
export class Topology {
  readonly model: Model;

  private constructor(
    model: Model,
    /** Names that stand for ends, such as a role's for a Terraform address. */
    private readonly names: ReadonlyMap<string, string>,
  ) {
    this.model = model;
  }

  /**
   * Reads Terraform JSON: a stack's `cdk.tf.json`, any other configuration in JSON, or `terraform show -json`.
   * @param source the text, or the object that it holds
   * @param path what to call it in an error; default: "Terraform JSON"
   * @param names names for ends, beside their Terraform addresses; default: none
   * @throws PlatformError TOPOLOGY_UNREADABLE for anything else
   */
  public static read(
    source: string | object,
    path?: string,
    names: Readonly<Record<string, string>> = {},
  ): Topology {
    return new Topology(new Model(readDocument(source, path)), new Map(Object.entries(names)));
  }

  /**
   * Whether `from` reaches `to`: yes with the path, no with the first reason, or unknown with what is not known.
   * @param from an end: `internet`, an IPv4 address or range, `var.NAME`, a Terraform address, or a name given to {@link read}
   * @param to an end
   * @param protocol default: tcp
   * @param port 1–65535
   * @throws PlatformError TOPOLOGY_QUESTION for a question that cannot be put
   */
  public reach(from: string, to: string, protocol: Protocol, port: number): Answer {
    return reach(this.model, { from: this.resolve(from), to: this.resolve(to), protocol, port });
  }

  private resolve(end: string): string {
    return this.names.get(end) ?? end;
  }
}
