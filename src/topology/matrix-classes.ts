import type { Endpoint, Interface, PublicEndpoint } from './model/endpoints';
import { isAttached } from './model/interface-attachments';
import type { Match } from './model/match';
import type { Model } from './model/topology-model';
import { contains, describe, overlaps, union, type RangeSet } from '../net/ranges';
import { Link } from './link';
import { Unknown } from './value';

/** Ends that no answer can tell apart: of the same kind, in the same subnets, with the same groups. */
export interface Class {
  readonly members: readonly Endpoint[];
  /** The one that questions are put to. */
  readonly end: Endpoint;
  /** What answers depend on, but for the groups: ends with the same text differ in nothing else. */
  readonly place: string;
}

const shown = (value: unknown): string => (value instanceof Unknown ? `? ${value.why}` : String(value));

/** Ranges narrower than a subnet, which tell its addresses apart. */
function narrowRanges(model: Model): RangeSet[] {
  const subnets = [...model.subnets.values()].flat();
  const matches: Match[] = [
    ...model.groups.ranges(),
    ...subnets.flatMap((subnet) => [
      ...model.aclsOf(subnet).flatMap(({ rules }) => rules.flatMap(({ ranges }) => ranges)),
      ...model.tablesOf(subnet).flatMap(({ routes }) => routes.map(({ destination }) => destination)),
    ]),
  ];
  const known = new Map(
    matches.filter(({ why }) => why === undefined).map(({ label, must }) => [label, must]),
  );
  return [...known.values()].filter((set) =>
    subnets.some(({ range }) => overlaps(range, set) && !contains(set, range)),
  );
}

class Signatures {
  private readonly narrow: readonly RangeSet[];
  private readonly mentioned: RangeSet;
  private readonly targets: ReadonlyMap<string, string>;

  constructor(model: Model) {
    this.narrow = narrowRanges(model);
    this.mentioned = union(
      ...model.groups
        .ranges()
        .filter(({ why }) => why !== undefined)
        .map(({ must }) => must),
    );
    const targets = new Map<string, string>();
    for (const { address, opens } of model.ends.values()) {
      for (const { to, port, protocols } of opens ?? []) {
        const keys = to instanceof Link ? (to.keys() ?? ['']) : [describe(to)];
        for (const key of keys)
          targets.set(key, `${targets.get(key) ?? ''} ${address} ${shown(port)} ${protocols.join()}`);
      }
    }
    this.targets = targets;
  }

  public groupsOf({ interfaces }: Endpoint): string {
    const memberships = interfaces.map(({ alternatives }) =>
      alternatives.map(({ groups }) => groups?.map((choice) => choice.map(shown).join(' or ')).sort()),
    );
    return JSON.stringify(memberships);
  }

  public placeOf({
    address,
    type,
    certain,
    placement,
    listens,
    opens,
    interfaces,
    isHosted,
    alsoHosted,
    publicEndpoint,
  }: Endpoint): string {
    return JSON.stringify([
      type,
      certain,
      placement,
      isHosted,
      alsoHosted !== undefined && shown(alsoHosted),
      publicEndpoint && this.endpoint(publicEndpoint),
      listens?.map(({ protocols, port, certain: sure }) => [protocols, shown(port), sure]),
      // What opens connections by itself is like nothing else.
      opens && address,
      this.targets.get(address),
      interfaces.map((one) => [one.certain, one.alternatives.map((at) => this.place(at))]),
    ]);
  }

  private endpoint({ isOpen, sources, isAlone }: PublicEndpoint): unknown[] {
    return [shown(isOpen), shown(isAlone), sources.map(({ label }) => label)];
  }

  private place({ subnet, addresses, names, isPublic }: Interface): unknown[] {
    return [
      subnet instanceof Unknown ? shown(subnet) : subnet.address,
      shown(isPublic),
      addresses && this.narrow.map((set) => contains(set, addresses)),
      addresses && this.targets.get(describe(addresses)),
      names.filter((name) => contains(this.mentioned, name)).map(describe),
    ];
  }
}

/** Sorts ends into classes, so that a thousand servers of one kind are one question. */
export function classesOf(model: Model): Class[] {
  const signatures = new Signatures(model);
  const sorted = new Map<string, { place: string; members: Endpoint[] }>();
  for (const end of model.ends.values()) {
    if (end.type === 'aws_subnet' || isPart(model, end)) continue;
    const place = signatures.placeOf(end);
    const signature = place + signatures.groupsOf(end);
    const found = sorted.get(signature);
    if (found) found.members.push(end);
    else sorted.set(signature, { place, members: [end] });
  }
  return [...sorted.values()].map(({ place, members }) => ({ place, members, end: members[0] as Endpoint }));
}

/** An interface that is attached to an instance is no row of its own. */
const isPart = ({ context }: Model, { type, address }: Endpoint): boolean =>
  type === 'aws_network_interface' && isAttached(context, address);
