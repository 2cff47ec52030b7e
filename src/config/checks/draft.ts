import type { ErrorCode } from '../../core/errors';
import { roleOf, SERVER_ROLE_NAMES, type ServerRoleName } from '../../roles';
import type { ServerRole } from '../../roles/role';
import type { Environment } from '../shape';

type DeepPartial<T> = T extends object ? { readonly [K in keyof T]?: DeepPartial<T[K]> | undefined } : T;

/** An environment in which anything may be missing, because it was not given or is invalid. */
export type Draft = DeepPartial<Environment>;

export type ServerDraft = NonNullable<NonNullable<Draft['servers']>[number]>;

/** What a cross-check found. */
export interface Finding {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly accepted: string;
  /** The value, where it may be a default. @default what stands at the path */
  readonly given?: unknown;
  readonly code?: ErrorCode;
  /** Whether the value must not be printed. @default by its form */
  readonly secret?: boolean;
}

export type Check = (draft: Draft) => readonly Finding[];

/** Levels of a configuration, and more: a value that refers to itself has no end. */
const DEPTH = 16;

const copyOf = (value: unknown, depth = DEPTH): unknown => {
  if (typeof value !== 'object' || value === null || depth === 0) return value;
  if (Array.isArray(value)) return value.map((inner) => copyOf(inner, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner, depth - 1)]));
};

/** Where zod found something. */
interface InvalidPath {
  readonly code?: string | undefined;
  readonly path?: readonly PropertyKey[] | undefined;
}

/** A copy without the values at which an issue points. */
export function withoutInvalid(value: unknown, issues: readonly InvalidPath[]): Draft {
  if (issues.length === 0) return value as Draft;
  const holder: Record<PropertyKey, unknown> = { draft: copyOf(value) };
  for (const { code, path = [] } of issues) {
    if (code === 'unrecognized_keys') continue;
    const whole = ['draft', ...path];
    const parent = whole
      .slice(0, -1)
      .reduce<unknown>((at, key) => (at as typeof holder | undefined)?.[key], holder);
    if (typeof parent === 'object' && parent !== null)
      (parent as typeof holder)[whole.at(-1) ?? ''] = undefined;
  }
  return (typeof holder['draft'] === 'object' && holder['draft'] !== null ? holder['draft'] : {}) as Draft;
}

/** The entries of a list that are there, each with its position. */
export const present = <T>(list: readonly (T | undefined)[] | undefined): [number, T][] =>
  (list ?? []).flatMap((entry, index) => (entry === undefined ? [] : [[index, entry]]));

/** What is to be said of each server whose role is known. */
export const ofEach = (
  { servers }: Draft,
  find: (
    server: ServerDraft,
    role: ServerRoleName,
    at: (key: keyof ServerDraft) => PropertyKey[],
  ) => Finding[],
): Finding[] =>
  present(servers).flatMap(([index, server]) =>
    server.role === undefined ? [] : find(server, server.role, (key) => ['servers', index, key]),
  );

/** The roles with a property, as text for a message: `role "jenkins" or "elk"`. */
export const rolesWhere = (has: (role: ServerRole) => boolean): string =>
  `role ${SERVER_ROLE_NAMES.filter((name) => has(roleOf(name)))
    .map((name) => `"${name}"`)
    .join(' or ')}`;

/** The path of a value that must be unique, the value, and the message for a duplicate. */
export type Entry = readonly [path: readonly PropertyKey[], key: string, message?: string];

/** A finding for each entry whose key an earlier entry has. */
export function duplicates(entries: readonly Entry[], accepted: string): Finding[] {
  const first = new Map<string, Entry>();
  return entries.flatMap((entry) => {
    const [path, key, message = 'is a duplicate'] = entry;
    if (!first.has(key)) first.set(key, entry);
    return first.get(key) === entry ? [] : [{ path, message, accepted, code: 'NAME_DUPLICATE' }];
  });
}

/** The first finding of each path. */
export const oncePerPath = (findings: readonly Finding[]): Finding[] =>
  [...new Map([...findings].reverse().map((finding) => [finding.path.join(), finding])).values()].reverse();
