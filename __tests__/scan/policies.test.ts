import { POLICY_WAIVERS, type PolicyFinding, waives } from '../../src/tools/scan/policy-waivers';
import { describeAfter } from '../support/processes/describe-with';
import { temporaryFolder } from '../support/processes/terraform';
import { checkScanners, lintPolicies, type NamedPolicy } from '../support/scan/scanners';
import { STACKS, synthesized, synthesizeStacks } from '../support/scan/stacks';

type Policies = Readonly<Record<string, Readonly<Record<string, { readonly policy: string }>>>>;

/** Text in place of what Terraform knows alone. */
const placed = (policy: string): string =>
  policy
    .replace(/\$\{[^}]*\.account_id\}/g, '123456789012')
    .replace(
      /\$\{aws_cloudwatch_log_group[^}]*\.arn\}/g,
      'arn:aws:logs:ap-northeast-2:123456789012:log-group:x',
    )
    .replace(/\$\{[^}]*\}/g, 'x');

const isJson = ({ policy }: NamedPolicy): boolean => policy.startsWith('{');

describeAfter(checkScanners, 'parliament and policy_sentry', () => {
  const outdir = temporaryFolder('policies');
  let all: NamedPolicy[];
  let findings: readonly PolicyFinding[];
  let read: number;

  beforeAll(() => {
    const stacks = synthesizeStacks(outdir);
    all = STACKS.flatMap((stack) => {
      const { resource } = synthesized(stacks, stack) as { resource: Policies };
      return ['aws_iam_policy', 'aws_iam_role_policy'].flatMap((type) =>
        Object.entries(resource[type] ?? {}).map(([name, { policy }]) => ({
          name: `${stack} ${name}`,
          policy: placed(policy),
        })),
      );
    });
    ({ findings, policies: read } = lintPolicies(all.filter(isJson)));
  });

  test('read all policies but those of the application server, which are expressions within its boundary', () => {
    const expressions = all.filter((policy) => !isJson(policy)).map(({ name }) => name);
    expect(expressions).toEqual(
      ['dev', 'prod'].map((name) => `${name} servers_devloop_server_role_permissions`),
    );
    expect(read).toBe(all.length - expressions.length);
    expect(read).toBeGreaterThan(30);
  });

  test('find nothing but what is waived', () => {
    const open = findings.filter((finding) => !POLICY_WAIVERS.some((waiver) => waives(waiver, finding)));
    expect(open).toEqual([]);
  });

  test('find what each waiver waives', () => {
    const idle = POLICY_WAIVERS.filter((waiver) => !findings.some((finding) => waives(waiver, finding)));
    expect(idle).toEqual([]);
  });

  test('find what is broken', () => {
    const broken = (Action: string) => ({
      name: Action,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: [Action], Resource: ['*'] }],
      }),
    });
    const found = lintPolicies(['s3:PutObject', 's3:PutObjekt'].map(broken)).findings;
    expect(found.map(({ name, check }) => `${name} ${check}`)).toEqual([
      's3:PutObject RESOURCE_STAR',
      's3:PutObject CHANGE_ON_ALL_RESOURCES',
      's3:PutObjekt UNKNOWN_ACTION',
      's3:PutObjekt UNKNOWN_TO_POLICY_SENTRY',
    ]);
  });
});
