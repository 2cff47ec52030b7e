import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../src/plan/plan';
import { reviewDocument } from '../../src/review/document';
import { markdownOf } from '../../src/review/markdown';
import { printLines, printReview } from '../../src/review/print';
import { JSON_SCHEMAS } from '../../src/cli/json-schemas';
import { expectGolden } from '../support/golden';
import { BUILTIN_SEEDS, SECRET } from './recorded/builtin-seeds';
import { PLATFORM_SEEDS } from './recorded/platform-seeds';
import { recordedPlans } from './recorded/recorded';
import { review } from './support';

const plans = recordedPlans('builtin');
const names = BUILTIN_SEEDS.map(({ name }) => name);

/** Plans of other tests, in the styles of other projects. */
const OTHERS = [
  'drift/recorded',
  'topology/plans/dual-stack',
  'topology/plans/modules',
  'topology/plans/styles',
];

describe('Recorded plans of other projects', () => {
  test('have the reviews of the golden file', () => {
    const text = OTHERS.map((name) => {
      const plan = JSON.parse(readFileSync(join(__dirname, '..', name, 'plan.json'), 'utf8')) as Plan;
      return `# ${name}\n\n${printReview(review(plan))}\n`;
    }).join('\n');
    expectGolden(join(__dirname, 'recorded', 'others.reviews.txt'), text);
  });
});

describe('Recorded plans of dev and prod', () => {
  const platform = Object.fromEntries(
    Object.entries(recordedPlans('platform')).map(([name, plan]) => [name, review(plan)]),
  );
  const seeds = PLATFORM_SEEDS.map(({ name }) => name);

  test('are those of the seeds', () => {
    expect(Object.keys(platform)).toEqual([
      'creates dev',
      ...PLATFORM_SEEDS.filter((seed) => seed.of === 'dev').map(({ name }) => name),
      'creates prod',
      ...PLATFORM_SEEDS.filter((seed) => seed.of === 'prod').map(({ name }) => name),
    ]);
  });

  test('have the first lines of the golden file', () => {
    const text = Object.entries(platform)
      .map(([name, one]) => `# ${name}\n\n${printLines(one).join('\n')}\n`)
      .join('\n');
    expectGolden(join(__dirname, 'recorded', 'platform.reviews.txt'), text);
  });

  test('say nothing only of the plan that changes nothing', () => {
    const silent = seeds.filter((name) => {
      const { changes = [], outputs = [] } = platform[name] ?? {};
      return changes.every(({ effect }) => effect === 'kept' || effect === 'read') && outputs.length === 0;
    });
    expect(silent).toEqual(['changes nothing']);
  });

  test('open and close nothing where no rule, route or resource of the network changes', () => {
    const quiet = [
      'changes nothing',
      'moves the NAT gateway',
      'changes an instance type',
      'enlarges the database',
    ];
    expect(quiet.flatMap((name) => platform[name]?.connections)).toEqual([]);
  });
});

describe('Recorded plans of Terraform', () => {
  test('are those of the seeds', () => {
    expect(Object.keys(plans)).toEqual(names);
  });

  test('have the reviews of the golden file', () => {
    const text = names.map((name) => `# ${name}\n\n${printReview(review(plans[name] ?? {}))}\n`).join('\n');
    expectGolden(join(__dirname, 'recorded', 'builtin.reviews.txt'), text);
  });

  test.each(names)('have documents as the schema says, and tell no secret: %s', (name) => {
    const plan = plans[name] ?? {};
    const found = review(plan);
    const document: unknown = JSON.parse(JSON.stringify(reviewDocument(name, found)));
    expect(JSON_SCHEMAS['review']?.safeParse(document).error).toBeUndefined();
    const told = [JSON.stringify(document), printReview(found), markdownOf(found)].join('\n').toLowerCase();
    expect(told).not.toContain(SECRET);
  });

  test('hold the secret that the reviews do not tell', () => {
    expect(JSON.stringify(plans['changes secrets'])).toContain(SECRET);
  });
});
