import * as z from 'zod';

/** One key of the configuration, as the documentation lists it. */
export interface ConfigurationKey {
  /** E.g. `servers[].container.port`. */
  readonly path: string;
  readonly description: string | undefined;
  readonly required: boolean;
  /** The default as a value, where the shape has one. */
  readonly defaultValue: unknown;
  /** What happens where the key is left out, in words. */
  readonly whenOmitted: string | undefined;
}

interface Unwrapped {
  readonly schema: z.core.$ZodType;
  readonly facts: Omit<ConfigurationKey, 'path'>;
}

/** The schema below defaults and optionality, with what these and the metadata say. */
function unwrap(schema: z.core.$ZodType): Unwrapped {
  const { description, whenOmitted } = z.globalRegistry.get(schema) ?? {};
  const own = { description, whenOmitted: whenOmitted as string | undefined };
  if (!(schema instanceof z.ZodOptional || schema instanceof z.ZodDefault))
    return { schema, facts: { ...own, required: true, defaultValue: undefined } };
  const inner = unwrap(schema.def.innerType);
  return {
    schema: inner.schema,
    facts: {
      required: false,
      defaultValue: schema instanceof z.ZodDefault ? schema.def.defaultValue : inner.facts.defaultValue,
      description: own.description ?? inner.facts.description,
      whenOmitted: own.whenOmitted ?? inner.facts.whenOmitted,
    },
  };
}

function below(schema: z.core.$ZodType, path: string): ConfigurationKey[] {
  if (schema instanceof z.ZodArray) return below(unwrap(schema.def.element).schema, `${path}[]`);
  if (schema instanceof z.ZodUnion) return schema.def.options.flatMap((option) => below(option, path));
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.def.shape).flatMap(([key, value]) => {
    const at = path === '' ? key : `${path}.${key}`;
    const { schema: inner, facts } = unwrap(value as z.core.$ZodType);
    return [{ path: at, ...facts }, ...below(inner, at)];
  });
}

/** Every key of a shape in its order; a key that several options of a union have appears once. */
export function keysOf(shape: z.core.$ZodType): ConfigurationKey[] {
  const byPath = new Map<string, ConfigurationKey>();
  for (const key of below(shape, '')) {
    const known = byPath.get(key.path);
    if (!known || (known.description === undefined && key.description !== undefined))
      byPath.set(key.path, key);
  }
  return [...byPath.values()];
}
