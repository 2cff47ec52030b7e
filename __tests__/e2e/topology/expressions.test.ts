import { execaSync } from 'execa';
import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadHcl2json } from '../../../src/core/hcl2json';
import { evaluate } from '../../../src/topology/hcl/evaluate';
import { gap } from '../../../src/topology/hcl/gaps';
import { CIDR } from '../../../src/topology/hcl/functions-cidr';
import { ARRANGING, COLLECTIONS } from '../../../src/topology/hcl/functions-collection';
import { NUMBERS } from '../../../src/topology/hcl/functions-number';
import { TEXT } from '../../../src/topology/hcl/functions-text';
import { parseTemplate } from '../../../src/topology/hcl/parse';
import { hasOrder } from '../../../src/topology/hcl/types';
import { Unknown, type Value } from '../../../src/topology/value';
import { describeWith } from '../../support/processes/describe-with';
import { CALLS, NULL_EXPRESSIONS, callsWithNull } from '../../support/fixtures/function-calls';
import { brokenExpressions, expressions } from '../../support/fixtures/expressions';
import { temporaryFolder } from '../../support/processes/terraform';

const SEED = 20_261_127;
const COUNT = 1000;
/** Milliseconds. */
const TIMEOUT = 120_000;
const REFUSED = 'refused';

/** What Terraform computes, as JSON; undefined where it says that it does not know. One process for all. */
function terraformValues(folder: string, given: readonly string[]): (string | undefined)[] {
  const locals = given.map((text, i) => `  e${i} = base64encode(try(jsonencode(${text}), "${REFUSED}"))`);
  writeFileSync(join(folder, 'main.tf'), `locals {\n${locals.join('\n')}\n}\n`);
  const { stdout } = execaSync('terraform', ['console', '-no-color'], {
    cwd: folder,
    input: `[${given.map((_, i) => `local.e${i}`).join(',')}]\n`,
    env: { CHECKPOINT_DISABLE: '1' },
  });
  return stdout
    .split('\n')
    .slice(1, -1)
    .map((line) => /"(.*)",$/.exec(line)?.[1])
    .map((text) => (text === undefined ? undefined : Buffer.from(text, 'base64').toString()));
}

function ours(text: string): Value {
  try {
    const scope = { lookup: () => new Unknown('a name'), attribute: () => new Unknown('an attribute') };
    return evaluate(parseTemplate(`\${try((${text}), "${REFUSED}")}`), scope);
  } catch (error) {
    if (error instanceof SyntaxError) return new Unknown(error.message);
    throw error;
  }
}

/** Text that is the same for the same value, whatever the order of names and, where we say that we do not know it, of members. */
function canonical(value: unknown, ordered = true): string {
  if (Array.isArray(value)) {
    const members = value.map((item) => canonical(item));
    return `[${(ordered ? members : members.sort()).join()}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`);
  return `{${entries.sort().join()}}`;
}

function isSame(value: Value, theirs: string): boolean {
  if (value === REFUSED || theirs === REFUSED) return value === theirs;
  return canonical(value, hasOrder(value)) === canonical(JSON.parse(theirs), hasOrder(value));
}

/** What we say that we know, beside what Terraform says. */
const comparedOf = (given: readonly string[], theirs: readonly (string | undefined)[]) =>
  given.flatMap((text, i) => {
    const value = ours(text);
    return gap(value) === undefined ? [{ text, value, theirs: theirs[i] }] : [];
  });

describeWith(['terraform'], `evaluate (seed ${SEED})`, () => {
  const folder = temporaryFolder('expressions');

  it(
    'returns the value that Terraform computes, refuses what it refuses, or returns unknown',
    () => {
      const given = fc.sample(expressions, { seed: SEED, numRuns: COUNT });
      const theirs = terraformValues(folder, given);
      expect(theirs).toHaveLength(COUNT);
      const known = comparedOf(given, theirs);
      const different = known.filter((one) => one.theirs !== undefined && !isSame(one.value, one.theirs));
      expect(different).toEqual([]);
      // Unknown is never wrong, so that the share of what is computed is a part of the promise.
      const computed = theirs.filter((one) => one !== undefined && one !== REFUSED).length;
      expect(computed).toBeGreaterThan(COUNT / 3);
      expect(known.length).toBeGreaterThan(0.85 * computed);
    },
    TIMEOUT,
  );

  it('takes null where Terraform takes it', () => {
    const tables = [TEXT, NUMBERS, CIDR, COLLECTIONS, ARRANGING].flatMap(Object.keys);
    expect(new Set(CALLS.map(([name]) => name))).toEqual(new Set([...tables, 'jsonencode', 'jsondecode']));
    const given = [...callsWithNull, ...NULL_EXPRESSIONS];
    const theirs = terraformValues(folder, given);
    expect(theirs).toHaveLength(given.length);
    const different = comparedOf(given, theirs).filter(
      // What is sensitive Terraform does not print.
      (one) =>
        !one.text.startsWith('sensitive') && !(one.theirs !== undefined && isSame(one.value, one.theirs)),
    );
    expect(different).toEqual([]);
  });
});

describe(`parseTemplate (seed ${SEED})`, () => {
  it(
    'rejects what Terraform rejects',
    async () => {
      const given = fc.sample(brokenExpressions, { seed: SEED, numRuns: COUNT });
      const isRead = (text: string): boolean => {
        try {
          return parseTemplate(`\${(${text})}`).kind !== undefined;
        } catch (error) {
          if (error instanceof SyntaxError) return false;
          throw error;
        }
      };
      const read = given.filter(isRead);
      const { getExpressionAst } = await loadHcl2json();
      const refused: string[] = [];
      for (const text of read) await getExpressionAst('main.tf', `(${text})`).catch(() => refused.push(text));
      expect(refused).toEqual([]);
      expect(read.length).toBeGreaterThan(COUNT / 5);
    },
    TIMEOUT,
  );
});
