import type { Class } from '../matrix-classes';
import type { Endpoint } from '../model/endpoints';
import type { ResolvedEndpoint } from '../reason/resolved-endpoint';

/** Source or destination of a connection: its name, and the endpoints that it resolves to. */
export interface ConnectionEndpoint {
  readonly name: string;
  /** Empty if the name does not resolve to endpoints. Reachability of such an endpoint cannot be determined. */
  readonly resolved: readonly ResolvedEndpoint[];
  readonly endpoint?: Endpoint;
  /** Key of everything but security groups that determines answers. */
  readonly place?: string;
}

export const nameOnly = (name: string): ConnectionEndpoint => ({ name, resolved: [] });

export const ofEndpoint = (endpoint: Endpoint): ConnectionEndpoint => ({
  name: endpoint.address,
  resolved: [{ kind: 'end', end: endpoint }],
  endpoint,
});

export const ofClass = ({ end, place }: Class): ConnectionEndpoint => ({ ...ofEndpoint(end), place });

/**
 * Source and destination from two classes. Within one class, two different members; undefined if it has only
 * one.
 */
export function pairOf(
  from: Class,
  to: Class,
): readonly [ConnectionEndpoint, ConnectionEndpoint] | undefined {
  const other = to.members.find((member) => member !== from.end);
  return other && [ofClass(from), { ...ofEndpoint(other), place: to.place }];
}
