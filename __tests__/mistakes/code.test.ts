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

/** Code with the stacks of `dev` and `prod`, and resources by name. */
const inDev = (title: string, code: string, ...printed: string[]): Mistake =>
  inMain(
    title,
    `const [dev, prod] = ['dev', 'prod'].map((id) => app.node.findChild(id) as PlatformStack); void prod;
  const { Subnet } = require('@cdktf/provider-aws/lib/subnet');
  const { Vpc } = require('@cdktf/provider-aws/lib/vpc');
  void [Subnet, Vpc];
  ${code}`,
    ...printed,
  );
const AN_ARGUMENT = 'a value, or an attribute of another construct, e.g. vpc.id';
const argument = (title: string, code: string, problem: string): Mistake =>
  inDev(title, code, `dev/mine: ${problem}; accepted: ${AN_ARGUMENT}`, NOTHING);
const subnet = (vpcId: string): string =>
  `new Subnet(dev, 'mine', { vpcId: ${vpcId}, cidrBlock: '10.0.200.0/24' });`;

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
  argument('a required argument that is undefined', subnet('undefined'), 'vpcId is undefined, and required'),
  argument('a required argument that is null', subnet('null'), 'vpcId is null, and required'),
  argument('a required id that is empty', subnet("''"), 'vpcId is empty, and required'),
  argument('a construct in the place of its id', subnet('dev.network'), 'vpcId is the construct dev/network'),
  argument(
    'a construct in a text',
    subnet('`${dev.network}`'),
    'vpcId is the path of the construct dev/network',
  ),
  argument('a promise of an id', subnet("Promise.resolve('vpc-1')"), 'vpcId is a promise'),
  argument('a function in the place of an id', subnet("() => 'vpc-1'"), 'vpcId is a function'),
  argument('undefined in a text', subnet('`vpc-${undefined}`'), 'vpcId is "vpc-undefined"'),
  argument(
    'a part of an attribute',
    subnet('dev.network.vpcId.slice(0, 6)'),
    'vpcId is a part of an attribute, whose value is known only when Terraform runs',
  ),
  argument(
    'a number that is none',
    "new (require('@cdktf/provider-aws/lib/ebs-volume').EbsVolume)(dev, 'mine', { availabilityZone: 'a', size: NaN, encrypted: true });",
    'size is NaN',
  ),
  argument(
    'an output without a value',
    "new (require('cdktf').TerraformOutput)(dev, 'mine', {});",
    'value is undefined, and required',
  ),
  inDev(
    'an attribute of another environment',
    subnet('prod.network.vpcId'),
    'dev: aws_subnet.mine: refers to a construct of prod, whose state this environment cannot read; accepted: a construct of its own stack, or the value itself, e.g. an id',
    NOTHING,
  ),
  inDev(
    'a reference to what is not there',
    subnet("'${aws_vpc.main.id}'"),
    'dev: aws_subnet.mine: refers to aws_vpc.main, which the stack does not declare; accepted: an attribute of a construct in it',
    NOTHING,
  ),
  inDev(
    'a resource without a scope',
    "new Vpc(null, 'mine', {});",
    '@{new Vpc(null}: "mine" has no scope, so it would not be deployed',
    'Give it the app, a stack, or a construct in one, as its scope.',
    NOTHING,
  ),
  inMain(
    'a stack without a scope',
    'new PlatformStack(undefined as any, environments[0]!);',
    '@{new PlatformStack(undefined}: "dev" has no scope, so it would not be deployed',
    'Give it the app, a stack, or a construct in one, as its scope.',
    NOTHING,
  ),
  inDev(
    'an empty id',
    "new Vpc(dev, '', {});",
    '@{new Vpc(dev}: A construct has an empty id',
    'Give each construct in a scope an id of its own.',
    NOTHING,
  ),
  inDev(
    'an attribute as an id',
    'new Vpc(dev, dev.network.vpcId, {});',
    '@{new Vpc(dev}: The id of a construct is an attribute, whose value is known only when Terraform runs',
    'Give it a literal id.',
    NOTHING,
  ),
  inDev(
    'an id that differs in punctuation alone',
    "new (require('cdktf').TerraformVariable)(dev, 'app.image', {});",
    'dev/app.image: "var.app_image" is the Terraform address of dev/app_image already; accepted: ids that differ in more than punctuation',
    NOTHING,
  ),
  inDev(
    'a second provider without an alias',
    "new (require('@cdktf/provider-aws/lib/provider').AwsProvider)(dev, 'second', { region: 'us-east-1' });",
    'dev: provider aws: has more than one configuration without an alias; accepted: an alias for each but the first',
    'dev: provider aws: default_tags is missing: its resources get no tags; accepted: tags, or the default tags of the provider of the stack',
    NOTHING,
  ),
  inDev(
    'an undefined dependency',
    "new Vpc(dev, 'mine', { dependsOn: [undefined] });",
    'dependsOn has an entry that is undefined',
    'Pass constructs of resources, or leave it out.',
    NOTHING,
  ),
  inDev(
    'a child that is not there',
    "dev.node.findChild('net');",
    `@{findChild('net')}: "net" is the id of no construct there`,
    'node.children lists the constructs of a scope.',
    NOTHING,
  ),
  inDev(
    'a number in the place of a text',
    "require('cdktf').Fn.cidrsubnet (5, 1, 1);",
    '@{cidrsubnet (5}: "5" as argument 1 of Fn.cidrsubnet is no string',
    'Pass a string, or an attribute of a construct that is one.',
    NOTHING,
  ),
  inMain(
    'a stack that is called without new',
    '(PlatformStack as any) (app);',
    '@{PlatformStack as any) (app)}: PlatformStack is called without new',
    'Write new PlatformStack(…).',
    NOTHING,
  ),
  inMain(
    'a program that does not exist',
    "require('node:child_process').execFileSync('zones');",
    'Failed to run zones: no such file or directory',
    'Check the path.',
    NOTHING,
  ),
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
