import { parseDocument } from 'yaml';
import { z } from 'zod';
import { ConfigurationError, type Issue } from '../core/errors';
import { pathText, valueAt } from '../core/property-path';
import type { PortRange, Protocol } from '../topology';
import { nameOf, readText } from './read-text';

/** A rule of an expectations file. It applies to every combination of source, destination and port. */
export interface Expectation {
  readonly name: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly protocol: Protocol;
  readonly ports: readonly PortRange[];
  readonly expected: 'yes' | 'no' | 'unknown';
  /** Reason for the expectation, printed if it is not met. */
  readonly reason?: string | undefined;
}

const LAST = 65_535;
const EVERY = 'every';

function toRange(port: number | string): PortRange | undefined {
  if (port === EVERY) return { from: 1, to: LAST };
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(String(port)) ?? [];
  const [from, to] = [Number(first), Number(last)];
  return from >= 1 && from <= to && to <= LAST ? { from, to } : undefined;
}

const isPort = (port: number | string): boolean => toRange(port) !== undefined;

const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1)]);
const end = z.string().min(1);
const port = z.union([z.number(), z.string()]).refine(isPort);

const EXPECTATION = z.strictObject({
  name: z.string().min(1),
  from: oneOrMore(end),
  to: oneOrMore(end),
  ports: oneOrMore(port),
  protocol: z.enum(['tcp', 'udp']).default('tcp'),
  expected: z.enum(['yes', 'no', 'unknown']),
  reason: z.string().optional(),
});
const FILE = z.array(EXPECTATION).min(1);

const END = 'internet, an address or CIDR block, var.NAME, a role or a Terraform address, or a list of them';
/** Accepted values by field name. */
const ACCEPTED: Readonly<Record<string, string>> = {
  name: 'a text',
  from: END,
  to: END,
  ports: 'ports from 1 to 65535: 22, "8000-8080", every, or a list of them',
  protocol: 'tcp or udp',
  expected: 'yes, no or unknown',
  reason: 'a text',
};
const FIELDS = Object.keys(ACCEPTED).join(', ');

const CODE = 'EXPECTATIONS';

function issueOf(file: string, data: unknown, { path, ...issue }: z.core.$ZodIssue): Issue {
  const field = [...path].reverse().find((step) => typeof step === 'string');
  const where = pathText([file, ...path]);
  if (issue.code === 'unrecognized_keys')
    return {
      code: CODE,
      path: where,
      given: issue.keys.join(', '),
      message: 'is not a field of an expectation',
      accepted: FIELDS,
    };
  const given = valueAt(data, path) ?? undefined;
  const accepted =
    field === undefined ? `a list of expectations with ${FIELDS}` : (ACCEPTED[String(field)] ?? FIELDS);
  const message = given !== undefined ? 'is not accepted' : path.length === 0 ? 'is empty' : 'is missing';
  return { code: CODE, path: where, ...(given !== undefined && { given }), message, accepted };
}

/** Reports duplicate names. Names identify results in tables and in code scanning. */
function twice(file: string, rules: readonly { readonly name: string }[]): Issue[] {
  return rules.flatMap(({ name }, i) => {
    const first = rules.findIndex((other) => other.name === name);
    const path = `${file}[${i}].name`;
    return first === i
      ? []
      : [
          {
            code: CODE,
            path,
            given: name,
            message: `is the name of ${file}[${first}] too`,
            accepted: 'a name of its own',
          },
        ];
  });
}

const listOf = <T>(value: T | readonly T[]): readonly T[] => [value].flat() as readonly T[];

/**
 * Reads an expectations file in YAML or JSON.
 *
 * @throws ConfigurationError EXPECTATIONS with all errors in the file, or TOPOLOGY_UNREADABLE
 */
export function readExpectations(path: string): readonly Expectation[] {
  const file = nameOf(path);
  const document = parseDocument(readText(path, 'a file of expectations in YAML'));
  if (document.errors.length > 0)
    throw new ConfigurationError(
      document.errors.map(({ message, linePos }) => ({
        code: CODE,
        path: linePos ? `${file}:${linePos[0].line}` : file,
        message: `is not YAML: ${message.split(/ at line|\n/)[0]}`,
        accepted: `a list of expectations with ${FIELDS}`,
      })),
    );
  const data: unknown = document.toJS();
  const { success, data: rules, error } = FILE.safeParse(data);
  const issues = success ? twice(file, rules) : error.issues.map((issue) => issueOf(file, data, issue));
  if (!success || issues.length > 0) throw new ConfigurationError(issues);
  return rules.map((rule) => ({
    ...rule,
    from: listOf(rule.from),
    to: listOf(rule.to),
    ports: listOf(rule.ports).flatMap((one) => toRange(one) ?? []),
  }));
}
