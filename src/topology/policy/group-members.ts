import { classesOf, type Class } from '../matrix-classes';
import { interfacesOf, type Endpoint } from '../model/endpoints';
import type { Model } from '../model/topology-model';
import type { DeclaredGroup } from './network-policy';
import type { ConstructPaths } from './construct-paths';

/** Keys of the security groups that an endpoint has or may have. */
export const groupKeys = (end: Endpoint): readonly string[] => [
  ...new Set(
    interfacesOf(end)
      .flatMap(({ groups }) => groups?.flat() ?? [])
      .filter((key) => typeof key === 'string'),
  ),
];

/** Whether every interface of an endpoint is known to have a security group. */
export const surelyHas = (end: Endpoint, group: string): boolean =>
  interfacesOf(end).every(
    ({ groups }) => groups?.some((choice) => choice.length === 1 && choice[0] === group) === true,
  );

/** Endpoints that have a security group of another construct. */
export interface ForeignMember {
  readonly group: DeclaredGroup;
  readonly class: Class;
}

/** Assigns endpoints to declared groups. A group applies to the endpoints of its own construct. */
export class GroupMembers {
  public readonly classes: readonly Class[];
  public readonly foreign: readonly ForeignMember[];
  /** Classes that have a declared group or belong to a construct with one. */
  public readonly governed: ReadonlySet<Class>;
  private readonly byGroup = new Map<string, Class[]>();
  private readonly byDeclaredGroup = new Map<string, Class[]>();
  private readonly groups: ReadonlyMap<string, DeclaredGroup>;
  private readonly groupsByOwner = new Map<string, DeclaredGroup[]>();

  constructor(
    model: Model,
    groups: readonly DeclaredGroup[],
    private readonly paths: ConstructPaths,
  ) {
    this.classes = classesOf(model);
    this.groups = new Map(groups.map((group) => [group.address, group]));
    for (const group of groups) if (group.owner !== undefined) add(this.groupsByOwner, group.owner, group);
    const foreign: ForeignMember[] = [];
    const governed = new Set<Class>();
    const bare: Class[] = [];
    for (const one of this.classes) {
      const keys = groupKeys(one.end);
      for (const key of keys) add(this.byGroup, key, one);
      const declared = keys.flatMap((key) => this.groups.get(key) ?? []);
      if (declared.length > 0) governed.add(one);
      else if (one.end.interfaces.length > 0) bare.push(one);
      for (const group of declared) {
        const [within, without] = this.divide(one, group);
        if (within) add(this.byDeclaredGroup, group.address, within);
        if (without) foreign.push({ group, class: without });
      }
    }
    for (const one of bare) if (this.claim(one)) governed.add(one);
    this.foreign = foreign;
    this.governed = governed;
  }

  /** Endpoints that have or may have a security group, declared or not. */
  public withGroup(key: string): readonly Class[] {
    return this.byGroup.get(key) ?? [];
  }

  /** Endpoints that a declared group applies to. */
  public of(group: string): readonly Class[] {
    return this.byDeclaredGroup.get(group) ?? [];
  }

  public isDeclared(key: string): boolean {
    return this.groups.has(key);
  }

  /** Whether a declared group applies to endpoints of the class. */
  public isOwn(one: Class, group: string): boolean {
    return this.of(group).some(({ end }) => one.members.includes(end));
  }

  private divide(
    { members, place }: Class,
    { owner }: DeclaredGroup,
  ): [Class | undefined, Class | undefined] {
    const isWithin = ({ address }: Endpoint): boolean =>
      owner === undefined || this.paths.of(address)?.startsWith(`${owner}/`) === true;
    const without = members.filter((member) => !isWithin(member));
    return [classOf(place, members.filter(isWithin)), classOf(place, without)];
  }

  /**
   * Assigns endpoints without a declared group to the groups of their construct. The accesses apply to them
   * too. Returns whether a construct with groups contains any of the endpoints.
   */
  private claim({ members, place }: Class): boolean {
    let claimed = false;
    for (const member of members) {
      for (const { address } of this.nearest(member)) {
        claimed = true;
        const others = this.of(address);
        const isAlike = others.length === 0 || others.some(({ end }) => end.type === member.type);
        if (isAlike) add(this.byDeclaredGroup, address, { place, members: [member], end: member });
      }
    }
    return claimed;
  }

  /** Declared groups of the innermost enclosing construct that has any. */
  private nearest({ address }: Endpoint): readonly DeclaredGroup[] {
    const ids = this.paths.of(address)?.split('/') ?? [];
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
