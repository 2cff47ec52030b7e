import type { Family } from '../../net/families';
import { ALL, PUBLIC, intersect, isEmpty, union, type RangeSet } from '../../net/ranges';
import type { Certainty } from '../fields';
import { either } from '../model/certainty';
import { presenceOf, type Endpoint, type Interface } from '../model/endpoints';
import { rangesOf } from '../model/network';
import type { Model } from '../model/topology-model';
import { Unknown } from '../value';
import { agreed, all, type Answer } from './answer';
import { bordered } from './connect';
import { filter } from './filter';
import type { RemoteEndpoint } from './remote-endpoint';
import { sideOf, spread } from './spread';
import { leads, type Asked } from './targets';

/**
 * A network load balancer that keeps its clients' addresses: its target's rules see the client, and the balancer itself
 * only in health checks. So a target that admits one of them and not the other serves some of them.
 * @param path what its own address comes to
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
export function withClients(model: Model, from: Endpoint, to: Endpoint, asked: Asked, path: Answer): Answer {
  const keeps = keepsClients(from, to, asked);
  if (keeps === false) return path;
  const clients = spread(from, (own) =>
    spread(to, (at) => admitted(model, to, at, clientsOf(model, from, own, asked.family), asked)),
  );
  const which = `${from.address} keeps its clients' addresses: which client it is`;
  return agreed([path, clients], keeps instanceof Unknown ? keeps.why : which);
}

function keepsClients(from: Endpoint, to: Endpoint, asked: Asked): Certainty {
  const fitting = (from.opens ?? []).filter(
    ({ protocols, port, ...one }) =>
      protocols.includes(asked.protocol) &&
      (port instanceof Unknown || port === asked.port) &&
      leads({ protocols, port, ...one }, to, asked) !== 'no',
  );
  return either(...fitting.map((one) => one.keepsClients ?? false));
}

function admitted(model: Model, to: Endpoint, at: Interface, client: RemoteEndpoint, asked: Asked): Answer {
  const traffic = { ...asked, answers: 'client' as const };
  return all([
    filter(model.groups, at.groups, 'ingress', client, traffic),
    bordered(model, sideOf(to, at), 'ingress', client, traffic),
  ]);
}

/** Whoever the balancer lets in: by its rules where they are known, otherwise everybody who could get there. */
function clientsOf(model: Model, from: Endpoint, own: Interface, family: Family): RemoteEndpoint {
  const { subnet } = own;
  const vpc = subnet instanceof Unknown || subnet.vpc instanceof Unknown ? undefined : subnet.vpc;
  const inside = (vpc && rangesOf(vpc, family)) ?? ALL[family];
  const everybody = presenceOf(own, family).isPublic === false ? inside : PUBLIC[family];
  const known = intersect(letIn(model, own) ?? everybody, union(everybody, inside));
  return {
    kind: 'one',
    family,
    set: isEmpty(known) ? everybody : known,
    names: [],
    groups: own.groups ?? [],
    label: `the clients of ${from.address}`,
  };
}

/** The ranges that an interface's groups let in; undefined where it has none, or where they are not all that is let in. */
function letIn(model: Model, { groups }: Interface): RangeSet | undefined {
  const keys = groups?.flat() ?? [undefined];
  const rules = keys.flatMap((key) =>
    typeof key === 'string'
      ? model.groups.get(key).rules.filter(({ direction }) => direction === 'ingress')
      : [undefined],
  );
  const ranges = rules.map((rule) =>
    rule?.groups.length === 0 && rule.ranges.every(({ why }) => why === undefined) ? rule.ranges : undefined,
  );
  if (ranges.length === 0 || ranges.includes(undefined)) return undefined;
  return union(...ranges.flatMap((one) => one ?? []).map(({ may }) => may));
}
