import { classesOf, type Class } from '../matrix-classes';
import { interfacesOf, type Endpoint } from '../model/endpoints';
import type { Model } from '../model/topology-model';
import type { DeclaredGroup } from './network-policy';
import type { StatedRules } from './stated-rules';

/** The keys of the groups that an endpoint surely or perhaps has. */
export const groupKeys = (end: Endpoint): readonly string[] => [
  ...new Set(
    interfacesOf(end)
      .flatMap(({ groups }) => groups?.flat() ?? [])
      .filter((key) => typeof key === 'string'),
  ),
];

/** Whether each interface of an endpoint surely has a group. */
export const surelyHas = (end: Endpoint, group: string): boolean =>
  interfacesOf(end).every(
    ({ groups }) => groups?.some((choice) => choice.length === 1 && choice[0] === group) === true,
  );

/** An endpoint that has the security group of another construct. */
export interface Stranger {
  readonly group: DeclaredGroup;
  readonly class: Class;
}

/** Which endpoints a declared group is for: those of its construct. */
export class Members {
  public readonly classes: readonly Class[];
  public readonly strangers: readonly Stranger[];
  /** The classes of the constructs with declared groups. */
  public readonly governed: ReadonlySet<Class>;
  private readonly carriers = new Map<string, Class[]>();
  private readonly own = new Map<string, Class[]>();
  private readonly groups: ReadonlyMap<string, DeclaredGroup>;
  private readonly groupsByOwner = new Map<string, DeclaredGroup[]>();

  constructor(
    model: Model,
    groups: readonly DeclaredGroup[],
    private readonly stated: StatedRules,
  ) {
    this.classes = classesOf(model);
    this.groups = new Map(groups.map((group) => [group.address, group]));
    for (const group of groups) if (group.owner !== undefined) add(this.groupsByOwner, group.owner, group);
    const strangers: Stranger[] = [];
    const governed = new Set<Class>();
    const bare: Class[] = [];
    for (const one of this.classes) {
      const keys = groupKeys(one.end);
      for (const key of keys) add(this.carriers, key, one);
      const declared = keys.flatMap((key) => this.groups.get(key) ?? []);
      if (declared.length > 0) governed.add(one);
      else if (one.end.interfaces.length > 0) bare.push(one);
      for (const group of declared) {
        const [within, without] = this.divide(one, group);
        if (within) add(this.own, group.address, within);
        if (without) strangers.push({ group, class: without });
      }
    }
    for (const one of bare) if (this.claim(one)) governed.add(one);
    this.strangers = strangers;
    this.governed = governed;
  }

  /** The endpoints that have a group, whether or not it is declared. */
  public carriersOf(key: string): readonly Class[] {
    return this.carriers.get(key) ?? [];
  }

  /** The endpoints of a declared group's own construct. */
  public of(group: string): readonly Class[] {
    return this.own.get(group) ?? [];
  }

  public isDeclared(key: string): boolean {
    return this.groups.has(key);
  }

  /** Whether a declared group is for the endpoint: it has it, and is of the same construct. */
  public isOwn(one: Class, group: string): boolean {
    return this.of(group).some(({ end }) => one.members.includes(end));
  }

  private divide(
    { members, place }: Class,
    { owner }: DeclaredGroup,
  ): [Class | undefined, Class | undefined] {
    const isWithin = ({ address }: Endpoint): boolean =>
      owner === undefined || this.stated.pathOf(address)?.startsWith(`${owner}/`) === true;
    const without = members.filter((member) => !isWithin(member));
    return [classOf(place, members.filter(isWithin)), classOf(place, without)];
  }

  /** Endpoints of a construct that have none of its groups: what was declared is said of them all the same. */
  private claim({ members, place }: Class): boolean {
    let claimed = false;
    for (const member of members) {
      for (const { address } of this.nearest(member)) {
        claimed = true;
        const others = this.of(address);
        const isAlike = others.length === 0 || others.some(({ end }) => end.type === member.type);
        if (isAlike) add(this.own, address, { place, members: [member], end: member });
      }
    }
    return claimed;
  }

  /** The groups of the innermost construct around an endpoint that has any. */
  private nearest({ address }: Endpoint): readonly DeclaredGroup[] {
    const ids = this.stated.pathOf(address)?.split('/') ?? [];
    for (let length = ids.length - 1; length > 0; length -= 1) {
      const groups = this.groupsByOwner.get(ids.slice(0, length).join('/'));
      if (groups) return groups;
    }
    return [];
  }
}

const classOf = (place: string, members: readonly Endpoint[]): Class | undefined =>
  members[0] && { place, members, end: members[0] };

function add<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
