import { isObject, items, type Json, type JsonObject } from './json';
import { field, object } from './plan-values';

/** Attributes of a group that hold whom a rule is about, by those of the rules that are resources of their own. */
const PEERS: Readonly<Record<string, readonly string[]>> = {
  cidr_blocks: ['cidr_ipv4', 'cidr_blocks'],
  ipv6_cidr_blocks: ['cidr_ipv6', 'ipv6_cidr_blocks'],
  prefix_list_ids: ['prefix_list_id', 'prefix_list_ids'],
  security_groups: ['referenced_security_group_id', 'source_security_group_id'],
};

/** Arguments of a route that tell its destination, in a route table and as a resource of its own. */
const DESTINATIONS: Readonly<Record<string, string>> = {
  cidr_block: 'destination_cidr_block',
  ipv6_cidr_block: 'destination_ipv6_cidr_block',
  destination_prefix_list_id: 'destination_prefix_list_id',
};

const key = (...parts: readonly (Json | undefined)[]): string =>
  JSON.stringify(parts.map((part) => (part === undefined || part === '' ? null : part)));

/** Protocol and ports. AWS tells no ports of a rule about all protocols. */
function trafficOf(rule: JsonObject): string {
  const protocol = rule['protocol'] ?? rule['ip_protocol'];
  const isAll = protocol === '-1' || protocol === 'all';
  return isAll ? key('-1') : key(protocol, rule['from_port'], rule['to_port']);
}

function groupRules(direction: string, rule: JsonObject): string[] {
  const group = rule['security_group_id'];
  const traffic = trafficOf(rule);
  const peers = Object.entries(PEERS).flatMap(([list, own]) =>
    own.flatMap((name) => items(rule[name])).map((peer) => key(group, direction, traffic, list, peer)),
  );
  // A group lists a reference to itself as `self`.
  const isSelf =
    rule['self'] === true || (group !== undefined && rule['referenced_security_group_id'] === group);
  return isSelf ? [...peers, key(group, direction, traffic, 'self', true)] : peers;
}

const routes = (route: JsonObject): string[] =>
  Object.entries(DESTINATIONS).flatMap(([list, own]) =>
    items(route[own])
      .filter((destination) => destination !== '')
      .map((destination) => key(route['route_table_id'], list, destination)),
  );

/** What a resource of its own stands for in the lists of its group, network ACL or route table. */
const STANDALONE: Readonly<Record<string, (values: JsonObject) => string[]>> = {
  aws_vpc_security_group_ingress_rule: (rule) => groupRules('ingress', rule),
  aws_vpc_security_group_egress_rule: (rule) => groupRules('egress', rule),
  aws_security_group_rule: (rule) => groupRules(String(rule['type']), rule),
  aws_network_acl_rule: (rule) => [
    key(rule['network_acl_id'], rule['egress'] === true ? 'egress' : 'ingress', rule['rule_number']),
  ],
  aws_route: routes,
};

type Remaining = (list: string, entry: JsonObject, id: Json | undefined) => JsonObject[];

/**
 * The rules and routes of a plan's prior state that are resources of their own. Once they are read again, the provider lists them in their
 * groups, network ACLs and route tables too, and there a plan leaves them that destroys them.
 */
export class RecordedRules {
  private readonly known: ReadonlySet<string>;
  private readonly kinds: Readonly<Record<string, { lists: readonly string[]; remaining: Remaining }>>;

  constructor(changes: readonly Json[]) {
    this.known = new Set(
      changes
        .filter(isObject)
        .flatMap(({ type, change }) => STANDALONE[String(type)]?.(object(field(change, 'before'))) ?? []),
    );
    const group = { lists: ['ingress', 'egress'], remaining: this.ofGroup.bind(this) };
    const acl = { lists: ['ingress', 'egress'], remaining: this.ofAcl.bind(this) };
    const table = { lists: ['route'], remaining: this.ofTable.bind(this) };
    this.kinds = {
      aws_security_group: group,
      aws_default_security_group: group,
      aws_network_acl: acl,
      aws_default_network_acl: acl,
      aws_route_table: table,
      aws_default_route_table: table,
    };
  }

  /**
   * Values of a resource without what resources of their own state.
   * @param stated expressions of its configuration: what it states itself stays
   */
  public without(type: string, values: JsonObject, stated: JsonObject): JsonObject {
    const kind = this.kinds[type];
    if (!kind || this.known.size === 0) return values;
    const lists = kind.lists.filter((list) => !(list in stated) && values[list] !== undefined);
    const rest = lists.map((list) => [
      list,
      items(values[list])
        .filter(isObject)
        .flatMap((entry) => kind.remaining(list, entry, values['id'])),
    ]);
    return { ...values, ...(Object.fromEntries(rest) as JsonObject) };
  }

  private ofGroup(direction: string, rule: JsonObject, id: Json | undefined): JsonObject[] {
    const traffic = trafficOf(rule);
    const isLeft = (list: string, peer: Json): boolean =>
      !this.known.has(key(id, direction, traffic, list, peer));
    const peers = Object.fromEntries(
      Object.keys(PEERS).map((list) => [list, items(rule[list]).filter((peer) => isLeft(list, peer))]),
    );
    const self = rule['self'] === true && isLeft('self', true);
    return self || Object.values(peers).some((left) => left.length > 0) ? [{ ...rule, ...peers, self }] : [];
  }

  private ofAcl(direction: string, rule: JsonObject, id: Json | undefined): JsonObject[] {
    return this.known.has(key(id, direction, rule['rule_no'])) ? [] : [rule];
  }

  private ofTable(_: string, route: JsonObject, id: Json | undefined): JsonObject[] {
    const isOwn = Object.keys(DESTINATIONS).some((list) => this.known.has(key(id, list, route[list])));
    return isOwn ? [] : [route];
  }
}
