import { isDeepStrictEqual } from 'node:util';
import { type Attributes, None, RESOURCE_TYPES, type TaggedImport } from '../../resources';
import type { Tagged } from './tagged';

/** What a plan would make. */
export interface Planned {
  readonly address: string;
  readonly type: string;
  /** Its arguments, as far as they are known. */
  readonly after: Attributes;
}

/** Terraform's resource for something that is there already, and the id to import it by. */
export interface ResourceImport {
  readonly address: string;
  readonly id: string;
}

/** Further arguments of tagged resources by id: what tells apart those whose tags are the same, or what they are imported by. */
export type Details = ReadonlyMap<string, Attributes>;

/** An Auto Scaling group has its tags in blocks of their own. */
function tagsOf({ tags_all: tags, tag: blocks = [] }: Planned['after']): unknown {
  const list = blocks as readonly { readonly key: string; readonly value: string }[];
  return tags ?? Object.fromEntries(list.map(({ key, value }) => [key, value]));
}

const importOf = (type: string) => RESOURCE_TYPES.get(type)?.import;

function taggedImportOf(type: string): TaggedImport | undefined {
  const found = importOf(type);
  return found && 'kind' in found ? found : undefined;
}

function isSame(one: Planned, other: Tagged, details: Details): boolean {
  if (taggedImportOf(one.type)?.kind !== other.kind || !isDeepStrictEqual(tagsOf(one.after), other.tags))
    return false;
  return Object.entries(details.get(other.id) ?? {}).every(([name, value]) => {
    const wanted = one.after[name] ?? undefined;
    return wanted === undefined || wanted === value;
  });
}

export interface Matches {
  readonly imports: readonly ResourceImport[];
  /** Tagged things that are no one resource's of the plan, or whose import id is not known. */
  readonly others: readonly Tagged[];
}

/** Pairs what is in AWS with what a plan would make, where each is the only one for the other. */
export function match(untracked: readonly Tagged[], planned: readonly Planned[], details: Details): Matches {
  const imports: ResourceImport[] = [];
  const others: Tagged[] = [];
  for (const resource of untracked) {
    const [one, ...more] = planned.filter((candidate) => isSame(candidate, resource, details));
    const rivals = one && untracked.filter((other) => isSame(one, other, details));
    if (!one || more.length > 0 || rivals?.length !== 1) {
      others.push(resource);
      continue;
    }
    const importId = taggedImportOf(one.type)?.id;
    if (importId instanceof None) continue;
    const id = importId?.(resource, details.get(resource.id) ?? {});
    if (id === undefined) others.push(resource);
    else imports.push({ address: one.address, id });
  }
  return { imports, others };
}

/** The import id of a resource without tags; undefined where not all of its arguments are known. */
function idFromArguments(type: string, after: Attributes): string | undefined {
  const found = importOf(type);
  if (!found || !('template' in found)) return undefined;
  const names = [...found.template.matchAll(/{(\w+)}/g)].map(([, name = '']) => name);
  if (!names.every((name) => typeof after[name] === 'string')) return undefined;
  return found.template.replace(/{(\w+)}/g, (_, name: string) => String(after[name]));
}

/** What a plan would make of the resources without tags, where what they refer to is there: they may be there too. */
export const possibleParts = (planned: readonly Planned[]): ResourceImport[] =>
  planned.flatMap(({ address, type, after }) => {
    const id = idFromArguments(type, after);
    return id === undefined ? [] : [{ address, id }];
  });
