import { paginateListHostedZones } from '@aws-sdk/client-route-53';
import { all } from '../aws/pages';
import type { Plan } from '../terraform/planned-resources';
import type { Context } from './check';

export interface PublicZone {
  readonly id: string;
  /** Without the final dot. */
  readonly name: string;
}

/** A name without the dot at the end that DNS prints. */
export const withoutDot = (name = ''): string => name.replace(/\.$/, '');

/** Name of the zone that `loadBalancer.domain` has; undefined without one. */
export const zoneOf = (plan: Plan): string | undefined =>
  plan
    .dataBlocks('aws_route53_zone')
    .map(({ name }) => name as string)
    .at(0);

/** Public hosted zones of the account. */
export async function publicZones({ aws }: Pick<Context, 'aws'>): Promise<PublicZone[]> {
  const zones = await all(
    paginateListHostedZones({ client: aws.route53 }, {}),
    ({ HostedZones }) => HostedZones,
  );
  return zones
    .filter(({ Config }) => Config?.PrivateZone !== true)
    .map(({ Id = '', Name }) => ({ id: Id, name: withoutDot(Name) }));
}

/** Whether a name is in a zone. */
export const isIn =
  (host: string) =>
  (zone: string): boolean =>
    host === zone || host.endsWith(`.${zone}`);

/** The zone of `loadBalancer.domain` in AWS; undefined unless there is exactly one. */
export async function domainZone(context: Pick<Context, 'aws' | 'plan'>): Promise<PublicZone | undefined> {
  const zone = zoneOf(context.plan);
  const [found, ...others] = (await publicZones(context)).filter(({ name }) => name === zone);
  return others.length > 0 ? undefined : found;
}
