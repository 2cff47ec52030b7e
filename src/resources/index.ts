import type { Grant } from '../iam/grants';
import { account } from './account';
import { automation } from './automation';
import { balancerAndBorders } from './balancer-and-borders';
import type { PricePattern } from './charges';
import { database } from './database';
import { instanceSetup } from './instance-setup';
import { network } from './network';
import { operations } from './operations';
import { orElse, type Part, type ResourceType, type TaggedImport } from './resource-type';
import { scalingAndImages } from './scaling-and-images';
import { serversAndVolumes } from './servers-and-volumes';
import { storage } from './storage';
import { FOREIGN_TYPES } from './unmanaged/foreign-types';
import type { Unmanaged } from './unmanaged/resource';
import { web } from './web';

/**
 * All parts of AWS in the stacks. A new resource type is an entry in its part, a new part is a file. Policies of the automation are
 * named after the keys. Each part has its own policy, since AWS limits a policy to 6,144 characters.
 */
export const PARTS = {
  network,
  servers: serversAndVolumes,
  duties: instanceSetup,
  scaling: scalingAndImages,
  'load-balancer': balancerAndBorders,
  web,
  database,
  storage,
  operations,
  automation,
  account,
} as const satisfies Readonly<Record<string, Part>>;

type NamedIn<P> = P extends { readonly resources: infer Types }
  ? {
      [Type in keyof Types]: Types[Type] extends { readonly import: TaggedImport<'name'> } ? Type : never;
    }[keyof Types]
  : never;

/** Types that `unlock` finds by name. */
export type NamedType = NamedIn<(typeof PARTS)[keyof typeof PARTS]>;

const parts: readonly (readonly [string, Part])[] = Object.entries(PARTS);

/** All resource types of the stacks. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map(
  parts.flatMap(([, { resources }]) => Object.entries(resources)),
);

const grantsOf = ({ resources, dataSources }: Part): Grant[] => [
  ...Object.values(resources).flatMap(({ permissions }) => orElse(permissions, [])),
  ...Object.values(dataSources).flatMap((permissions) => orElse(permissions, [])),
];

/** IAM permissions that Terraform needs for an environment, by part. */
export const PLATFORM_PERMISSIONS: Readonly<Record<string, readonly Grant[]>> = Object.fromEntries(
  parts.map(([name, part]) => [name, grantsOf(part)] as const).filter(([, grants]) => grants.length > 0),
);

/** IAM permissions that Terraform needs for some types of resources and data sources. */
export function grantsForTypes(resources: readonly string[], dataSources: readonly string[]): Grant[] {
  const known = parts.flatMap(([, part]) => Object.entries(part.dataSources));
  return [
    ...resources.flatMap((type) => orElse(RESOURCE_TYPES.get(type)?.permissions ?? [], [])),
    ...known.flatMap(([type, grants]) => (dataSources.includes(type) ? orElse(grants, []) : [])),
  ];
}

/** Prices that the charges of all parts need. */
export const PRICE_PATTERNS: readonly PricePattern[] = parts.flatMap(([, { prices }]) => prices);

/** How drift finds unmanaged resources, by type. */
export const UNMANAGED_TYPES: ReadonlyMap<string, Unmanaged> = new Map([
  ...[...RESOURCE_TYPES].flatMap(([type, { unmanaged }]) => {
    const found = orElse(unmanaged, undefined);
    return found ? [[type, found] as const] : [];
  }),
  ...Object.entries(FOREIGN_TYPES),
]);

export type { Charge, FixedCharge, PriceKey, PricedResource, PricePattern, UseCharge } from './charges';
export { None, orElse } from './resource-type';
export type { Part, ResourceType, TaggedImport } from './resource-type';
export type { Attributes, AwsResource, ManagedResources } from './unmanaged/resource';
