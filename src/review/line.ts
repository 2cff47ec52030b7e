/** One of the first lines of a review: a sentence, what it is about, and what it does not tell. */
export interface Line {
  /** Without its full stop. */
  readonly says: string;
  /** Resources or connections, most important first. */
  readonly items: readonly string[];
  /** Why it may not be all, in sentences. */
  readonly limits: readonly string[];
}

/** More items are in the rest of the review. */
const SHOWN = 5;

export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** Formats a line; `item` formats what comes from the plan. */
export function printLine(
  { says, items, limits }: Line,
  item: (text: string) => string = (text) => text,
): string {
  const shown = items.slice(0, SHOWN).map(item).join('; ');
  const more = items.length > SHOWN ? `; and ${items.length - SHOWN} more` : '';
  return [items.length === 0 ? `${says}.` : `${says}: ${shown}${more}.`, ...limits].join(' ');
}
