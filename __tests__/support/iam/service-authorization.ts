import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ActionExtract {
  readonly conditionKeys: readonly string[];
  readonly resourceTypes: Readonly<
    Record<string, { readonly required: boolean; readonly conditionKeys: readonly string[] }>
  >;
}

export interface ServiceExtract {
  readonly actions: Readonly<Record<string, ActionExtract>>;
  readonly resourceTypes: Readonly<
    Record<string, { readonly arn: string; readonly conditionKeys: readonly string[] }>
  >;
}

/** A dated extract of the Service Authorization Reference. */
export interface Extract {
  readonly source: string;
  readonly publishedBy: string;
  readonly date: string;
  readonly services: Readonly<Record<string, ServiceExtract>>;
}

export const EXTRACT_FILE = join(__dirname, '..', '..', 'iam', 'service-authorization.json');

export const serviceAuthorization = (): Extract => JSON.parse(readFileSync(EXTRACT_FILE, 'utf8')) as Extract;

/** Converts an ARN template, e.g. `arn:${Partition}:ec2:${Region}:${Account}:vpc/${VpcId}`, to a regular expression. */
const expressionOf = (template: string): RegExp =>
  new RegExp(
    `^${template
      .replace(/[.+?^()|[\]\\*]/g, '\\$&')
      // Public parameters of AWS have no account id.
      .replace(/\$\{(Partition|Region|Account)\}/g, '[^:/]*')
      .replace(/\$\{\w+\}/g, '.+')}$`,
  );

/** Texts that `*` may match: one or more segments. */
const STAND_INS = ['x', 'x/x', 'x/x/x', 'x/x/x/x', 'x:x'];

/** Resource types of an action that an ARN pattern may match. */
export function typesMatching(service: ServiceExtract, action: ActionExtract, pattern: string): string[] {
  const examples = STAND_INS.map((text) => pattern.replaceAll('*', text));
  return Object.keys(action.resourceTypes).filter((type) => {
    const expression = expressionOf(service.resourceTypes[type]?.arn ?? '');
    return examples.some((example) => expression.test(example));
  });
}

/** Global condition keys that every request has. AWS: "AWS global condition context keys". */
const GLOBAL = ['aws:RequestedRegion'];

/** Whether a key, e.g. `aws:ResourceTag/Project`, is supported, e.g. as `aws:ResourceTag/${TagKey}`. */
export const isSupported = (key: string, supported: readonly string[]): boolean =>
  [...GLOBAL, ...supported].some((known) => {
    const start = known.replace(/\$\{\w+\}$/, '');
    return start === known ? key === known : key.startsWith(start) && key.length > start.length;
  });
