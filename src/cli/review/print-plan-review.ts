import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { actionsOf, drawingOf } from '../../drawing';
import { redactOf } from '../../plan/secrets';
import { nameOf } from '../../reach/read-text';
import { reviewDocument } from '../../review/document';
import { markdownOf } from '../../review/markdown';
import { printReview } from '../../review/print';
import { withUntouched } from '../../review/untouched';
import { Topology } from '../../topology';
import type { Run } from '../define-command';
import { readReview } from './read-review';

export interface ReviewValues {
  readonly plan: string;
  readonly markdown: boolean;
  readonly svg: string | undefined;
}

/** Runs `devloop review`. */
export function printPlanReview(
  { plan: file, markdown, svg }: ReviewValues,
  { result, say }: Pick<Run<Record<never, never>>, 'result' | 'say'>,
): void {
  const { plan, review } = readReview(file);
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
      redact: redactOf(plan),
    }),
  );
  say(`Wrote ${svg}`);
}
