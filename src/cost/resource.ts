import type { PricedResource } from '../resources';

export type Json = Readonly<Record<string, unknown>>;

/** One resource instance, with what its configuration says. */
export interface Resource {
  /** Terraform address, with the key of its instance. */
  readonly address: string;
  readonly type: string;
  /** Undefined if it is not in the configuration. */
  readonly region: string | undefined;
  /** Whether the number of instances is in the configuration. */
  readonly isCounted: boolean;
  readonly arguments: PricedResource;
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const list = (value: unknown): unknown[] => (value === undefined || value === null ? [] : [value].flat());

const isExpression = (value: string): boolean => value.includes('${');

/** Where an argument's reference leads: the address of a resource in the same module. */
export type ReferenceOf = (expression: unknown) => string | undefined;

/** Resources of a document, by address and by type. */
export interface Lookup {
  readonly referenceOf: ReferenceOf;
  resource(address: string): JsonResource | undefined;
  /** Finds a resource by its id, which a plan has of resources that exist. */
  resourceWithId(id: string): JsonResource | undefined;
  ofType(type: string): readonly JsonResource[];
}

/** Elements of a list that is written, or, in a plan, resources that its expression refers to. */
function writtenLength(expression: unknown): number {
  const references = isObject(expression) ? list(expression['references']) : [];
  const resources = references.filter(
    (one) => /^\w+\.[\w-]+$/.test(String(one)) && !/^(var|local|each)\./.test(String(one)),
  );
  return resources.length > 0 ? new Set(resources).size : list(expression).length;
}

/** A resource or a block of it: literal values, and the expressions of those that are computed. */
export class JsonResource implements PricedResource {
  constructor(
    private readonly values: Json,
    private readonly expressions: Json,
    private readonly lookup: Lookup,
  ) {}

  public text(argument: string): string | undefined {
    const value = this.values[argument];
    return typeof value === 'string' && value !== '' && !isExpression(value) ? value : undefined;
  }

  public number(argument: string): number | undefined {
    const value = this.values[argument];
    const number = typeof value === 'string' && value !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
  }

  public flag(argument: string): boolean | undefined {
    const value = this.values[argument];
    return typeof value === 'boolean' ? value : ({ true: true, false: false } as const)[String(value)];
  }

  public length(argument: string): number {
    const known = list(this.values[argument]).length;
    return known > 0 ? known : writtenLength(this.expressions[argument]);
  }

  public blocks(name: string): JsonResource[] {
    const expressions = list(this.expressions[name]);
    return list(this.values[name]).flatMap((value, index) => {
      const written = expressions[index];
      return isObject(value) ? [new JsonResource(value, isObject(written) ? written : {}, this.lookup)] : [];
    });
  }

  public referred(argument: string): JsonResource | undefined {
    const id = this.text(argument);
    const address = this.lookup.referenceOf(this.expressions[argument]);
    return (
      (id === undefined ? undefined : this.lookup.resourceWithId(id)) ??
      (address === undefined ? undefined : this.lookup.resource(address))
    );
  }

  public isReferredBy(type: string, argument: string): boolean {
    return this.lookup.ofType(type).some((resource) => resource.referred(argument) === this);
  }
}
