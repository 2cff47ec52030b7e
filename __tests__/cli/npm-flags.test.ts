import { refuseOptionsKeptByNpm } from '../../src/cli/npm-flags';
import { messagesOf } from '../support/fixtures/environments';

const OPTIONS = [
  { name: 'environment', takesValue: true },
  { name: 'plan-only', takesValue: false },
  { name: 'to', takesValue: true },
  { name: 'plan', takesValue: true },
  { name: 'max', takesValue: true },
];
const refusal = (env: Record<string, string>, ...rest: string[]) =>
  messagesOf(() =>
    refuseOptionsKeptByNpm('cloud', OPTIONS, rest, {
      npm_command: 'run',
      npm_lifecycle_event: 'cloud',
      npm_config_npm_version: '11.19.1',
      npm_config_user_agent: 'npm/11.19.1 node/v20.20.2 linux x64 workspaces/false',
      npm_config_loglevel: 'silent',
      npm_config_prefix: '/usr',
      ...env,
    }),
  );
const kept = (given: string, line: string) => [
  `${given} kept by npm, which passes on only what follows "--"; accepted: npm run cloud -- ${line} [USAGE]`,
];

describe('refuseOptionsKeptByNpm', () => {
  test.each<[string, Record<string, string>, string[], string[]]>([
    ['a switch', { npm_config_plan_only: 'true' }, [], kept('--plan-only: was', '--plan-only')],
    [
      '--name=value',
      { npm_config_environment: 'prod' },
      [],
      kept('--environment: was', '--environment prod'),
    ],
    [
      '--name value, of which npm passes the value on',
      { npm_config_environment: 'true' },
      ['prod'],
      kept('--environment: was', '--environment prod'),
    ],
    [
      'several, whose values npm mixes up',
      { npm_config_environment: 'true', npm_config_to: 'true' },
      ['prod', 'cloud'],
      kept('--environment, --to: were', '--environment VALUE --to VALUE'),
    ],
    ['--to with npm 11', { npm_config_token_description: 's3' }, [], kept('--to: was', '--to s3')],
    ['--to with npm 10', { npm_config_to: 's3' }, [], kept('--to: was', '--to s3')],
    ['--max with npm 11', { npm_config_maxsockets: '5' }, [], kept('--max: was', '--max 5')],
    ['--max with npm 10', { npm_config_max: '5' }, [], kept('--max: was', '--max 5')],
    [
      '--plan, which npm takes for -p -l -a',
      { npm_config_parseable: 'true', npm_config_long: 'true', npm_config_all: 'true' },
      ['plan.json'],
      kept('--plan: was', '--plan plan.json'),
    ],
    [
      'one that is abbreviated',
      { npm_config_env: 'true' },
      ['dev'],
      kept('--environment: was', '--environment dev'),
    ],
    ['one that is mistyped', { npm_config_plan_onyl: 'true' }, [], kept('--plan-only: was', '--plan-only')],
  ])('rejects %s', (_, env, rest, messages) => {
    expect(refusal(env, ...rest)).toEqual(messages);
  });
});

describe('Options of npm itself', () => {
  test.each<[string, Record<string, string>]>([
    ['are none of ours', { npm_config_long: 'true', npm_config_yes: 'true' }],
    ['may be those of another script that runs us', { npm_config_to: 'x', npm_lifecycle_event: 'test' }],
    ['may be those of npx, which passes on every argument', { npm_config_to: 'x', npm_command: 'exec' }],
  ])('%s', (_, env) => {
    expect(refusal(env)).toEqual([]);
  });

  test('may be in an npmrc beside ours behind --', () => {
    expect(refusal({ npm_config_maxsockets: '5' }, '--max', '7')).toEqual([]);
    expect(refusal({ npm_config_maxsockets: '5' }, '--max=7')).toEqual([]);
  });
});
