import { interfacesOf, type Interface } from '../model/endpoints';
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

export function homeOf(model: Model, texts: readonly string[]): Home {
  const ends = [...model.ends.values()].filter(({ address }) =>
    texts.some((text) => address === text || address.startsWith(`${text}[`)),
  );
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
