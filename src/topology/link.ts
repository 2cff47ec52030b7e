import { OneOfSeveral, Reference, Unknown } from './value';

/** What a link may lead to: a resource of the file, something that is not known, or nothing where it is not stated. */
export type Candidate = Reference | Unknown | undefined;

export type Leads = 'yes' | 'perhaps' | 'no';

/** Whether it is a resource with all of its instances. */
const isWhole = (one: Candidate): one is Reference =>
  one instanceof Reference && !(one instanceof OneOfSeveral);

const addressOf = (reference: Reference): string => reference.address;

/**
 * Where an argument leads: a set of candidates. Nothing but the whole set can be asked, so that what is not understood
 * never passes for what is not there, nor for what is. As an item of a list it stands for at least one of them.
 */
export class Link {
  private constructor(
    private readonly candidates: readonly Candidate[],
    private readonly where: string,
  ) {}

  /** @param where what to call it: `aws_instance.web's subnet id` */
  public static of(candidates: readonly Candidate[], where: string): Link {
    const known = new Map<string, Candidate>();
    for (const one of candidates) {
      const key = one instanceof Reference ? `${one.address} ${one.path}` : (one?.why ?? '');
      const part = one instanceof OneOfSeveral ? ' of several' : '';
      known.set(one instanceof Unknown ? `? ${one.beyond} ${one.identity ?? ''} ${key}` : key + part, one);
    }
    return new Link([...known.values()], where);
  }

  public static to(reference: Reference): Link {
    return new Link([reference], reference.address);
  }

  /** False where it is certain that it is not stated. */
  public get isStated(): boolean {
    return this.candidates.some((one) => one !== undefined);
  }

  /** True where it is certain that it is stated, whatever it leads to. */
  public get isCertain(): boolean {
    return this.candidates.every((one) => one !== undefined);
  }

  /** The resource that it leads to, where nothing else is possible. */
  public get sure(): Reference | undefined {
    const [only] = this.candidates;
    return this.candidates.length === 1 && isWhole(only) ? only : undefined;
  }

  /** What is not known of it. */
  public get why(): string {
    const [gap] = this.candidates.filter((one) => one instanceof Unknown);
    if (gap) return gap.why;
    const named = this.candidates.filter((one) => one instanceof Reference).map(addressOf);
    if (named.length === 0) return this.where;
    const which = this.isCertain
      ? `which of ${named.join(', ')} it is`
      : `whether it is ${named.join(' or ')}`;
    return `${this.where}: ${which}`;
  }

  /** One outcome for each candidate. */
  public each<T>(judge: (candidate: Candidate) => T): T[] {
    return this.candidates.map(judge);
  }

  /** One outcome for each candidate that is stated. */
  public stated<T>(judge: (candidate: Reference | Unknown) => T): T[] {
    return this.candidates.filter((one) => one !== undefined).map(judge);
  }

  /** The same link without its being not stated. */
  public or(other: Link): Link {
    if (this.isCertain) return this;
    const own = this.candidates.filter((one) => one !== undefined);
    return own.length === 0 ? other : Link.of([...own, ...other.candidates], this.where);
  }

  /** The same link where it may as well not be stated. */
  public perhaps(): Link {
    return Link.of([...this.candidates, undefined], this.where);
  }

  /** The same link without resources to which it cannot lead. */
  public without(isNone: (one: Reference) => boolean): Link {
    const kept = this.candidates.filter((one) => !(one instanceof Reference && isNone(one)));
    return kept.length === 0 ? this : Link.of(kept, this.where);
  }

  /** The same link where it is known to be stated. */
  public certainly(): Link {
    return Link.of(
      this.candidates.filter((one) => one !== undefined),
      this.where,
    );
  }

  /** What it leads to by key, where it is one of these and nothing else; otherwise undefined. */
  public keys(keyOf: (reference: Reference) => string = addressOf): ReadonlySet<string> | undefined {
    const known = this.candidates.filter(isWhole);
    return known.length === this.candidates.length ? new Set(known.map(keyOf)) : undefined;
  }

  /** Whether it may lead to something that is not in the file. */
  public get mayLeave(): boolean {
    return this.candidates.some((one) => one instanceof Unknown);
  }

  /** Whether it leads to what is known by this key: an address, or the identity of what is not in the file. */
  public leadsTo(key: string, keyOf: (reference: Reference) => string = addressOf): Leads {
    const own = (one: Candidate): string | undefined =>
      one instanceof Reference ? keyOf(one) : one?.identity;
    const hits = this.candidates.filter((one) => own(one) === key);
    const isAll = hits.length === this.candidates.length && !hits.some((one) => one instanceof OneOfSeveral);
    if (hits.length > 0) return isAll ? 'yes' : 'perhaps';
    return this.candidates.some((one) => one instanceof Unknown && one.beyond === 'anything')
      ? 'perhaps'
      : 'no';
  }
}

/**
 * Whether one of these links surely leads to this key, where no two of them can lead to the same one: as many links as
 * there are keys that they may lead to leave none of the keys out.
 */
export function someLeadsTo(
  links: readonly Link[],
  key: string,
  keyOf: (reference: Reference) => string = addressOf,
): boolean {
  const sets = links.map((link) => link.keys(keyOf)).filter((keys) => keys !== undefined);
  const within = (keys: ReadonlySet<string>): number =>
    sets.filter((other) => [...other].every((one) => keys.has(one))).length;
  return sets.some((keys) => keys.has(key) && within(keys) >= keys.size);
}

/** Whether all of these hold. */
export const both = (...leads: readonly Leads[]): Leads =>
  leads.includes('no') ? 'no' : leads.includes('perhaps') ? 'perhaps' : 'yes';

export const leadsFor = (certain: boolean): Leads => (certain ? 'yes' : 'perhaps');
