import type * as z from 'zod';
import { type ConfigurationKey, keysOf } from '../../config/keys';
import { code, markdownTable } from './markdown';

function defaultOf({ required, whenOmitted, defaultValue }: ConfigurationKey): string {
  if (required) return 'required';
  if (whenOmitted !== undefined) return whenOmitted;
  return code(typeof defaultValue === 'string' ? defaultValue : JSON.stringify(defaultValue));
}

/** Formats a table of configuration keys, with descriptions and defaults. */
export const configurationTable = (shape: z.ZodType): string =>
  markdownTable(
    ['key', 'what it is', 'default'],
    keysOf(shape).map((key) => [code(key.path), key.description ?? '', defaultOf(key)]),
  );
