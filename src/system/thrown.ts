import { inspect, types } from 'node:util';
import { ConfigurationError, OperationError } from '../core/errors';

const KEYS = ['name', 'message', 'stack', 'code', 'path', 'syscall'] as const;

/** What was thrown. */
export interface Thrown extends Readonly<Partial<Record<(typeof KEYS)[number], string>>> {
  /** As `inspect` prints it, without a stack trace. */
  readonly text: string;
  /** Set if it is an error of this project, whose message is for users. */
  readonly explained?: ConfigurationError | OperationError;
  /** Messages of the errors of an AggregateError. */
  readonly messages: readonly string[];
}

/** The result, or undefined if it throws. Anything can be thrown: a property may throw when it is read, and a proxy at everything. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** A property that is a string. */
const textAt = (value: unknown, key: string): string | undefined =>
  attempt(() => {
    const property = (value as Readonly<Record<string, unknown>>)[key];
    return typeof property === 'string' ? property : undefined;
  });

const explainedOf = (value: unknown): Thrown['explained'] =>
  attempt(() => (value instanceof ConfigurationError || value instanceof OperationError ? value : undefined));

/** Versions of Node.js print proxies in different ways. */
const textOf = (value: unknown): string =>
  types.isProxy(value)
    ? 'A proxy'
    : (attempt(() => inspect(value).replace(/\n +at .*/g, '')) ?? 'An object that cannot be read');

/** Reads what was thrown, once. Never throws. */
export function readThrown(value: unknown): Thrown {
  const explained = explainedOf(value);
  const errors = attempt(() => [...(value as { errors: Iterable<unknown> }).errors]) ?? [];
  return {
    ...Object.fromEntries(KEYS.map((key) => [key, textAt(value, key)])),
    text: textOf(value),
    messages: errors.flatMap((error) => textAt(error, 'message') ?? []),
    ...(explained && { explained }),
  };
}
