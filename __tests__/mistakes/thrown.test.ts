import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ProjectCopy } from '../support/processes/project-copy';
import { temporaryFolder } from '../support/processes/terraform';

// The first command bundles the project, and the second one the CLI.
jest.setTimeout(60_000);

const project = new ProjectCopy(temporaryFolder('thrown'), ['__tests__']);
const DEV = 'src/config/environments/dev.ts';
const dev = project.read(DEV);

const TRACE = 'Run again with DEVLOOP_DEBUG=1 for the stack trace.';
/** Stands for the place of a column of the code. */
const at = (column: number) => `@${column}: `;
const TRAPS = "new Proxy({}, { get: (_, trap) => () => { throw new Error('trap ' + trap.toString()); } })";

/** A line of an environment, and the first line that is printed. */
const ROWS: readonly [code: string, printed: string, hint?: string][] = [
  [`throw new Proxy({}, ${TRAPS});`, 'A proxy was thrown'],
  [`throw new Proxy(new Error('within'), ${TRAPS});`, 'A proxy was thrown'],
  ['const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); throw proxy;', 'A proxy was thrown'],
  ["throw { get message() { throw new Error('getter'); } };", '{ message: [Getter] } was thrown'],
  [
    "throw { [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('inspect'); } };",
    'An object that cannot be read was thrown',
  ],
  [
    "throw Object.defineProperty(new Error('no zone'), 'stack', { get() { throw new Error('stack'); } });",
    'no zone',
  ],
  ["throw Object.assign(new Error('no zone'), { code: { toString: 1 }, path: '/x' });", `${at(21)}no zone`],
  ["throw Object.assign(new Error(''), { message: 5 });", `${at(21)}Error without a message was thrown`],
  ["throw new Error('');", `${at(7)}Error without a message was thrown`],
  ["throw new AggregateError([new Error('one'), new Error('two')]);", `${at(7)}one; two`],
  ['throw null;', 'null was thrown'],
  ['throw undefined;', 'undefined was thrown'],
  ["throw Symbol('zone');", 'Symbol(zone) was thrown'],
  ['throw Object.create(null);', '[Object: null prototype] {} was thrown'],
  ["const e = new Error('round'); e.cause = e; throw e;", `${at(11)}round`],
  [
    "let e = new Error('deep'); for (let i = 0; i < 10_000; i++) e = new Error('level', { cause: e }); throw e;",
    `${at(65)}level`,
  ],
  ["void Promise.reject(new Error('no zone'));", `${at(21)}no zone`],
  ['void Promise.reject(null);', 'null was thrown'],
  [
    'process.exit(0);',
    `${at(9)}process.exit() is called before the work is done`,
    'Remove the call, or throw an Error that says what is wrong.',
  ],
];

const NAME = 'THROWN';
const before = (index: number): string => `case '${index}': { `;

/** An environment that runs the code which a variable selects, because bundling takes longer than all else. */
const selected = [
  `switch (process.env['${NAME}']) {`,
  ...ROWS.map(([code], index) => `${before(index)}${code} break; }`),
  '}',
  dev,
].join('\n');

/** Puts the place of a column of a row's code into a text. */
const located = (text: string, index: number): string =>
  text.replace(/^@(\d+)/, (_, column) => `${DEV}:${index + 2}:${before(index).length + Number(column)}`);

describe('What an environment throws', () => {
  beforeAll(() => project.write(DEV, selected));

  test.each(
    ROWS.map(([code, printed, hint = TRACE], index) => ({
      code,
      printed: located(printed, index),
      hint,
      index,
    })),
  )('ends in a sentence: $code', ({ printed, hint, index }) => {
    const env = { [NAME]: String(index) };
    expect(project.nodeWith(env, 'bin/synth.mjs')).toEqual({
      status: 1,
      output: `${printed}\n${hint}\nNothing was written.\n`,
    });
    expect(existsSync(join(project.folder, 'cdktf.out'))).toBe(false);
    const { status, output } = project.nodeWith(env, 'bin/devloop.mjs', 'reach', '--json');
    expect({ status, ...(JSON.parse(output) as object) }).toEqual({
      status: 1,
      error: { code: 'UNEXPECTED', summary: printed, hint },
    });
  });
});
