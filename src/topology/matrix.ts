import { ConfigurationError } from '../core/errors';
import { LIMITS, exceeded, type Limit } from './limits';
import { withRoles } from './matrix-roles';
import type { Matrix, MatrixEntry, Names } from './matrix-types';
import { classesOf, type Class } from './matrix-classes';
import { Segments, joined } from './matrix-ports';
import { interfacesOf, presenceOf, type Endpoint } from './model/endpoints';
import type { Direction } from './model/groups';
import type { Model } from './model/topology-model';
import type { Protocol } from './model/traffic';
import { FAMILIES, type Family } from '../net/families';
import { PUBLIC, isEmpty, isInternet, overlaps, union } from '../net/ranges';
import { unknown, type Answer } from './reason/answer';
import { NOWHERE } from './reason/home';
import { resolveEndpoints, type ResolvedEndpoint } from './reason/resolved-endpoint';
import { between } from './reason/reach';
import { Unknown } from './value';

type Outside = ResolvedEndpoint & { kind: 'public' | 'private' };
interface Place {
  readonly name: string;
  readonly members: readonly string[];
  readonly outside?: Outside;
  readonly class?: Class;
}

const PROTOCOLS: readonly Protocol[] = ['tcp', 'udp'];

/** What entries tell apart. */
const OUTCOMES: readonly { readonly verdict: 'yes' | 'unknown'; readonly over: readonly Family[] }[] = [
  { verdict: 'yes', over: FAMILIES },
  ...FAMILIES.map((family) => ({ verdict: 'yes' as const, over: [family] })),
  { verdict: 'yes', over: [] },
  { verdict: 'unknown', over: [] },
];

const overOf = (answer: Answer): readonly Family[] => (answer.verdict === 'yes' ? (answer.over ?? []) : []);
const sameFamilies = (one: readonly Family[], other: readonly Family[]): boolean =>
  one.length === other.length && one.every((family) => other.includes(family));

type Limits = Readonly<Record<'classes' | 'pairs', Limit>>;

function refuseSize(limit: Limit): never {
  throw new ConfigurationError({
    code: 'TOPOLOGY_QUESTION',
    path: 'matrix',
    message: exceeded(limit),
    accepted: 'a question about one connection: --from, --to and --port',
  });
}

class Builder {
  private readonly segments: Segments;
  private readonly entries: MatrixEntry[] = [];

  private pairs = 0;

  constructor(
    private readonly model: Model,
    private readonly limits: Limits,
    private readonly families: readonly Family[],
  ) {
    this.segments = new Segments(model);
  }

  public build(places: readonly Place[]): MatrixEntry[] {
    const inner = places.filter((place) => place.class);
    if (inner.length > this.limits.classes.most) refuseSize(this.limits.classes);
    const outer = places.filter((place) => place.outside);
    const candidates = new Candidates(this.model, inner);
    for (const to of inner) {
      for (const from of outer) this.ask(from, to);
      for (const from of candidates.of(to)) this.ask(from, to);
    }
    // Where a variable's ranges are on the internet, what reaches the internet reaches them.
    const goals = outer.filter(({ members: [own = ''] }) => isGoal(this.model, own));
    for (const from of inner) for (const to of goals) this.ask(from, to);
    return this.entries;
  }

  private ask(from: Place, to: Place): void {
    const pair = membersOf(from, to);
    if (!pair) return;
    if (++this.pairs > this.limits.pairs.most) refuseSize(this.limits.pairs);
    const [source, target] = pair;
    for (const protocol of PROTOCOLS) {
      const answers = this.segments.between(source, target, protocol).map((segment) => ({
        segment,
        answer: this.answer(from, to, source, target, protocol, segment.from),
      }));
      for (const { verdict, over } of OUTCOMES) {
        const found = answers.filter(
          ({ answer }) => answer.verdict === verdict && sameFamilies(over, overOf(answer)),
        );
        if (found.length === 0) continue;
        const why = [
          ...new Set(found.flatMap(({ answer }) => (answer.verdict === 'unknown' ? answer.unknown : []))),
        ];
        const ports = joined(found.map(({ segment }) => segment));
        this.entries.push({
          from: from.name,
          to: to.name,
          protocol,
          ports,
          verdict,
          ...(over.length > 0 && { over }),
          ...(why.length > 0 && { unknown: why }),
        });
      }
    }
  }

  private answer(
    from: Place,
    to: Place,
    source: Endpoint | undefined,
    target: Endpoint | undefined,
    protocol: Protocol,
    port: number,
  ): Answer {
    const [one, other] = [sideOf(from, source), sideOf(to, target)];
    return one && other
      ? between(this.model, one, other, { protocol, port }, this.families)
      : unknown('where it is');
  }
}

const sideOf = ({ outside }: Place, end: Endpoint | undefined): ResolvedEndpoint | undefined =>
  end ? { kind: 'end', end } : outside;

/** Two ends to ask about; within a class two different ones, and none where it has but one. */
function membersOf(from: Place, to: Place): [Endpoint | undefined, Endpoint | undefined] | undefined {
  if (from !== to) return [from.class?.end, to.class?.end];
  const [one, other] = from.class?.members ?? [];
  return one && other ? [one, other] : undefined;
}

