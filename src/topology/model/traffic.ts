import type { Arguments } from '../fields';
import { Unknown } from '../value';

export type Protocol = 'tcp' | 'udp';

const ALL = ['-1', 'all'];
const NUMBERS: Readonly<Record<Protocol, string>> = { tcp: '6', udp: '17' };
const NAMED = ['tcp', 'udp', 'icmp', 'icmpv6'];

/** The protocols and ports that a rule is about. */
export interface Traffic {
  readonly protocol: string | Unknown;
  readonly from: number | Unknown | undefined;
  readonly to: number | Unknown | undefined;
  /** A rule for one protocol among many others by number covers every port. */
  readonly owner: string;
}

export function trafficOf(args: Arguments, protocolName = 'protocol'): Traffic {
  return {
    protocol: args.text(protocolName) ?? new Unknown(`${args.owner.address}'s protocol`),
    from: args.number('from_port'),
    to: args.number('to_port'),
    owner: args.owner.address,
  };
}

/** The ports of this protocol that it is about: sure ones, or perhaps. */
export interface Ports {
  readonly from: number;
  readonly to: number;
  readonly sure: boolean;
  readonly why?: string;
}

const ANY = { from: 0, to: 65_535 };

/**
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export function portsOf({ protocol, from, to, owner }: Traffic, wanted: Protocol): Ports | undefined {
  if (protocol instanceof Unknown) return { ...ANY, sure: false, why: protocol.why };
  const name = protocol.toLowerCase();
  if (ALL.includes(name)) return { ...ANY, sure: true };
  if (name !== wanted && name !== NUMBERS[wanted]) {
    const understood = NAMED.includes(name) || /^\d+$/.test(name);
    return understood ? undefined : { ...ANY, sure: false, why: `${owner}'s protocol "${protocol}"` };
  }
  if (from instanceof Unknown || to instanceof Unknown || from === undefined || to === undefined) {
    const gap = [from, to].find((port) => port instanceof Unknown);
    return {
      from: typeof from === 'number' ? from : ANY.from,
      to: typeof to === 'number' ? to : ANY.to,
      sure: false,
      why: gap instanceof Unknown ? gap.why : `${owner}'s ports`,
    };
  }
  return { from, to, sure: true };
}
