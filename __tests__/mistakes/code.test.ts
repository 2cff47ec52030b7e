import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { environmentShape } from '../../src/config/shape';
import { ProjectCopy } from '../support/processes/project-copy';
import { temporaryFolder } from '../support/processes/terraform';

// Each mistake is bundled again.
jest.setTimeout(60_000);

const project = new ProjectCopy(temporaryFolder('mistakes'), ['__tests__']);

const [MAIN, INDEX, STATE] = ['main.ts', 'src/config/environments/index.ts', 'src/config/state.ts'];
const DEV = 'src/config/environments/dev.ts';
const KEYS = Object.keys(environmentShape.shape).join(', ');
const NOTHING = 'Nothing was written.';
const TRACE = 'Run again with DEVLOOP_DEBUG=1 for the stack trace.';
const TYPES = 'npm run typecheck may name the cause.';
const SOURCE =
  'Nothing was started or written. Correct the file; npm run typecheck names every such mistake.';
const OBJECT = `is of the wrong type; accepted: an object with the keys ${KEYS}`;

/** Where a text begins in a file, as messages name it. */
function placeOf(file: string, text: string): string {
  const before = readFileSync(join(project.folder, file), 'utf8').split(text)[0]?.split('\n') ?? [];
  return `${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

/** Title, file, text in it, what is written instead, and what is printed. A place is written as @{text} in the changed file. */
type Mistake = [title: string, file: string, text: string, other: string, ...printed: string[]];

const head = 'export const dev: EnvironmentInput = {';
const last = '  // Later, so that';
const inMain = (title: string, code: string, ...printed: string[]): Mistake => [
  title,
  MAIN,
  last,
  `  ${code}\n${last}`,
  ...printed,
];
const ahead = (title: string, code: string, ...printed: string[]): Mistake => [
  title,
  DEV,
  head,
  `${code}\n${head}`,
  ...printed,
];

const MISTAKES: readonly Mistake[] = [
  ahead(
    'an environment that throws',
    "throw new Error('no such zone');",
    '@{new Error}: no such zone',
    TRACE,
    NOTHING,
  ),
  ahead('an environment that throws a text', "throw 'no zone';", "'no zone' was thrown", TRACE, NOTHING),
  ahead(
    'an environment that calls itself without end',
    'const zones = (): string[] => zones();\nzones() ;',
    '@{zones();}: A function calls itself without end',
    'Correct the function.',
    NOTHING,
  ),
  [
    'an environment with a syntax error',
    DEV,
    "region: 'ap-northeast-2',",
    "region: 'ap-northeast-2,",
    '@{\n  state: stateBackends}: Unterminated string literal',
    SOURCE,
  ],
  [
    'an environment that exports nothing',
    DEV,
    'export const dev:',
    'const dev:',
    `${INDEX}:1:10: Import "dev" will always be undefined because the file "${DEV}" has no exports`,
    SOURCE,
  ],
  [
    'an environment that exports another name',
    DEV,
    'export const dev:',
    'export const develop:',
    `${INDEX}:1:10: No matching export in "${DEV}" for import "dev"`,
    SOURCE,
  ],
  [
    'an environment that exports a function',
    DEV,
    head,
    `export const dev = () => settings;\nconst settings = {`,
    `dev: [Function: dev] ${OBJECT}`,
    NOTHING,
  ],
  [
    'an environment that exports a promise',
    DEV,
    head,
    `export const dev = Promise.resolve({});\nexport const settings = {`,
    `dev: Promise { {} } ${OBJECT}`,
    NOTHING,
  ],
  [
    'an environment that exports null',
    DEV,
    head,
    `export const dev = null;\nexport const settings = {`,
    `dev: null ${OBJECT}`,
    NOTHING,
  ],
  [
    'an environment whose file does not exist',
    INDEX,
    "'./prod'",
    "'./stage'",
    '@{\'./stage\'}: Could not resolve "./stage"',
    SOURCE,
  ],
  [
    'an environment that is listed twice',
    INDEX,
    '{ dev, prod }',
    '{ dev, prod, stage: dev }',
    'stage.name: "dev" is also the name of dev; accepted: a name for each environment',
    NOTHING,
  ],
  [
    'an environment that is listed twice by one name',
    INDEX,
    '{ dev, prod }',
    "{ dev, prod, 'dev': dev }",
    '@{\'dev\': dev}: Duplicate key "dev" in object literal',
    SOURCE,
  ],
  [
    'a key that stands twice',
    DEV,
    "  region: 'ap-northeast-2',",
    "  region: 'ap-northeast-2',\n  region : 'us-east-1',",
    '@{region :}: Duplicate key "region" in object literal',
    SOURCE,
  ],
  [
    'a variable that is not declared',
    DEV,
    "zones: ['a', 'c'],",
    'zones: ZONES,',
    '@{ZONES}: ZONES is not defined',
    `${TYPES} ${TRACE}`,
    NOTHING,
  ],
  ahead(
    'a package that is not installed',
    "import zones from 'aws-zones';\nconsole.log(zones);",
    '@{\'aws-zones\'}: Could not resolve "aws-zones"',
    'Nothing was started or written. Run npm install --save-exact aws-zones, or correct the import.',
  ),
  [
    'state backends that throw',
    STATE,
    'export const',
    "throw new Error('no state');\nexport const",
    '@{new Error}: no state',
    TRACE,
    NOTHING,
  ],
  inMain(
    'a construct without its props',
    'new StateStack(app);',
    "@{new StateStack(app);}: Cannot destructure property 'bucket' of 'undefined' as it is undefined.",
    '  thrown at src/stacks/state-stack.ts:16:35',
    `${TYPES} ${TRACE}`,
    NOTHING,
  ),
  inMain(
    'a method that does not exist',
    'app.deploy();',
    '@{deploy();}: app.deploy is not a function',
    `${TYPES} ${TRACE}`,
    NOTHING,
  ),
  inMain(
    'a construct id that is used twice',
    'new StateStack(app,  stateBucket);',
    '@{new StateStack(app,  }: "state" is the id of another construct in the App',
    'Give each construct in a scope an id of its own.',
    NOTHING,
  ),
  [
    'an empty list of environments',
    INDEX,
    '{ dev, prod }',
    '{}',
    `${INDEX}: ENVIRONMENTS: {} lists no environment; accepted: one or more files of src/config/environments`,
    NOTHING,
  ],
  inMain(
    'a resource in no stack',
    "new (require('@cdktf/provider-aws/lib/vpc').Vpc)(app, 'loose', { cidrBlock: '10.9.0.0/16' });",
    'loose: is in no stack, so it would not be deployed; accepted: a stack, or a construct in one, as its scope',
    NOTHING,
  ),
  inMain(
    'an environment that is not in the list',
    'environments[7]! .name;',
    "@{name;}: Cannot read properties of undefined (reading 'name')",
    `${TYPES} ${TRACE}`,
    NOTHING,
  ),
  ahead(
    'an await outside of a function',
    'const zones = await Promise.resolve();\nvoid zones;',
    '@{await Promise}: Top-level await is currently not supported with the "cjs" output format',
    SOURCE,
  ),
  [
    'a token in configuration',
    DEV,
    "databaseName: 'devloop'",
    "databaseName: require('cdktf').Fn.lower('X')",
    'dev.database.databaseName: "${TfToken[TOKEN.0]}" is not a name that mysql accepts; accepted: a letter, then letters, digits or _, at most 64',
    NOTHING,
  ],
  inMain(
    'a file that does not exist',
    "require('node:fs').readFileSync('zones.json');",
    'Failed to open zones.json: no such file or directory',
    'Check the path.',
    NOTHING,
  ),
];

/** Fills in the place of `@{text}`. */
const expected = (file: string, printed: readonly string[]): string =>
  printed.join('\n').replace(/^@\{([^]*?)\}/, (_, text: string) => placeOf(file, text));

const output = join(project.folder, 'cdktf.out');

test(`Code has ${MISTAKES.length} mistakes, each another`, () => {
  expect(MISTAKES.length).toBeGreaterThanOrEqual(10);
  expect(new Set(MISTAKES.map(([title]) => title)).size).toBe(MISTAKES.length);
});

describe('A mistake in code', () => {
  test.each(MISTAKES)('is explained: %s', (_, file, text, other, ...printed) => {
    const before = project.read(file);
    project.edit(file, text, other);
    const ended = project.node('bin/synth.mjs');
    const sentences = expected(file, printed);
    project.write(file, before);
    expect(ended).toEqual({ status: 1, output: `${sentences}\n` });
    expect(existsSync(output)).toBe(false);
  });

  test('is told to programs as JSON', () => {
    const before = project.read(DEV);
    project.edit(DEV, "region: 'ap-northeast-2',", "region: 'ap-northeast-2,");
    const { status, output: printed } = project.node('bin/devloop.mjs', 'reach', '--json');
    project.write(DEV, before);
    expect({ status, ...(JSON.parse(printed) as object) }).toEqual({
      status: 1,
      error: {
        code: 'SOURCE_INVALID',
        summary: expect.stringMatching(/^src\/config\/environments\/dev\.ts:\d+:\d+: Unterminated/) as string,
        hint: SOURCE,
      },
    });
  });
});

describe('An output folder that cannot be written', () => {
  afterEach(() => rmSync(output, { recursive: true, force: true }));

  test('because a file is in its place', () => {
    project.write('cdktf.out', '');
    expect(project.node('bin/synth.mjs')).toEqual({
      status: 1,
      output: [
        'Failed to create cdktf.out/stacks: a part of the path is not a directory',
        'Move the file in its place, or choose another path.',
        `${NOTHING}\n`,
      ].join('\n'),
    });
  });

  test('because a folder is in the place of a file', () => {
    mkdirSync(join(output, 'stacks', 'dev', 'cdk.tf.json'), { recursive: true });
    expect(project.node('bin/synth.mjs')).toEqual({
      status: 1,
      output: [
        'Failed to write the stacks to cdktf.out',
        '  Failed to open cdktf.out/stacks/dev/cdk.tf.json: it is a directory',
        '  Move the directory in its place, or choose another path.',
        'Stacks there may be of an earlier synth. Synthesize again before you deploy.\n',
      ].join('\n'),
    });
  });
});

test('a folder for bundles that cannot be written costs time alone', () => {
  rmSync(join(project.folder, '.local'), { recursive: true, force: true });
  project.write('.local', '');
  expect(project.node('bin/synth.mjs')).toEqual({ status: 0, output: '' });
  rmSync(join(project.folder, '.local'));
});
