import { fenced } from '../core/markdown';
import { printDetails, printLines } from './print';
import type { Review } from './review';

/** Formats text of a plan as code, in which GitHub finds neither mentions nor markup. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  return longest === 0 ? `${ticks}${text}${ticks}` : `${ticks} ${text} ${ticks}`;
}

/** Maximum length of what is folded, in characters: a comment on GitHub has 65536, and the log of the plan needs some. */
const LONGEST = 24_000;

/** Removes the end of a text that is too long, by the line. */
function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  const kept = text.slice(0, text.lastIndexOf('\n', LONGEST));
  const missing = text.slice(kept.length).trim().split('\n').length;
  return `${kept}\n… ${missing} lines are left out: devloop review prints them …`;
}

/** A review in Markdown: the first lines as a list, and the rest folded. */
export function markdownOf(review: Review): string {
  const lines = printLines(review, code).map((line) => `- ${line}`);
  const details = printDetails(review);
  const rest =
    details === ''
      ? []
      : ['', '<details><summary>What changes</summary>', '', fenced(shortened(details)), '', '</details>'];
  return [...lines, ...rest, ''].join('\n');
}
