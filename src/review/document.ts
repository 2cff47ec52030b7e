import { changesDocument } from '../cost/document';
import { agesOf } from '../cost/print';
import type { AttributeChange, ReviewedChange } from './change';
import { printLine } from './line';
import { attributeText } from '../plan/compare';
import { PRESENT } from '../plan/values';
import type { Review } from './review';

function attributeDocument({ path, member, before, after }: AttributeChange) {
  const attribute = attributeText(path);
  return member === undefined
    ? { attribute, before, after }
    : { attribute, member, before: before === PRESENT, after: after === PRESENT };
}

const changeDocument = ({ attributes, ...change }: ReviewedChange) => ({
  ...change,
  attributes: attributes.map(attributeDocument),
});

/** A review for `--json`. */
export const reviewDocument = (plan: string, review: Review) => {
  const { lines, notes, checks, connections, cost } = review;
  const [destroys, reaches, costs] = lines.map((line) => printLine(line));
  return {
    plan,
    destroys,
    reaches,
    costs,
    notes,
    changes: review.changes.map(changeDocument),
    drift: review.drift.map(changeDocument),
    outputs: review.outputs.map(changeDocument),
    deferred: review.deferred.map(({ reason, ...one }) => ({ ...changeDocument(one), reason })),
    checks,
    connections: connections ?? null,
    cost: {
      currency: 'USD',
      prices: agesOf(cost.after) ?? null,
      ...changesDocument(cost.changes, cost.before, cost.after),
    },
  };
};