/** Finds, for each class, the few whose addresses or groups its rules may let in. */
class Candidates {
  private readonly byGroup = new Map<string, Place[]>();
  private readonly anywhere: Place[] = [];

  constructor(
    private readonly model: Model,
    private readonly places: readonly Place[],
  ) {
    for (const place of places) {
      const groups = place.class
        ? interfacesOf(place.class.end).flatMap((one) => one.groups?.flat() ?? [])
        : [];
      const isOutside = place.class?.end.isHosted === true || place.class?.end.alsoHosted !== undefined;
      if (isOutside || groups.some((group) => group instanceof Unknown)) this.anywhere.push(place);
      for (const group of new Set(groups)) {
        if (typeof group === 'string') this.byGroup.set(group, [...(this.byGroup.get(group) ?? []), place]);
      }
    }
  }

  public of(to: Place): ReadonlySet<Place> {
    const end = to.class?.end;
    // Whoever reaches the internet may reach it.
    if (end?.isHosted === true || end?.publicEndpoint) return new Set(this.places);
    const keys = to.class ? interfacesOf(to.class.end).map(({ groups }) => groups?.flat()) : [];
    const known = keys.flatMap((groups) => groups ?? []).filter((key) => typeof key === 'string');
    if (keys.some((groups) => groups === undefined || groups.some((key) => key instanceof Unknown)))
      return new Set(this.places);
    const rules = known.flatMap((key) =>
      this.model.groups.get(key).rules.filter(({ direction }) => direction === 'ingress'),
    );
    if (rules.some(({ groups }) => groups.flat().some((group) => group instanceof Unknown)))
      return new Set(this.places);
    const ranges = union(...rules.flatMap((rule) => rule.ranges.map(({ may }) => may)));
    const named = rules
      .flatMap(({ groups }) => groups.flat())
      .flatMap((group) => (typeof group === 'string' ? (this.byGroup.get(group) ?? []) : []));
    const near = isEmpty(ranges)
      ? []
      : this.places.filter(
          (place) =>
            place.class &&
            interfacesOf(place.class.end).some((at) =>
              FAMILIES.some(
                (family) =>
                  presenceOf(at, family).has !== false && overlaps(ranges, presenceOf(at, family).addresses),
              ),
            ),
        );
    return new Set([...named, ...this.anywhere, ...near]);
  }
}

/** Who reaches whom on which ports, the internet and variables with ranges included. */
export function matrixOf(
  model: Model,
  names: Names,
  limits: Limits = LIMITS,
  families: readonly Family[] = FAMILIES,
): Matrix {
  const asked = new Set([...names.values()].flat());
  const variables = model.document.inputs
    .filter((name) => asked.has(`var.${name}`) || isAbout(model, name))
    .map((name) => `var.${name}`);
  const outer = ['internet', ...variables].map((name): Place => {
    const party = resolveEndpoints(model, name, name, NOWHERE).find(({ kind }) => kind === 'public');
    return { name: nameOf([name], names), members: [name], ...(party && { outside: party as Outside }) };
  });
  const inner = classesOf(model).map((one): Place => {
    const members = one.members.map(({ address }) => address);
    return { name: nameOf(members, names), members, class: one };
  });
  const places = [...outer.filter(({ outside }) => outside), ...apart(inner)];
  const ends = places.map(({ name, members }) => ({ name, members }));
  return withRoles(
    { ends, entries: new Builder(model, limits, families).build(places), notKnown: model.unread() },
    names,
  );
}

/** A role's name where its members are those of the class, otherwise what their addresses have in common. */
function nameOf(members: readonly string[], names: Names): string {
  const role = [...names].find(
    ([, own]) => own.length === members.length && members.every((one) => own.includes(one)),
  );
  return role?.[0] ?? label(members);
}

/** Whether rules name a variable, or the plan tells that it holds ranges. */
function isAbout(model: Model, name: string): boolean {
  const ranges = model.document.input(name)?.ranges;
  if (ranges)
    return FAMILIES.some((family) => !isInternet(ranges, family) && overlaps(ranges, PUBLIC[family]));
  return isNamed(model, name);
}

function isNamed(model: Model, name: string, ...directions: readonly Direction[]): boolean {
  return model.groups.ranges(...directions).some((match) => match.label === `var.${name}`);
}

const isGoal = (model: Model, name: string): boolean =>
  !name.startsWith('var.') || isNamed(model, name.slice('var.'.length), 'egress');

/** Names classes whose members' addresses have the same in common by their first members. */
function apart(places: readonly Place[]): Place[] {
  const counts = new Map<string, number>();
  for (const { name } of places) counts.set(name, (counts.get(name) ?? 0) + 1);
  return places.map((place) =>
    counts.get(place.name) === 1
      ? place
      : { ...place, name: `${place.members[0] ?? ''}, … (${place.members.length})` },
  );
}

function label(members: readonly string[]): string {
  const [first = ''] = members;
  if (members.length === 1) return first;
  const stem = members.reduce((common, member) => {
    let length = 0;
    while (length < common.length && common[length] === member[length]) length++;
    return common.slice(0, length);
  });
  return `${stem.replace(/[[_"]+$/, '') || first}… (${members.length})`;
}
