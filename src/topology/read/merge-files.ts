import { entries, isObject, items, type Json, type JsonObject } from './json';

/** How many labels stand before the body of a block, by section. Sections that are not listed play no part in a network. */
const LABELS: Readonly<Record<string, 1 | 2>> = {
  resource: 2,
  data: 2,
  module: 1,
  variable: 1,
  output: 1,
  provider: 1,
};

type Bodies = Map<string, Json>;

const bodyOf = (json: Json): JsonObject => {
  const [only] = items(json);
  return isObject(only) ? only : {};
};

/**
 * Arguments and blocks of an override replace those of the same name; a dynamic block is of that name too.
 * @see https://developer.hashicorp.com/terraform/language/files/override
 */
function overridden(base: Json, over: Json): JsonObject {
  const [{ dynamic, ...stated }, { dynamic: added, ...own }] = [bodyOf(base), bodyOf(over)];
  const kept = entries(dynamic).filter(([label]) => !(label in own));
  const blocks = Object.fromEntries([...kept, ...entries(added)]);
  const replaced = entries(added).map(([label]) => label);
  const rest = Object.entries(stated).filter(([name]) => !replaced.includes(name));
  return {
    ...Object.fromEntries(rest),
    ...own,
    ...(Object.keys(blocks).length > 0 && { dynamic: blocks }),
  };
}

function place(bodies: Bodies, label: string, body: Json, overrides: boolean): void {
  const known = bodies.get(label);
  bodies.set(label, overrides && known !== undefined ? overridden(known, body) : body);
}

const toObject = (map: ReadonlyMap<string, Json>): JsonObject => Object.fromEntries(map);

/** A section's blocks by their label, or by their two labels with a space between. */
function bodiesOf(files: readonly JsonObject[], overrides: readonly JsonObject[], section: string): Bodies {
  const bodies: Bodies = new Map();
  const add = (file: JsonObject, isOverride: boolean): void => {
    for (const [label, inner] of entries(file[section])) {
      if (LABELS[section] === 1) place(bodies, label, inner, isOverride);
      else for (const [name, body] of entries(inner)) place(bodies, `${label} ${name}`, body, isOverride);
    }
  };
  for (const file of files) add(file, false);
  for (const file of overrides) add(file, true);
  return bodies;
}

function byType(bodies: Bodies): JsonObject {
  const types = new Map<string, Record<string, Json>>();
  for (const [labels, body] of bodies) {
    const [type = '', name = ''] = labels.split(' ');
    const named = types.get(type);
    if (named) named[name] = body;
    else types.set(type, { [name]: body });
  }
  return toObject(types);
}

/**
 * The files of one module as one, in the plainest form of Terraform's JSON syntax.
 * @param overrides `override.tf` and `*_override.tf`, in the order of their names; default: none
 */
export function mergeFiles(files: readonly JsonObject[], overrides: readonly JsonObject[] = []): JsonObject {
  const made: Record<string, Json> = {};
  for (const section of Object.keys(LABELS)) {
    const bodies = bodiesOf(files, overrides, section);
    if (bodies.size > 0) made[section] = LABELS[section] === 1 ? toObject(bodies) : byType(bodies);
  }
  const locals = [...files, ...overrides].flatMap((file) => entries(file['locals']));
  if (locals.length > 0) made['locals'] = Object.fromEntries(locals);
  return made;
}
