import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { COMMANDS } from '../../src/cli/commands';
import { optionsOf } from '../../src/cli/define-command';
import { ProjectCopy } from '../support/processes/project-copy';

// The first run bundles the source.
jest.setTimeout(120_000);

const HOME = mkdtempSync(join(tmpdir(), 'devloop-command-line-'));
const WORK = join(HOME, 'work');
mkdirSync(WORK);
const project = new ProjectCopy(join(HOME, 'project'), ['__tests__']);
afterAll(() => rmSync(HOME, { recursive: true }));

const CONFIG_FILES = `${join(HOME, '.aws', 'config')} or ${join(HOME, '.aws', 'credentials')}`;
writeFileSync(join(HOME, 'empty'), '');
writeFileSync(join(HOME, 'words'), 'This is not Terraform.\n');

const optionNames = (command: string): string =>
  COMMANDS.filter(({ name }) => name === command)
    .flatMap((one) => [...Object.keys(optionsOf(one)), 'help'])
    .map((name) => `--${name}`)
    .join(', ');
const LIST = COMMANDS.map(({ name }) => name).join(', ');
const ENVIRONMENT = 'environment, a file in src/config/environments';
const FILE =
  'a plan or state as terraform show -json prints it, configuration in JSON, or a folder or file of .tf';
const CDKTF =
  '--version, --experimental-provider-schema-cache-path, --disable-plugin-cache-env, --log-level, --log-file-directory, --help';
const SYNTH = `--app, --output, --check-code-maker-output, --hcl, ${CDKTF}`;
const GET = `--output, --language, --force, --parallelism, --show-performance-info, ${CDKTF}`;
const EXPECTATION = 'a list of expectations with name, from, to, ports, protocol, expected, reason';
const ROLES =
  'internet, administrators, bastion, devloop-server, elk-server, jenkins-server, load-balancer, database, aws_instance.bastion, aws_instance.servers_elk_server, aws_instance.servers_devloop_server, aws_instance.servers_jenkins_server, …, a CIDR block or var.NAME';
const kept = (given: string, line: string) =>
  `${given} kept by npm, which passes on only what follows "--"; accepted: npm run ${line}`;
const noOption = (command: string, given: string, suggestion = '') =>
  `devloop ${command}: "${given}" is not an option${suggestion}; accepted: ${optionNames(command)}`;
const noCommand = (given: string, suggestion = '') =>
  `devloop: "${given}" is not a command${suggestion}; accepted: ${LIST}`;

/** What is typed, what is printed, and the exit status. */
type Mistake = readonly [typed: string, printed: string, status?: 1];

