import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printCost, type CostValues } from '../../src/cli/cost/print-cost';
import { messagesOf } from '../support/fixtures/environments';
import { JSON_SCHEMAS } from '../../src/cli/json-schemas';
import { readUsage } from '../../src/cost/usage';

const folder = mkdtempSync(join(tmpdir(), 'cost-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file into the test's folder. */
function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const address = (name: string, before: object | null, after: object | null) => ({
  address: `aws_eip.${name}`,
  mode: 'managed',
  type: 'aws_eip',
  name,
  change: { before, after },
});

const plan = file(
  'plan.json',
  JSON.stringify({
    configuration: {
      provider_config: { aws: { expressions: { region: { constant_value: 'ap-northeast-2' } } } },
    },
    resource_changes: [address('kept', {}, {}), address('made', null, {})],
  }),
);

async function run(options: Partial<CostValues>) {
  const printed = { data: undefined as unknown, text: '', said: [] as string[] };
  const all = {
    environment: undefined,
    synthesized: undefined,
    plan,
    usage: undefined,
    max: undefined,
    refresh: false,
  };
  const outcome = await printCost(
    { ...all, ...options },
    {
      result: (data, text) => Object.assign(printed, { data, text }),
      say: (sentence) => printed.said.push(sentence),
      signal: new AbortController().signal,
    },
  );
  return { outcome, ...printed };
}

const failure = (options: Partial<CostValues>): Promise<string> =>
  run(options).then(
    () => 'no error',
    (error: Error) => error.message,
  );

describe('devloop cost', () => {
  test('prints what a plan changes, as its schema says', async () => {
    const { outcome, data, text } = await run({});
    expect(outcome).toBe('done');
    expect(text).toContain('+3.65 USD a month: from at least 3.65 to at least 7.30.');
    expect(data).toMatchObject({
      before: { atLeast: '3.65' },
      after: { atLeast: '7.3' },
      difference: '3.65',
    });
    expect(JSON_SCHEMAS['cost']?.safeParse(data).error).toBeUndefined();
  });

  test.each([
    ['7.31', 'done', []],
    ['7.30', 'differs', ['At least 7.30 USD a month is not below --max 7.3.']],
    ['7', 'differs', ['At least 7.30 USD a month is not below --max 7.']],
  ])('ends with --max %s as %s', async (max, expected, sentences) => {
    const { outcome, said } = await run({ max });
    expect({ outcome, said }).toEqual({ outcome: expected, said: sentences });
  });

  test.each([
    [{ max: 'ten' }, '--max: "ten" is not an amount; accepted: USD a month, e.g. 250 or 99.50'],
    [{ environment: 'dev' }, '--plan: excludes --environment and --synthesized; accepted: one of them'],
    [{ refresh: true, max: '5' }, '--refresh: excludes --plan, --max; accepted: --environment alone with it'],
  ])('refuses %j', async (options, message) => {
    expect(await failure(options)).toBe(message);
  });

  test('refuses a file that is no plan, and one without values', async () => {
    const other = file('other.json', '{"resource": {}}');
    const partial = file(
      'partial.json',
      JSON.stringify({ resource_changes: [{ ...address('one', null, {}), change: { before: null } }] }),
    );
    const accepted = 'accepted: a plan, as terraform show -json FILE prints it';
    expect(await failure({ plan: other })).toBe(`${other}: is JSON, but not a plan; ${accepted}`);
    expect(await failure({ plan: partial })).toBe(`${partial}: has no values of aws_eip.one; ${accepted}`);
  });

  test('refuses usage of what is not charged by use', async () => {
    const usage = file('usage.yaml', 'aws_eip.made:\n  hours: 3\n');
    expect(await failure({ usage })).toBe(
      `${usage}: aws_eip.made: is not a resource that is charged by use; accepted: none: nothing is charged by use`,
    );
  });

  test('refuses amounts that are no numbers', () => {
    const usage = file('amounts.yaml', 'aws_lb.one:\n  lcu-hours: many\n');
    expect(messagesOf(() => readUsage(usage))).toEqual([
      `${usage}: aws_lb.one: lcu-hours: is not an amount: Invalid input: expected number, received string; ` +
        'accepted: a number of at least 0 for each charge of an address [USAGE]',
    ]);
  });
});
