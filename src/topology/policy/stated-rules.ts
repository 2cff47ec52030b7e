import { items, isObject, type JsonObject } from '../read/json';
import type { Direction } from '../model/groups';
import type { DeclaredAccess, Peer } from './network-policy';

const TYPES: Readonly<Record<Direction, string>> = {
  ingress: 'aws_vpc_security_group_ingress_rule',
  egress: 'aws_vpc_security_group_egress_rule',
};
const DIRECTIONS = Object.keys(TYPES) as Direction[];

const REFERENCE = /^\$\{([a-z0-9_]+\.[\w-]+)\.id\}$/;

/** The address of the group that an expression is the id of; another expression stays as it is. */
const groupOf = (expression: string): string => REFERENCE.exec(expression)?.[1] ?? expression;

/** Arguments by which a rule says more, or other things, than a declared one. */
const FURTHER = ['cidr_ipv6', 'prefix_list_id', 'count', 'dynamic'];

/** One rule in one text, as it is declared or as the file has it. */
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

/** The text of the rule that an access makes on one side. */
export const declaredText = (
  direction: Direction,
  group: string,
  peer: Peer,
  { protocol, port }: DeclaredAccess,
): string => textOf(direction, group, peer, protocol, port);

/** The file's rule resources in its own words, and where in the tree of constructs its resources are. */
export class StatedRules {
  private readonly texts = new Map<string, string>();
  private readonly all = new Set<string>();

  constructor(private readonly json: JsonObject) {
    for (const direction of DIRECTIONS) {
      for (const [name, body] of Object.entries(this.named(TYPES[direction]))) {
        const text = isObject(body) ? statedText(direction, body) : undefined;
        if (text === undefined) continue;
        this.texts.set(`${TYPES[direction]}.${name}`, text);
        this.all.add(text);
      }
    }
  }

  /** The text of the rule at an address, where it says what a declared one does and no more. */
  public at(address: string): string | undefined {
    return this.texts.get(withoutKey(address));
  }

  /** Whether some rule of the file has this text. */
  public has(text: string): boolean {
    return this.all.has(text);
  }

  /** The path of the construct that made a resource; undefined for one that no construct made. */
  public pathOf(address: string): string | undefined {
    const [type = '', name = ''] = withoutKey(address).split('.');
    const body = this.named(type)[name];
    const about = isObject(body) ? body['//'] : undefined;
    const metadata = isObject(about) ? about['metadata'] : undefined;
    const path = isObject(metadata) ? metadata['path'] : undefined;
    return typeof path === 'string' ? path : undefined;
  }

  private named(type: string): JsonObject {
    const [resources] = items(this.json['resource']);
    const named = isObject(resources) ? resources[type] : undefined;
    return isObject(named) ? named : {};
  }
}

const withoutKey = (address: string): string => address.replace(/\[.*$/, '');

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
