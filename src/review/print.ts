import type { CostChange } from '../cost/compare';
import { changeRows } from '../cost/print';
import { attributeText } from '../plan/compare';
import { PRESENT, Secret, words } from '../plan/values';
import type { AttributeChange, Effect, ReviewedChange } from './change';
import { printLine } from './line';
import { printConnectionChange } from './reaches';
import type { Review } from './review';

/** Headings of what a plan does to resources, worst first. */
const HEADINGS: readonly (readonly [Effect, string])[] = [
  ['not understood', 'Not understood:'],
  ['destroyed', 'Destroyed:'],
  ['replaced', 'Replaced:'],
  ['forgotten', 'Taken out of the state, and left where it is:'],
  ['updated', 'Updated in place:'],
  ['created', 'Created:'],
  ['read', 'Read during the apply:'],
  ['kept', 'Changed in the state alone:'],
];

/** An attribute with its old and new value, or the member that is added or removed. */
export function printAttribute({ path, member, before, after }: AttributeChange): string {
  const attribute = attributeText(path);
  if (member !== undefined)
    return `${attribute}: ${before === PRESENT ? 'without' : 'with'} ${words(member)}`;
  const isOther = before instanceof Secret && after instanceof Secret;
  return `${attribute}: ${words(before)} → ${isOther ? 'another' : words(after)}`;
}

function notesOf({ notes, movedFrom, importedAs }: ReviewedChange): string {
  const all = [
    ...(movedFrom === undefined ? [] : [`moved from ${movedFrom}`]),
    ...(importedAs === undefined ? [] : [`imported as ${importedAs}`]),
    ...notes,
  ];
  return all.length === 0 ? '' : `: ${all.join('; ')}`;
}

const isPart = ({ address, name }: ReviewedChange): boolean =>
  name === undefined || address.endsWith(` ${name}`);

function printChange(change: ReviewedChange): string {
  const { address, name, effect, attributes } = change;
  const head = `  ${address}${isPart(change) ? '' : ` (${name})`}${notesOf(change)}`;
  const nothing = effect === 'updated' && attributes.length === 0;
  const lines = nothing ? ['no value differs, but how nothing is written'] : attributes.map(printAttribute);
  return [head, ...lines.map((line) => `    ${line}`)].join('\n');
}

/** The effect is told, since no heading does. */
const withEffect = (change: ReviewedChange): string =>
  printChange({ ...change, notes: [change.effect, ...change.notes] });

const section = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [[heading, ...lines].join('\n')];

const byEffect = (changes: readonly ReviewedChange[]): string[] =>
  HEADINGS.flatMap(([effect, heading]) =>
    section(heading, changes.filter((one) => one.effect === effect).map(printChange)),
  );

/** The first three lines of a review. `item` formats what comes from the plan. */
export const printLines = ({ lines }: Review, item?: (text: string) => string): string[] =>
  lines.map((line) => printLine(line, item));

const isPriced = ({ before, after, withoutAmount }: CostChange): boolean =>
  !before.eq(after) || withoutAmount.length > 0;

/** Everything below the first lines: each change, connection and cost. */
export function printDetails(review: Review): string {
  const { notes, changes, deferred, drift, outputs, checks, connections = [], cost } = review;
  const costs = changeRows(cost.changes.filter(isPriced)).map(
    ([address, before, after, rest]) => `  ${address}: ${before} → ${after} (${rest.replaceAll('\n', '; ')})`,
  );
  return [
    ...section(
      'Of the plan:',
      notes.map((note) => `  ${note}`),
    ),
    ...byEffect(changes),
    ...section(
      'Left to another plan:',
      deferred.map((one) => `${withEffect(one)} (${one.reason})`),
    ),
    ...section('Changed outside of Terraform, from the state to AWS:', drift.map(withEffect)),
    ...section('Outputs:', outputs.map(printChange)),
    ...section(
      'Conditions and checks:',
      checks.map((one) => `  ${one}`),
    ),
    ...section(
      'Connections:',
      connections.map((one) => `  ${printConnectionChange(one)}`),
    ),
    ...section('Costs, USD a month:', costs),
  ].join('\n\n');
}

/** A review for a terminal. */
export function printReview(review: Review): string {
  const details = printDetails(review);
  return [...printLines(review), ...(details === '' ? [] : ['', details])].join('\n');
}
