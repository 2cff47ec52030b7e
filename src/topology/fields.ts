import { Directory, type Resource } from './document';
import { Link, type Candidate } from './link';
import { ANY_TYPE, ID, LINKS, type LinkType } from './link-types';
import { choices } from './choices';
import { remembered } from './model/remembered';
import {
  Candidates,
  Mentions,
  OutsideId,
  Reference,
  Unknown,
  Variable,
  anyOf,
  isFields,
  isList,
  references,
  type Value,
} from './value';

/** Attributes that name a resource, and nothing else. */
const IDENTIFYING = ['id', 'arn', 'name'];

export type Certainty = boolean | Unknown;

const shown = (value: Value): Value =>
  value instanceof Variable && value.fallback !== undefined ? value.fallback : value;

/** Reads the arguments of a resource, or of a block in it, as what the network needs them to be. */
export class Arguments {
  private readonly linkOf = new Map<string, Link>();

  constructor(
    private readonly directory: Directory,
    /** The resource that holds them, to name it in an answer. */
    readonly owner: Resource,
    readonly raw: (name: string) => Value,
  ) {}

  public text(name: string): string | Unknown | undefined {
    const value = this.scalar(name);
    return value === undefined || value instanceof Unknown ? value : String(value);
  }

  public number(name: string): number | Unknown | undefined {
    const value = this.scalar(name);
    if (value === undefined || value instanceof Unknown) return value;
    const number = Number(value);
    return Number.isFinite(number) ? number : this.gap(name, `"${String(value)}"`);
  }

  public flag(name: string, otherwise: boolean): Certainty {
    const value = this.scalar(name);
    if (value instanceof Unknown) return value;
    return value === undefined ? otherwise : value === true || value === 'true' || value === 1;
  }

  /** Blocks of this name; a block that nobody can read is one whose every argument is unknown. */
  public blocks(name: string): Arguments[] {
    const value = shown(this.raw(name));
    const blocks = isList(value) ? value : value === undefined || value === null ? [] : [value];
    return blocks.flatMap((block) => {
      if (isFields(block)) return [new Arguments(this.directory, this.owner, (inner) => block[inner])];
      const gap = block instanceof Unknown ? anyOf(block) : this.gap(name, 'its blocks', block);
      return typeof block === 'object' ? [new Arguments(this.directory, this.owner, () => gap)] : [];
    });
  }

  /** Whether it is stated, or may be. */
  public has(name: string): boolean {
    const value = this.raw(name);
    return value !== undefined && value !== null && value !== '';
  }

  /** Where an argument leads. */
  public link(name: string): Link {
    return remembered(this.linkOf, name, () => this.toLink(this.raw(name), name));
  }

  /** Where the items of a list lead: each stands for at least one member, unless it may be nothing. */
  public links(name: string): Link[] {
    return choices(shown(this.raw(name)))
      .map((item) => this.toLink(item, name))
      .filter((link) => link.isStated);
  }

  private toLink(value: Value, name: string): Link {
    const type = LINKS[name] ?? ANY_TYPE;
    return Link.of(this.candidates(value, name, type), this.where(name));
  }

  private candidates(given: Value, name: string, type: LinkType): readonly Candidate[] {
    const value = shown(given);
    if (value === undefined || value === null || value === '') return [undefined];
    if (value instanceof Candidates) return this.among(value, name, type);
    const alike = given instanceof Variable ? this.sameName(given, type) : undefined;
    if (alike) return [alike];
    if (value instanceof OutsideId) return [this.outside(value.why, value.identity, name)];
    if (value instanceof Unknown)
      return [...this.unknown(value, name, type), ...(value.beyond === 'outside' ? this.named(type) : [])];
    if (value instanceof Variable)
      return [
        new Unknown(
          `${this.where(name)}: ${value.name} is set when Terraform runs`,
          [],
          'outside',
          value.identity,
        ),
        ...this.named(type),
      ];
    if (value instanceof Reference) return this.referred(value, name, type);
    if (typeof value !== 'object') return this.identified(String(value), name, type);
    return [this.gap(name, undefined, value)];
  }