/** Arguments of `devloop`. */
const ARGUMENTS: readonly Mistake[] = [
  ['reech', noCommand('reech', ' (did you mean reach?)')],
  ['Reach', noCommand('Reach', ' (did you mean reach?)')],
  ['help reech', noCommand('reech', ' (did you mean reach?)')],
  ['reech --help', noCommand('reech', ' (did you mean reach?)')],
  ['deploy dev', noCommand('deploy', ' (did you mean npx cdktf deploy NAME?)')],
  ['help synth', noCommand('synth', ' (did you mean npm run synth?)')],
  ['frobnicate', noCommand('frobnicate')],
  ['--verbose', 'devloop: "--verbose" is not an option; accepted: a command, --help, --version'],
  [
    '--environment dev reach',
    'devloop: "--environment" stands before the command; accepted: e.g. devloop local --environment',
  ],
  ['reach --form internet', noOption('reach', '--form', ' (did you mean --from?)')],
  ['drift --env prod', noOption('drift', '--env', ' (did you mean --environment?)')],
  ['drift --Environment prod', noOption('drift', '--Environment', ' (did you mean --environment?)')],
  ['drift -environment prod', noOption('drift', '-environment', ' (did you mean --environment?)')],
  ['drift —environment prod', noOption('drift', '—environment', ' (did you mean --environment?)')],
  ['cloud --plan_only', noOption('cloud', '--plan_only', ' (did you mean --plan-only?)')],
  ['drift --colour', noOption('drift', '--colour')],
  ['local --keep=yes', '--keep: "yes" is a value, which a switch does not take; accepted: --keep'],
  ['local prod', 'devloop local: "prod" belongs to no option; accepted: --environment NAME, --keep'],
  ['bootstrap dev prod', 'devloop bootstrap: "dev prod" belongs to no option; accepted: no arguments'],
  ['completion', 'devloop completion: needs the argument shell; accepted: bash, zsh, fish, environments'],
  [
    'completion tcsh',
    'devloop completion: "tcsh" is not one of the choices; accepted: bash, zsh, fish, environments',
  ],
  ['unlock', `--environment: is required; accepted: ${ENVIRONMENT}`],
  [
    'move-state',
    `--environment: is required; accepted: ${ENVIRONMENT}\n--to: is required; accepted: s3, cloud, local`,
  ],
  [
    'move-state --environment dev --to clod',
    '--to: "clod" is not one of the choices (did you mean cloud?); accepted: s3, cloud, local',
  ],
  [
    'move-state --environment dev --to s3',
    '--to: "s3" is where configuration says that the state of dev is; accepted: another backend, or --from with the backend that has it now',
  ],
  ['drift --environment', `--environment: has no value; accepted: ${ENVIRONMENT}`],
  ['unlock --environment --id x', `--environment: has no value: --id follows; accepted: ${ENVIRONMENT}`],
  ['drift --environment=', `--environment: "" is empty; accepted: ${ENVIRONMENT}`],
  ['reach --file=', `--file: "" is empty; accepted: ${FILE}; - reads standard input`],
  [
    'drift --environment dev --environment prod',
    '--environment: "prod" is given after "dev"; accepted: the option once',
  ],
  ['reach --expect yes --expect no', '--expect: "no" is given after "yes"; accepted: the option once'],
  [
    'reach --environment prd',
    'environment: "prd" is not an environment (did you mean prod?); accepted: dev, prod',
  ],
  [
    'unlock --environment DEV',
    'environment: "DEV" is not an environment (did you mean dev?); accepted: dev, prod',
  ],
  ['reach --from a --to b --port 0', '--port: "0" is not a port; accepted: a whole number from 1 to 65535'],
  ['reach --from internet', '--from, --to, --port: name one connection together; accepted: all three'],
  ['reach --expect no', '--expect: is about one connection; accepted: --from, --to and --port with it'],
  [
    'reach --environment dev --file ../empty',
    '--environment, --file, --plan: exclude each other; accepted: one of them',
  ],
  [
    'reach --expect-file ../empty --expect no',
    '--expect-file: names the connections itself; accepted: no --from, --to, --port and --expect with it',
  ],
  ['reach --expect-file ../empty', `../empty: is empty; accepted: ${EXPECTATION}`],
  ['reach --file ../nothing', `../nothing: cannot be read: no such file or directory; accepted: ${FILE}`, 1],
  [
    'reach --file ../empty',
    '../empty: is empty; accepted: Terraform JSON (such as cdk.tf.json) or the output of `terraform show -json`',
    1,
  ],
  [
    'reach --var x',
    '--var: "x" gives no variable a value; accepted: NAME=VALUE, e.g. \'admin_cidrs=["203.0.113.7/32"]\'',
  ],
  [
    'reach --from internet --to internet --port 80',
    'to: "internet" is outside the network, as internet is; accepted: an end in the network, on one side at least',
  ],
  ['reach --from mongo --to database --port 80', `from: "mongo" is not in this file; accepted: ${ROLES}`],
  [
    'reach --from elk --to database --port 80',
    `from: "elk" is not in this file (did you mean elk-server?); accepted: ${ROLES}`,
  ],
  [
    'rollout --environment dev --one-by-one --rollback',
    '--one-by-one: conflicts with --rollback; accepted: one of the two; for servers of a count, --one-by-one with the previous image',
  ],
  ...['soon', '0', '1.5', '1441', '-1'].map((given): Mistake => [
    `rollout --environment dev --timeout=${given}`,
    `--timeout: "${given}" is not a number of minutes; accepted: 1 to 1440`,
  ]),
  [
    'preflight --environment dev --synthesized ../nothing',
    '--synthesized: "../nothing" has no stack of dev; accepted: the output folder of a synth of this project, cdktf.out',
  ],
];

