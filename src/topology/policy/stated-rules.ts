import { entries, isObject, type JsonObject } from '../read/json';
import type { Peer } from './network-policy';

/** A rule resource that says exactly one thing, in the words of the file. */
export interface StatedRule {
  readonly group: string;
  readonly peer: Peer;
  readonly protocol: string;
  readonly port: number;
}

const REFERENCE = /^\$\{([a-z0-9_]+\.[\w-]+)\.id\}$/;

/** The address of the group that an expression is the id of; another expression stays as it is. */
export const groupOf = (expression: string): string => REFERENCE.exec(expression)?.[1] ?? expression;

/** Arguments by which a rule says more, or other things, than a declared one. */
const FURTHER = ['cidr_ipv6', 'prefix_list_id', 'count', 'dynamic'];

/** The file's rule resources, and where in the tree of constructs its resources are. */
export class StatedRules {
  private readonly resources: ReadonlyMap<string, JsonObject>;

  constructor(json: JsonObject) {
    this.resources = new Map(
      entries(json['resource']).flatMap(([type, named]) =>
        entries(named).flatMap(([name, body]) =>
          isObject(body) ? [[`${type}.${name}`, body] as const] : [],
        ),
      ),
    );
  }

  /** The rule at an address, where it says what a declared one does and no more. */
  public at(address: string): StatedRule | undefined {
    const body = this.resources.get(withoutKey(address));
    if (!body || FURTHER.some((name) => body[name] !== undefined)) return undefined;
    const { security_group_id: group, from_port: port, to_port: last, ip_protocol: protocol } = body;
    const peer = peerOf(body);
    if (!peer || typeof group !== 'string' || typeof protocol !== 'string') return undefined;
    return typeof port === 'number' && port === last
      ? { group: groupOf(group), peer, protocol, port }
      : undefined;
  }

  /** The path of the construct that made a resource; undefined for one that no construct made. */
  public pathOf(address: string): string | undefined {
    const about = this.resources.get(withoutKey(address))?.['//'];
    const metadata = isObject(about) ? about['metadata'] : undefined;
    const path = isObject(metadata) ? metadata['path'] : undefined;
    return typeof path === 'string' ? path : undefined;
  }
}

const withoutKey = (address: string): string => address.replace(/\[.*$/, '');

function peerOf(body: JsonObject): Peer | undefined {
  const { cidr_ipv4: cidr, referenced_security_group_id: group, for_each: forEach } = body;
  if (typeof group === 'string')
    return cidr === undefined && forEach === undefined ? { group: groupOf(group) } : undefined;
  if (typeof cidr !== 'string') return undefined;
  if (forEach === undefined) return { cidr };
  return typeof forEach === 'string' ? { cidr, forEach } : undefined;
}
