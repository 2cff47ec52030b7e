import { Topology, type Protocol } from '.';
import { printAnswer } from './print';

/** A question as a matcher takes it. */
export interface Expected {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  /** Default: tcp. */
  readonly protocol?: Protocol;
}

/** A stack, as far as it matters here. */
interface Synthesizable {
  prepareStack?(): void;
  toTerraform(): unknown;
  /** What the stack itself calls its ends, beside their addresses. */
  readonly roles?: ReadonlyMap<string, readonly string[]>;
}

const isStack = (value: unknown): value is Synthesizable =>
  typeof (value as Partial<Synthesizable> | null)?.toTerraform === 'function';

/** Names for ends that a topology itself does not know, such as an environment's roles. */
let named: Readonly<Record<string, readonly string[]>> = {};

function topologyOf(received: unknown): Topology {
  if (received instanceof Topology) return received;
  const names = new Map(Object.entries(named));
  if (typeof received === 'string') return Topology.read(received, 'the received text', { names });
  if (!isStack(received)) return Topology.read(received as object, 'the received object', { names });
  received.prepareStack?.();
  const roles = new Map([...(received.roles ?? []), ...names]);
  return Topology.read(received.toTerraform() as object, 'the received stack', { names: roles });
}

/**
 * Passes where the first end reaches the second one. Its negation passes only where the answer is no: what is not known
 * fails both.
 */
function toReach(this: { readonly isNot?: boolean }, received: unknown, expected: Expected) {
  const { from, to, port, protocol = 'tcp' } = expected;
  const answer = topologyOf(received).reach(from, to, protocol, port);
  const pass = answer.verdict === 'unknown' ? this.isNot === true : answer.verdict === 'yes';
  const wanted = `expected ${from} ${this.isNot === true ? 'not to reach' : 'to reach'} ${to} on ${protocol} ${port}`;
  return {
    pass,
    message: () => `${wanted}, but the answer is\n${printAnswer({ from, to, protocol, port }, answer)}`,
  };
}

interface Extendable {
  extend(matchers: Record<string, unknown>): void;
}

/**
 * Adds `toReach` to Jest's `expect`, for a stack, the text or object of Terraform JSON, or a topology.
 *
 * @param names names for ends beside their Terraform addresses and the roles that a stack has itself; default: none
 */
export function addTopologyMatchers(
  expect: Extendable,
  names: Readonly<Record<string, readonly string[]>> = {},
): void {
  named = names;
  expect.extend({ toReach });
}