/** Arguments of `npm run`. */
const NPM: readonly Mistake[] = [
  ['cloud --plan-only', kept('--plan-only: was', 'cloud -- --plan-only')],
  ['move-state --to=cloud', kept('--to: was', 'move-state -- --to cloud')],
  ['reach --environment=prod', kept('--environment: was', 'reach -- --environment prod')],
  ['drift --env dev', kept('--environment: was', 'drift -- --environment dev')],
  ['local --kep', kept('--keep: was', 'local -- --keep')],
  ['synth --output=elsewhere', kept('--output: was', 'synth -- --output elsewhere')],
  ['get --force', kept('--force: was', 'get -- --force')],
  [
    'synth -- --outptu elsewhere',
    `npm run synth: "--outptu" is not an option (did you mean --output?); accepted: ${SYNTH}`,
  ],
  ['synth -- --output', `npm run synth: "--output" has no value; accepted: ${SYNTH}`],
  ['synth -- --output=', `npm run synth: "--output=" has no value; accepted: ${SYNTH}`],
  ['synth -- devv', `npm run synth: "devv" belongs to no option; accepted: ${SYNTH}`],
  ['get -- -x', `npm run get: "-x" is not an option; accepted: ${GET}`],
];

/** Variables, and arguments of `devloop`. */
const VARIABLES: readonly Mistake[] = [
  [
    'AWS_ENDPOINT_URL=127.0.0.1:5000 drift',
    'AWS_ENDPOINT_URL: "127.0.0.1:5000" is not a URL; accepted: a URL with its scheme, and a port of at most 65535, e.g. http://127.0.0.1:5000',
  ],
  [
    'AWS_ENDPOINT_URL=http://127.0.0.1:99999 drift',
    'AWS_ENDPOINT_URL: "http://127.0.0.1:99999" is not a URL; accepted: a URL with its scheme, and a port of at most 65535, e.g. http://127.0.0.1:5000',
  ],
  [
    'AWS_PROFILE=work drift',
    `AWS_PROFILE: "work" is not a profile in ${CONFIG_FILES}; accepted: none: no profile is configured there`,
  ],
  [
    'TERRAFORM_BINARY_NAME=terrafrom drift',
    'TERRAFORM_BINARY_NAME: "terrafrom" is not a working program on the PATH (did you mean terraform?); accepted: Terraform or OpenTofu 1.11 or newer',
    1,
  ],
  [
    'TF_PROVIDER_MIRROR=../nothing drift',
    'TF_PROVIDER_MIRROR: "../nothing" is not a provider mirror; accepted: a folder that holds registry.terraform.io/<namespace>/<type>/<version>, or leave the variable unset',
    1,
  ],
];

async function run(program: string, args: readonly string[], cwd: string, env: Record<string, string> = {}) {
  const { PATH = '' } = process.env;
  const { exitCode, stdout, stderr } = await execa(program, args, {
    cwd,
    env: { PATH, HOME, ...env },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
  return { status: exitCode, output: stdout + stderr };
}

const BIN = join(project.folder, 'bin', 'devloop.mjs');
/** Wrong usage, unless the row says another. */
const rows = (mistakes: readonly Mistake[]) =>
  mistakes.map(([typed, printed, status = 64]): [string, string, number] => [typed, printed, status]);
const words = (typed: string): string[] => typed.split(' ');

const counted = [...ARGUMENTS, ...NPM, ...VARIABLES].length;
test(`The command line has ${counted} mistakes, each another`, () => {
  expect(counted).toBeGreaterThanOrEqual(35);
  const typed = [...ARGUMENTS, ...VARIABLES].map(([text]) => text);
  expect(new Set(typed).size).toBe(typed.length);
});

afterEach(() => {
  expect(readdirSync(WORK)).toEqual([]);
});

describe('A mistake on the command line', () => {
  test.each(rows(ARGUMENTS))('is refused: devloop %s', async (typed, printed, status) => {
    expect(await run(process.execPath, [BIN, ...words(typed)], WORK)).toEqual({ status, output: printed });
  });

  test.each(rows(NPM))('is refused: npm run %s', async (typed, printed, expected) => {
    const { status, output } = await run('npm', ['run', '--silent', ...words(typed)], project.folder);
    expect({ status, output }).toEqual({ status: expected, output: printed });
  });

  test.each(rows(VARIABLES))('is refused in a variable: %s', async (typed, printed, status) => {
    const [assigned = '', ...args] = words(typed);
    const [name = '', ...value] = assigned.split('=');
    const env = { [name]: value.join('=') };
    expect(await run(process.execPath, [BIN, ...args], WORK, env)).toEqual({ status, output: printed });
  });
});
