import { type Difference, differences } from '../plan/compare';
import { type Finding, describeValues, valuesOf } from './finding';
import type { Change, Plan } from '../plan/plan';
import { masked, Secret, UNKNOWN } from '../plan/values';

function describe({ state, configuration }: Difference): string {
  if (configuration === UNKNOWN)
    return `${describeValues([['state', state]])}; only an apply makes its value known`;
  const both = describeValues([
    ['state', state],
    ['configuration', configuration],
  ]);
  return `${both}; an apply records it`;
}

function findingsOf(name: string, change: Change): Finding[] {
  const secret = (value: unknown) => new Secret(value);
  const state = masked(change.before, change.before_sensitive, secret);
  const known = masked(change.after, change.after_sensitive, secret);
  const configuration = masked(known, change.after_unknown, () => UNKNOWN);
  return differences({ aws: state, state, configuration }).map((difference) => {
    const { attribute, state: was, configuration: will } = valuesOf(difference);
    const text = [attribute, 'is', describe(difference)].filter((word) => word !== '').join(' ');
    return {
      address: `output ${name}`,
      outcome: 'follows',
      text,
      attribute,
      state: was,
      configuration: will,
    };
  });
}

/** Outputs whose value changes with the next apply. */
export const outputFindings = ({ output_changes = {} }: Plan): Finding[] =>
  Object.entries(output_changes).flatMap(([name, change]) => findingsOf(name, change));
