import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigurationError } from '../../core/errors';
import { actionsOf, drawingOf } from '../../drawing';
import type { Plan } from '../../plan/plan';
import { nameOf, readText } from '../../reach/read-text';
import { reviewDocument } from '../../review/document';
import { markdownOf } from '../../review/markdown';
import { printReview } from '../../review/print';
import { reviewOf } from '../../review/review';
import { withUntouched } from '../../review/untouched';
import { Topology } from '../../topology';
import type { Run } from '../define-command';

export interface ReviewValues {
  readonly plan: string;
  readonly markdown: boolean;
  readonly svg: string | undefined;
}

const ACCEPTED = 'a plan, as terraform show -json FILE prints it';

function notAPlan(file: string, message: string): ConfigurationError {
  return new ConfigurationError({ code: 'USAGE', path: nameOf(file), message, accepted: ACCEPTED });
}

const isObject = (json: unknown): json is object =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/**
 * Reads a plan.
 *
 * @throws ConfigurationError USAGE for anything else
 */
export function readPlanFile(file: string): Plan {
  const text = readText(file, ACCEPTED);
  // A saved plan is a ZIP archive.
  if (text.startsWith('PK')) throw notAPlan(file, 'is a saved plan, which Terraform alone reads');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw notAPlan(file, 'is not valid JSON');
  }
  if (!isObject(json) || !('resource_changes' in json || 'planned_values' in json))
    throw notAPlan(file, 'is JSON, but not a plan');
  return json as Plan;
}

/** Runs `devloop review`. */
export function printPlanReview(
  { plan: file, markdown, svg }: ReviewValues,
  { result, say }: Pick<Run<Record<never, never>>, 'result' | 'say'>,
): void {
  const plan = readPlanFile(file);
  const review = reviewOf(plan, new Date());
  result(reviewDocument(nameOf(file), review), markdown ? markdownOf(review) : printReview(review));
  if (svg === undefined) return;
  const topology = Topology.read(withUntouched(plan), nameOf(file));
  mkdirSync(dirname(svg), { recursive: true });
  writeFileSync(
    svg,
    drawingOf({
      title: nameOf(file),
      inventory: topology.inventory(),
      matrix: topology.matrix(),
      actions: actionsOf(plan),
    }),
  );
  say(`Wrote ${svg}`);
}
