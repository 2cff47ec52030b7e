import { writeFileSync } from 'node:fs';
import { printLines } from '../../review/print';
import { reviewOfJson } from './read-review';

/** Tells the first three lines of a plan's review, and writes the plan to a file that only its owner reads. */
export function tellPlan(plan: unknown, file: string | undefined, say: (line: string) => void): void {
  if (file !== undefined) writeFileSync(file, JSON.stringify(plan), { mode: 0o600 });
  printLines(reviewOfJson(plan, 'the plan')).forEach(say);
}
