import { isDeepStrictEqual } from 'node:util';
import { type Attributes, None, RESOURCE_TYPES, type TaggedImport } from '../../resources';
import type { Tagged } from './tagged';

/** A resource that a plan would create. */
export interface Planned {
  readonly address: string;
  readonly type: string;
  /** Known arguments. */
  readonly after: Attributes;
}

/** Address and id for `terraform import`. */
export interface ResourceImport {
  readonly address: string;
  readonly id: string;
}

/** Arguments of tagged resources by id, which distinguish resources with the same tags, or are import ids. */
export type Details = ReadonlyMap<string, Attributes>;

/** Tags of a planned resource. An Auto Scaling group has them in `tag` blocks. */
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
  /** Tagged resources that match no or several planned resources, or have no known import id. */
  readonly others: readonly Tagged[];
}

/** Matches untracked with planned resources where both have exactly one match. */
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

/** Import id of a resource without tags. Undefined unless all of its arguments are known. */
function idFromArguments(type: string, after: Attributes): string | undefined {
  const found = importOf(type);
  if (!found || !('template' in found)) return undefined;
  const names = [...found.template.matchAll(/{(\w+)}/g)].map(([, name = '']) => name);
  if (!names.every((name) => typeof after[name] === 'string')) return undefined;
  return found.template.replace(/{(\w+)}/g, (_, name: string) => String(after[name]));
}

/** Import ids of planned resources without tags whose arguments are known. They may exist. */
export const possibleParts = (planned: readonly Planned[]): ResourceImport[] =>
  planned.flatMap(({ address, type, after }) => {
    const id = idFromArguments(type, after);
    return id === undefined ? [] : [{ address, id }];
  });
