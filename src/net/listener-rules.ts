import { createHash } from 'node:crypto';

/** What a rule of a listener matches: a host name and a path, each where there are any. */
export interface RuleConditions {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  /** @default derived from the name */
  readonly priority?: number | undefined;
}

/** The first rule of a listener. AWS: "Listener rules": the lowest value is evaluated first. */
export const FIRST_PRIORITY = 1;

/** Highest value that a configuration may state; above it AWS numbers the rules that have no priority. */
export const LAST_PRIORITY = 49_000;

/** Where derived priorities begin: rules with paths come before rules for a whole host. */
const BANDS = { paths: 1000, hosts: 25_000 } as const;

/** Derived priorities of a band, and the distance between two: what AWS numbers after the last rule hits none of them. */
const SLOTS = 2400;
const STEP = 10;

/** Priority of a rule: stated, or derived from its own name and conditions alone, so that other rules never shift it. */
export function priorityOf({ name, paths, priority }: RuleConditions): number {
  if (priority !== undefined) return priority;
  const slot = createHash('sha256').update(name).digest().readUInt32BE(0) % SLOTS;
  return (paths.length > 0 ? BANDS.paths : BANDS.hosts) + slot * STEP;
}

/** Whether a text exists that both patterns match. AWS: "Path conditions": `*` is any text, `?` any character. */
export function patternsOverlap(one: string, other: string): boolean {
  const seen = new Map<string, boolean>();
  const meet = (i: number, j: number): boolean => {
    const key = `${i} ${j}`;
    const known = seen.get(key);
    if (known !== undefined) return known;
    seen.set(key, false);
    const result = meets(i, j);
    seen.set(key, result);
    return result;
  };
  const meets = (i: number, j: number): boolean => {
    const [a, b] = [one[i], other[j]];
    if (a === undefined && b === undefined) return true;
    if (a === '*') return meet(i + 1, j) || (b !== undefined && meet(i, j + 1));
    if (b === '*') return meet(i, j + 1) || (a !== undefined && meet(i + 1, j));
    if (a === undefined || b === undefined) return false;
    return (a === b || a === '?' || b === '?') && meet(i + 1, j + 1);
  };
  return meet(0, 0);
}

/** No condition matches everything. */
const listsOverlap = (ones: readonly string[], others: readonly string[]): boolean =>
  ones.length === 0 ||
  others.length === 0 ||
  ones.some((one) => others.some((other) => patternsOverlap(one, other)));

/** Whether one request can match both rules. */
export const rulesOverlap = (one: RuleConditions, other: RuleConditions): boolean =>
  listsOverlap(one.hosts, other.hosts) && listsOverlap(one.paths, other.paths);

/** Host names of a route: its own, or that of the domain, which has a page of its own for no other name. */
export const hostsOf = (
  { hosts }: Pick<RuleConditions, 'hosts'>,
  { domain }: { readonly domain?: { readonly name?: string | undefined } | undefined },
): readonly string[] => (hosts.length > 0 || domain?.name === undefined ? hosts : [domain.name]);
