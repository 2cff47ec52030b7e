import { Link } from './link';
import type { Model } from './model/topology-model';
import type { Protocol } from './model/traffic';

/** A connection that a load balancer makes. */
export interface Target {
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly port: number;
  /** False where the file does not tell whether the target is registered, such as by a rule for each value of a variable. */
  readonly certain: boolean;
}

/** What load balancers connect to, on traffic and health check ports, as far as the file states it. */
export function targetsOf(model: Model): Target[] {
  return [...model.ends.values()].flatMap(({ address, opens = [] }) =>
    opens.flatMap(({ to, port, protocols, certain }) =>
      to instanceof Link && to.sure && typeof port === 'number'
        ? protocols.map((protocol) => ({
            from: address,
            to: to.sure?.address ?? '',
            protocol,
            port,
            certain,
          }))
        : [],
    ),
  );
}
