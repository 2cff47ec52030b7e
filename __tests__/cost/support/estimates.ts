import type { EnvironmentInput } from '../../../src/config/schema';
import { type Cost, estimate, type Estimate } from '../../../src/cost/estimate';
import { resourcesOfStack } from '../../../src/cost/synthesized';
import { NO_USAGE, type StatedUsage, usageOf } from '../../../src/cost/usage';
import { synth } from '../../support/fixtures/synth';
import { tableOf } from './prices';

export const DATE = new Date('2026-11-28');

interface Settings {
  readonly date?: Date;
  readonly usage?: StatedUsage;
}

type Document = Parameters<typeof resourcesOfStack>[0];

export const estimateOfStack = (document: object, { date = DATE, usage }: Settings = {}): Estimate =>
  estimate(resourcesOfStack(document as Document), {
    tableOf,
    usage: usage ? usageOf(usage) : NO_USAGE,
    date,
  });

export const estimateOf = (input: EnvironmentInput, settings?: Settings): Estimate =>
  estimateOfStack(synth(input), settings);

/** A stack of Seoul with resources by type and name. */
export const stackOf = (resource: object): object => ({
  provider: { aws: [{ region: 'ap-northeast-2' }] },
  resource,
});

const text = (cost: Cost): string => {
  switch (cost.column) {
    case 'fixed':
      return `${cost.amount.toFixed()}${cost.most ? ` to ${cost.most.toFixed()}` : ''}`;
    case 'use':
      return `by use${cost.amount ? ` ${cost.amount.toFixed()}` : ''}`;
    case 'unknown':
      return `unknown: ${cost.why}`;
  }
};

/** Costs of a resource, by what they are for. */
export const costsAt = ({ resources }: Estimate, address: string): Record<string, string> =>
  Object.fromEntries(
    (resources.find((one) => one.address === address)?.costs ?? []).map((cost) => [cost.of, text(cost)]),
  );
