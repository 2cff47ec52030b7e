/** The parts of `terraform show -json` and `terraform providers schema -json` that are used here. */
interface Plan {
  readonly format_version: string;
  readonly resource_changes?: readonly ResourceChange[];
  readonly resource_drift?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
  readonly relevant_attributes?: unknown;
}

interface ResourceChange {
  readonly mode: string;
  readonly type: string;
  readonly provider_name: string;
  readonly change: Change;
}

interface Change {
  readonly before?: unknown;
  readonly after?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
}

type SchemasByType = Readonly<Record<string, unknown>>;

interface Schemas {
  readonly format_version: string;
  readonly provider_schemas?: Readonly<
    Record<
      string,
      { readonly resource_schemas?: SchemasByType; readonly data_source_schemas?: SchemasByType }
    >
  >;
}

/** Redacts sensitive values. The marks are `true` for a whole value, or have the same shape with `true` inside. */
function redacted(value: unknown, marks: unknown): unknown {
  if (marks === true) return typeof value === 'string' ? 'REDACTED' : null;
  if (typeof value !== 'object' || value === null || typeof marks !== 'object' || marks === null)
    return value;
  const inner = marks as Readonly<Record<string, unknown>>;
  const entries = Object.entries(value).map(([key, each]) => [key, redacted(each, inner[key])] as const);
  return Array.isArray(value) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}

const redactedChange = (change: Change): Change => ({
  ...change,
  before: redacted(change.before, change.before_sensitive),
  after: redacted(change.after, change.after_sensitive),
});

const redactedChanges = (changes: readonly ResourceChange[] = []): ResourceChange[] =>
  changes.map((each) => ({ ...each, change: redactedChange(each.change) }));

/** Schemas of changed resources only, because a provider's schemas are large. */
function schemasOf(changes: readonly ResourceChange[], { provider_schemas: all = {} }: Schemas): object {
  const of = (schemas: SchemasByType = {}, mode: string, provider: string) => {
    const types = changes.filter((each) => each.mode === mode && each.provider_name === provider);
    return Object.fromEntries(types.map(({ type }) => [type, schemas[type]]));
  };
  return Object.fromEntries(
    Object.entries(all).map(([provider, { resource_schemas, data_source_schemas }]) => [
      provider,
      {
        resource_schemas: of(resource_schemas, 'managed', provider),
        data_source_schemas: of(data_source_schemas, 'data', provider),
      },
    ]),
  );
}

/**
 * Converts a plan to the format that the CLI renders, without sensitive values.
 * https://github.com/hashicorp/terraform/blob/v1.11.4/internal/command/jsonformat/plan.go, type Plan
 *
 * @param plan output of `terraform show -json`
 * @param schemas output of `terraform providers schema -json`
 */
export function redactedPlan(plan: string, schemas: string): string {
  const {
    format_version,
    resource_changes,
    resource_drift,
    output_changes = {},
    relevant_attributes,
  } = JSON.parse(plan) as Plan;
  const parsed = JSON.parse(schemas) as Schemas;
  const changes = redactedChanges(resource_changes);
  const drift = redactedChanges(resource_drift);
  const outputs = Object.entries(output_changes).map(([name, change]) => [name, redactedChange(change)]);
  return JSON.stringify({
    plan_format_version: format_version,
    resource_changes: changes,
    resource_drift: drift,
    output_changes: Object.fromEntries(outputs),
    relevant_attributes,
    provider_format_version: parsed.format_version,
    provider_schemas: schemasOf([...changes, ...drift], parsed),
  });
}
