import { blocksOf, type JsonObject } from '../read/json';
import type { Direction } from '../model/groups';
import type { DeclaredAccess, Peer } from './network-policy';
import { withoutKey } from './construct-paths';

const TYPES: Readonly<Record<Direction, string>> = {
  ingress: 'aws_vpc_security_group_ingress_rule',
  egress: 'aws_vpc_security_group_egress_rule',
};
const DIRECTIONS = Object.keys(TYPES) as Direction[];

const REFERENCE = /^\$\{([a-z0-9_]+\.[\w-]+)\.id\}$/;

/** Terraform address of a security group from a reference to its ID. Returns other expressions unchanged. */
const groupOf = (expression: string): string => REFERENCE.exec(expression)?.[1] ?? expression;

/** Arguments that no declared rule has. A rule with one of them does not match an access. */
const FURTHER = ['cidr_ipv6', 'prefix_list_id', 'count', 'dynamic'];

/** Canonical text of a rule, for comparing declared rules with rules in the file. */
function textOf(
  direction: Direction,
  group: string,
  peer: Peer,
  protocol: string,
  port: string | number,
): string {
  const other = 'group' in peer ? `group ${peer.group}` : `cidr ${peer.cidr} ${peer.forEach ?? ''}`;
  return `${direction} ${group} ${protocol} ${port} ${other}`;
}

/** Canonical text of the rule that an access requires in one direction. */
export const declaredText = (
  direction: Direction,
  group: string,
  peer: Peer,
  { protocol, port }: DeclaredAccess,
): string => textOf(direction, group, peer, protocol, port);

/** Canonical texts of the security group rules in the file. */
export class StatedRules {
  private readonly texts = new Map<string, string>();
  private readonly all = new Set<string>();

  constructor(json: JsonObject) {
    const resources = blocksOf(json['resource']);
    for (const direction of DIRECTIONS) {
      for (const [name, body] of blocksOf(resources.get(TYPES[direction]))) {
        const text = statedText(direction, body);
        if (text === undefined) continue;
        this.texts.set(`${TYPES[direction]}.${name}`, text);
        this.all.add(text);
      }
    }
  }

  /** Canonical text of the rule at an address; undefined unless it has the form of a declared rule. */
  public at(address: string): string | undefined {
    return this.texts.get(withoutKey(address));
  }

  /** Whether the file contains a rule with this text. */
  public has(text: string): boolean {
    return this.all.has(text);
  }
}

function statedText(direction: Direction, body: JsonObject): string | undefined {
  const { security_group_id: group, from_port: port, to_port: last, ip_protocol: protocol } = body;
  const peer = FURTHER.some((name) => body[name] !== undefined) ? undefined : peerOf(body);
  if (!peer || typeof group !== 'string' || typeof protocol !== 'string') return undefined;
  return typeof port === 'number' && port === last
    ? textOf(direction, groupOf(group), peer, protocol, port)
    : undefined;
}

function peerOf(body: JsonObject): Peer | undefined {
  const { cidr_ipv4: cidr, referenced_security_group_id: group, for_each: forEach } = body;
  if (typeof group === 'string')
    return cidr === undefined && forEach === undefined ? { group: groupOf(group) } : undefined;
  if (typeof cidr !== 'string') return undefined;
  if (forEach === undefined) return { cidr };
  return typeof forEach === 'string' ? { cidr, forEach } : undefined;
}
