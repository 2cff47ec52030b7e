import { interfacesOf, type Endpoint, type Interface } from '../model/endpoints';
import { inFile } from '../model/outside';
import type { Model } from '../model/topology-model';
import { Unknown } from '../value';

/** Where the other side of a question is, to tell apart VPCs with the same range. */
export interface Home {
  readonly places: readonly Interface['subnet'][];
  /** The VPCs of those subnets, in the file or not. */
  readonly vpcs: ReadonlySet<string>;
}

export const NOWHERE: Home = { places: [], vpcs: new Set() };

/** Ends by their address, and by it without keys of instances. */
const indexes = new WeakMap<Model, ReadonlyMap<string, readonly Endpoint[]>>();

function indexOf(model: Model): ReadonlyMap<string, readonly Endpoint[]> {
  const known = indexes.get(model);
  if (known) return known;
  const index = new Map<string, Endpoint[]>();
  for (const end of model.ends.values()) {
    const { address } = end;
    const keys = [...address.matchAll(/\[/g)].map((match) => address.slice(0, match.index));
    for (const text of [address, ...keys]) {
      const named = index.get(text);
      if (named) named.push(end);
      else index.set(text, [end]);
    }
  }
  indexes.set(model, index);
  return index;
}

export function homeOf(model: Model, texts: readonly string[]): Home {
  const index = indexOf(model);
  const ends = [...new Set(texts.flatMap((text) => index.get(text) ?? []))];
  const places = ends.flatMap((end) => interfacesOf(end).map(({ subnet }) => subnet));
  const vpcs = places.flatMap((subnet) =>
    subnet instanceof Unknown || subnet.vpc instanceof Unknown ? [] : [subnet.vpc.address],
  );
  return { places, vpcs: new Set(vpcs) };
}

/** Why it may be in a VPC that is not in the file; undefined where it is not. */
export const strangeness = ({ places }: Home): string | undefined =>
  places
    .map((subnet) => (subnet instanceof Unknown ? subnet : inFile(subnet.vpc)))
    .find((vpc) => vpc instanceof Unknown)?.why;
