import { Directory, type Resource } from './document';
import { Candidates, Reference, Unknown, Variable, isFields, isList, references, type Value } from './value';

/** Where an argument leads: to a resource of the file, to something that is not known, or it is not stated. */
export type Link = Reference | Unknown | undefined;
export type Certainty = boolean | Unknown;

const shown = (value: Value): Value =>
  value instanceof Variable && value.fallback !== undefined ? value.fallback : value;

/** Reads the arguments of a resource, or of a block in it, as what the network needs them to be. */
export class Arguments {
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
      const gap = block instanceof Unknown ? block : this.gap(name, 'its blocks', block);
      return typeof block === 'object' ? [new Arguments(this.directory, this.owner, () => gap)] : [];
    });
  }

  public has(name: string): boolean {
    const value = this.raw(name);
    return value !== undefined && value !== null && value !== '';
  }

  public link(name: string, types?: RegExp): Link {
    return this.follow(this.raw(name), name, types);
  }

  public links(name: string, types?: RegExp): (Reference | Unknown)[] {
    return this.each(this.raw(name), types)
      .map((item) => this.follow(item, name, types))
      .filter((item) => item !== undefined);
  }

  /** The items of a list, however nested; of what a plan mentions, those that the argument can mean. */
  private each(given: Value, types?: RegExp): readonly Value[] {
    const value = shown(given);
    if (isList(value)) return value.flatMap((item) => this.each(item, types));
    if (!(value instanceof Candidates)) return [value];
    const meant = value.items.filter((item) => !(item instanceof Reference) || this.fits(item, types));
    return meant.flatMap((item) => this.each(item, types));
  }

  private fits(found: Reference, types: RegExp = /^/): boolean {
    return types.test(this.directory.at(found.address)?.type ?? found.address);
  }

  private follow(given: Value, name: string, types?: RegExp): Link {
    const value = shown(given);
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value === 'string') return this.identified(value, name, types);
    if (value instanceof Reference) return value;
    const among = references(value).filter((found) => this.fits(found, types));
    if (value instanceof Candidates && among.length === 1) return among[0];
    if (value instanceof Candidates && among.length === 0) return undefined;
    const why = value instanceof Unknown ? value.why : undefined;
    return new Unknown(why === undefined ? this.where(name) : `${this.where(name)}: ${why}`, among);
  }

  private identified(text: string, name: string, types?: RegExp): Reference | Unknown {
    // A group of another account is written "123456789012/sg-0123".
    const found = this.directory.identified(text.replace(/^\d{12}\//, ''), types);
    return found instanceof Unknown ? new Unknown(`${this.where(name)}: ${found.why}`) : found;
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
      value instanceof Unknown
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
