import type { Environment } from '../config';
import type { Bastion } from '../constructs/bastion';
import type { ScheduledRuns } from '../constructs/container-schedules';
import type { Database } from '../constructs/database';
import type { InternalLoadBalancer } from '../constructs/internal-load-balancer';
import type { LoadBalancer } from '../constructs/load-balancer';
import type { Network } from '../constructs/network';
import type { Queue } from '../constructs/queue';
import type { ServerGroup } from '../constructs/server-group';

/** What the alarms of an environment watch, and whom they tell. */
export interface WatchedPlatform {
  readonly environment: Environment;
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  readonly accountId: string;
  readonly email: string;
  readonly network: Network;
  readonly bastion: Bastion | undefined;
  readonly serverGroup: (name: string) => ServerGroup;
  readonly loadBalancer: LoadBalancer | undefined;
  readonly services: InternalLoadBalancer | undefined;
  readonly database: Database | undefined;
  /** Queues by name. */
  readonly queues: ReadonlyMap<string, Queue>;
  /** Runs of containers by a clock. */
  readonly runs: readonly ScheduledRuns[];
}
