import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type Json, JsonResource, type Lookup, type Resource } from './resource';

const REFERENCE = /\$\{(aws_\w+\.\w+)\./;

/** A synthesized stack. CDKTF: "Synthesize", Terraform JSON. */
interface Document {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly provider?: Readonly<Record<string, readonly Json[]>>;
}

interface Block {
  readonly type: string;
  readonly address: string;
  readonly args: Json;
}

/** Keys of a block's instances: one without a key, those of `count` or `for_each`, or undefined if an expression makes them. */
function keysOf({ count, for_each: forEach }: Json): readonly string[] | undefined {
  if (count === undefined && forEach === undefined) return [''];
  if (typeof count === 'number') return Array.from({ length: count }, (_, index) => `[${index}]`);
  if (isObject(forEach)) return Object.keys(forEach).map((key) => `[${JSON.stringify(key)}]`);
  return undefined;
}

function regionOf({ provider = {} }: Document, { provider: named }: Json): string | undefined {
  const [, alias] = String(named ?? '').split('.');
  const found = (provider['aws'] ?? []).find((one) => one['alias'] === alias);
  const region = found?.['region'];
  return typeof region === 'string' && !region.includes('${') ? region : undefined;
}

/** Resources of a synthesized stack. Values that Terraform knows after an apply alone are undefined. */
export function resourcesOfStack(document: Document): Resource[] {
  const blocks = Object.entries(document.resource ?? {}).flatMap(([type, named]) =>
    Object.entries(named).map(([name, args]): Block => ({ type, address: `${type}.${name}`, args })),
  );
  const made = new Map<string, JsonResource>();
  const lookup: Lookup = {
    referenceOf: (expression) => REFERENCE.exec(String(expression))?.[1],
    resource: (address) => made.get(address),
    resourceWithId: () => undefined,
    ofType: (type) => [...made].flatMap(([address, one]) => (address.startsWith(`${type}.`) ? [one] : [])),
  };
  for (const { address, args } of blocks) made.set(address, new JsonResource(args, args, lookup));
  return blocks.flatMap(({ type, address, args }) => {
    const keys = keysOf(args);
    return (keys ?? ['']).map((key) => ({
      address: `${address}${key}`,
      type,
      region: regionOf(document, args),
      isCounted: keys !== undefined,
      arguments: made.get(address) as JsonResource,
    }));
  });
}

/** Reads the directory of a synthesized stack. */
export const readStack = (directory: string): Resource[] =>
  resourcesOfStack(JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8')) as Document);
