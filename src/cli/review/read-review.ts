import { ConfigurationError } from '../../core/errors';
import type { Plan } from '../../plan/plan';
import { nameOf, readText } from '../../reach/read-text';
import { type Review, reviewOf } from '../../review/review';

const ACCEPTED = 'a plan, as terraform show -json FILE prints it';

function notAPlan(file: string, message: string): ConfigurationError {
  return new ConfigurationError({ code: 'USAGE', path: nameOf(file), message, accepted: ACCEPTED });
}

const isList = (value: unknown): boolean => value === undefined || value === null || Array.isArray(value);

/** Whether it has the sections of a plan. A refresh-only plan has no changes of resources. */
const isPlan = (json: unknown): json is Plan =>
  typeof json === 'object' &&
  json !== null &&
  ('resource_changes' in json || 'planned_values' in json) &&
  ['resource_changes', 'resource_drift', 'deferred_changes', 'checks'].every((section) =>
    isList((json as Readonly<Record<string, unknown>>)[section]),
  );

/**
 * Reads a plan.
 *
 * @throws ConfigurationError USAGE for anything else
 */
function readPlanFile(file: string): Plan {
  const text = readText(file, ACCEPTED);
  // A saved plan is a ZIP archive.
  if (text.startsWith('PK')) throw notAPlan(file, 'is a saved plan, which Terraform alone reads');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw notAPlan(file, 'is not valid JSON');
  }
  if (!isPlan(json)) throw notAPlan(file, 'is JSON, but not a plan');
  return json;
}

/**
 * Reviews a plan as an API returns it.
 *
 * @throws ConfigurationError USAGE for anything else than a plan
 */
export function reviewOfJson(json: unknown, name: string): Review {
  if (!isPlan(json)) throw notAPlan(name, 'is JSON, but not a plan');
  return reviewOf(json, new Date());
}

/**
 * Reviews the plan in a file.
 *
 * @throws ConfigurationError USAGE for anything else than a plan
 */
export function readReview(file: string): { readonly plan: Plan; readonly review: Review } {
  const plan = readPlanFile(file);
  return { plan, review: reviewOf(plan, new Date()) };
}
