import { FAMILIES } from '../../net/families';
import { PUBLIC, contains, overlaps, type RangeSet } from '../../net/ranges';
import { Link, both, type Leads } from '../link';
import { interfacesOf, presenceOf, type Endpoint, type Interface, type Opening } from '../model/endpoints';
import { Unknown } from '../value';
import { no, unknown, yes, type Answer } from './answer';
import type { Traffic } from './connect';

/** What a connection is asked about. */
export type Asked = Pick<Traffic, 'protocol' | 'port' | 'family'>;

/** What connects only to what is registered with it does not connect to anything else. */
export function opening(from: Endpoint, to: Endpoint, asked: Asked): Answer {
  if (!from.opens) return yes();
  const zones = zonesOf(from);
  const unserved =
    to.type === 'aws_instance' &&
    zones.size > 0 &&
    interfacesOf(to).length > 0 &&
    interfacesOf(to).every(({ subnet }) => isOutside(subnet, zones));
  const fitting = from.opens.filter(
    (one) => one.protocols.includes(asked.protocol) && leads(one, to, asked) !== 'no',
  );
  const sure = fitting.find(
    (one) => one.port === asked.port && one.certain && leads(one, to, asked) === 'yes',
  );
  if (sure && unserved) {
    return no(
      'not a target',
      `${to.address} is in a zone that ${from.address} has no subnet in, so that it gets no traffic`,
    );
  }
  if (sure) return yes({ at: from.address, by: `target registered by ${sure.by}` });
  const perhaps = fitting.filter((one) => one.port === asked.port || one.port instanceof Unknown);
  if (perhaps.length > 0)
    return unknown(
      ...perhaps.map((one) =>
        one.port instanceof Unknown ? one.port.why : `whether ${one.by} registers ${to.address}`,
      ),
    );
  return no(
    'not a target',
    `${from.address} opens connections to its targets only, and ${to.address} is none on ${asked.protocol} ${asked.port}`,
  );
}

/** A target outside the balancer's zones gets nothing. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#availability-zones */
function zonesOf(end: Endpoint): ReadonlySet<string> {
  const zones = interfacesOf(end).map(({ subnet }) => (subnet instanceof Unknown ? undefined : subnet.zone));
  return new Set(zones.every((zone) => zone !== undefined) ? zones : []);
}

const isOutside = (subnet: Interface['subnet'], zones: ReadonlySet<string>): boolean =>
  !(subnet instanceof Unknown) && subnet.zone !== undefined && !zones.has(subnet.zone);

/** A target group speaks one family with its targets. */
export function leads({ to, family = 'IPv4' }: Opening, end: Endpoint, asked: Asked): Leads {
  if (!(to instanceof Link)) return among(to, end);
  const spoken = family instanceof Unknown ? 'perhaps' : family === asked.family ? 'yes' : 'no';
  return both(to.leadsTo(end.address), spoken);
}

/** Whether an end has one of these addresses. */
function among(set: RangeSet, end: Endpoint): Leads {
  const all = interfacesOf(end);
  const own = FAMILIES.flatMap((family) =>
    all.flatMap((at) => {
      const presence = presenceOf(at, family);
      return presence.isExact ? presence.addresses : [];
    }),
  );
  if (own.length > 0) return contains(set, own) || contains(own, set) ? 'yes' : 'no';
  const mayHold = all.some(
    ({ subnet }) =>
      subnet instanceof Unknown || overlaps(subnet.range, set) || overlaps(subnet.ipv6.range, set),
  );
  return mayHold ? 'perhaps' : 'no';
}

/**
 * Whether an address outside of the file's networks is a target.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-type
 */
export function registered(from: Endpoint, set: RangeSet, { protocol, port, family }: Asked): Answer {
  const fitting = (from.opens ?? []).filter(
    (one) => one.protocols.includes(protocol) && (one.port === port || one.port instanceof Unknown),
  );
  if (fitting.some(({ to, ...one }) => !(to instanceof Link) && contains(to, set) && one.port === port))
    return yes();
  // Targets have private addresses.
  const isPrivate = !overlaps(set, PUBLIC[family]);
  const open = fitting.filter(({ to }) => to instanceof Link && to.leadsTo('') === 'perhaps');
  return isPrivate && open.length > 0
    ? unknown(...open.map(({ by }) => `whether ${by} registers it`))
    : no('not a target', `${from.address} opens connections to its targets only`);
}
