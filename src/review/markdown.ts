import { fenced } from '../core/markdown';
import { printDetails, printLines } from './print';
import type { Review } from './review';

/** Formats text of a plan as code, in which GitHub finds neither mentions nor markup. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  return longest === 0 ? `${ticks}${text}${ticks}` : `${ticks} ${text} ${ticks}`;
}

/** A review in Markdown: the first lines as a list, and the rest folded. */
export function markdownOf(review: Review): string {
  const lines = printLines(review, code).map((line) => `- ${line}`);
  const details = printDetails(review);
  const rest =
    details === ''
      ? []
      : ['', '<details><summary>What changes</summary>', '', fenced(details), '', '</details>'];
  return [...lines, ...rest, ''].join('\n');
}