  /** What is named by the same variable. */
  private sameName({ identity }: Variable, type: LinkType): Reference | undefined {
    if (identity === undefined) return undefined;
    const named = this.directory.named(type);
    return named.find(({ name }) => name instanceof Variable && name.identity === identity)?.to;
  }

  /** What a name that is not known may lead to, or a known one where it is not that of another resource. */
  private named(type: LinkType, isKnown = false): readonly Reference[] {
    return this.directory
      .named(type)
      .filter(({ name }) => !isKnown || typeof name === 'object')
      .map(({ to }) => to);
  }

  private among(value: Candidates, name: string, type: LinkType): readonly Candidate[] {
    const kept =
      value instanceof Mentions ? value.items.filter((item) => this.mayBeSource(item, type)) : value.items;
    const none = new Unknown(value.why ?? 'a value that is not told', [], 'planned');
    return (kept.length > 0 ? kept : [none]).flatMap((item) => this.candidates(item, name, type));
  }

  /** The id of another kind of thing only says how a plan's expression chose between the rest of what it mentions. */
  private mayBeSource(item: Value, type: LinkType): boolean {
    if (!(item instanceof Reference) || this.directory.fits(item, type)) return true;
    return !IDENTIFYING.includes(item.path);
  }

  private unknown(
    { why, from, beyond, identity }: Unknown,
    name: string,
    type: LinkType,
  ): readonly Candidate[] {
    const named = `${this.where(name)}: ${why}`;
    const fitting = from.filter((one) => this.directory.fits(one, type));
    if (beyond !== 'planned') return [...fitting, new Unknown(named, [], beyond, identity)];
    const planned = [...fitting, ...this.directory.planned(type)];
    const { deferred } = this.directory;
    if (planned.length > 0 && type.isClosed === true && deferred === undefined) return planned;
    return [
      ...planned,
      new Unknown(deferred === undefined ? named : `${named} (${deferred})`, [], 'outside'),
    ];
  }

  private referred(found: Reference, name: string, type: LinkType): readonly Candidate[] {
    if (!this.directory.at(found.address) || this.directory.fits(found, type)) return [found];
    const attribute = found.path === '' ? found.address : `${found.address}.${found.path}`;
    return this.unknown(
      new Unknown(attribute, [], this.directory.isPlan ? 'planned' : 'anything'),
      name,
      type,
    );
  }

  private identified(text: string, name: string, type: LinkType): readonly Candidate[] {
    // A group of another account is written "123456789012/sg-0123".
    const found = this.directory.identified(text.replace(/^\d{12}\//, ''), type);
    if (!(found instanceof Unknown)) return [found];
    if (this.directory.isPlan && ID.test(text)) return [this.outside(found.why, text, name)];
    return [new Unknown(`${this.where(name)}: ${found.why}`, [], 'outside', text), ...this.named(type, true)];
  }

  private outside(why: string, identity: string | undefined, name: string): OutsideId {
    return new OutsideId(`${this.where(name)}: ${why}`, [], 'outside', identity);
  }

  private scalar(name: string): string | number | boolean | Unknown | undefined {
    const value = shown(this.raw(name));
    if (value === undefined || value === null || value === '') return undefined;
    return typeof value === 'object' ? this.gap(name, undefined, value) : value;
  }

  private where(name: string): string {
    return `${this.owner.address}'s ${name.replaceAll('_', ' ')}`;
  }

  private gap(name: string, what?: string, value?: Value): Unknown {
    const why =
      value instanceof Unknown || value instanceof Candidates
        ? value.why
        : value instanceof Variable
          ? `${value.name} is set when Terraform runs`
          : what;
    return new Unknown(
      why === undefined ? this.where(name) : `${this.where(name)}: ${why}`,
      references(value),
    );
  }
}
