import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Plan, planFindings, printFindings } from '../../src/drift';

const plan = JSON.parse(readFileSync(join(__dirname, 'recorded', 'plan.json'), 'utf8')) as Plan;
const ignored = new Map([['aws_ssm_parameter.ignored', ['insecure_value']]]);
const findings = planFindings({ plan, ignored, environment: 'test', state: 'test.tfstate' });
const lines = printFindings(findings, 'test').split('\n');

/** The sentences below a title. */
function group(title: string): string[] {
  const from = lines.indexOf(title) + 1;
  const sentences = lines.slice(from);
  return sentences.slice(0, sentences.indexOf('')).map((line) => line.trim());
}

const PARAMETER_ARN = '"arn:aws:ssm:ap-northeast-2:123456789012:parameter/replaced"';

describe('Drift of a recorded plan', () => {
  test('includes changes in AWS that an apply reverts', () => {
    expect(group('Changed in AWS; an apply puts it right:')).toEqual([
      'aws_iam_role.role: assume_role_policy.Statement.Principal.Service is "lambda.amazonaws.com" in AWS, "ec2.amazonaws.com" in state and configuration; an apply puts it back',
      'aws_lb_target_group.web: health_check.path is "/b" in AWS, "/a" in state and configuration; an apply puts it back',
      'aws_security_group.inline: { cidr_blocks: ["10.0.0.0/8"], from_port: 22, protocol: "tcp", self: false, to_port: 22 } in ingress is present in AWS, absent in state and configuration; an apply takes it out',
      'aws_security_group.inline: { cidr_blocks: ["10.0.0.0/8"], from_port: 443, protocol: "tcp", self: false, to_port: 443 } in ingress is absent in AWS, present in state and configuration; an apply puts it back',
      'aws_ssm_parameter.gone: is gone from AWS (it was /gone), but in state and configuration; an apply makes it again',
      'aws_ssm_parameter.secret: value is a sensitive value in AWS, another in state and configuration; an apply puts it back',
      'aws_ssm_parameter.tainted: is marked as damaged (tainted) in state; an apply replaces it',
      'module.m.aws_ssm_parameter.keyed["a"]: insecure_value is "two" in AWS, "one" in state and configuration; an apply puts it back',
    ]);
  });

  test('includes changes in configuration that are not deployed', () => {
    expect(group('Changed in configuration and not deployed; an apply does it:')).toEqual([
      'aws_ssm_parameter.added: is in configuration, but not in state; an apply makes it',
      'aws_ssm_parameter.after: is aws_ssm_parameter.before in state; an apply renames it there, and AWS stays as it is',
      'aws_ssm_parameter.deposed: has an old object in AWS and state (deposed 0badc0de); an apply deletes it',
      'aws_ssm_parameter.forgotten: is in AWS and state, but configuration gives it up; an apply forgets it, and AWS keeps it',
      'aws_ssm_parameter.pending: insecure_value is "one" in AWS and state, "two" in configuration; an apply changes it',
      'aws_ssm_parameter.removed: is in AWS and state, but not in configuration; an apply deletes it',
      'aws_ssm_parameter.replaced: name is "/replaced" in AWS and state, "/replaced-by-another" in configuration; an apply replaces the resource',
      'aws_ssm_parameter.third: insecure_value is "two" in AWS, "one" in state, "three" in configuration; an apply changes it',
    ]);
  });

  test('includes what follows from other changes', () => {
    expect(group('Follows from the rest with an apply:')).toEqual([
      `aws_ssm_parameter.follower: insecure_value is ${PARAMETER_ARN} in AWS and state; an apply sets it again`,
      'aws_ssm_parameter.triggered: is replaced when what triggers it changes; an apply replaces it',
      `output later: is ${PARAMETER_ARN} in state; only an apply makes its value known`,
      'output map: b is "2" in state, "3" in configuration; an apply records it',
      'output new: is absent in state, "one" in configuration; an apply records it',
      'output plain: is "one" in state, "two" in configuration; an apply records it',
      'output secret: is a sensitive value in state, another in configuration; an apply records it',
    ]);
  });

  test('includes changes in AWS that configuration ignores, does not set, or agrees with', () => {
    const version = 'version is 2 in AWS, 1 in state; configuration does not set it, so an apply leaves it';
    expect(group('Changed in AWS; an apply leaves it:')).toEqual([
      'aws_ssm_parameter.agreed: insecure_value is "two" in AWS and configuration, "one" in state; an apply records it in state',
      `aws_ssm_parameter.agreed: ${version}`,
      'aws_ssm_parameter.gone_from_both: is gone from AWS (it was /gone_from_both) and from configuration, but in state; an apply forgets it',
      'aws_ssm_parameter.ignored: insecure_value is "two" in AWS, "one" in state; configuration ignores it, so an apply leaves it',
      `aws_ssm_parameter.ignored: ${version}`,
      `aws_ssm_parameter.secret: ${version}`,
      `aws_ssm_parameter.third: ${version}`,
      `module.m.aws_ssm_parameter.keyed["a"]: ${version}`,
    ]);
  });

  test('ends with the number of differences', () => {
    expect(lines.at(-1)).toBe(
      '31 differences between AWS, state and configuration of test: an apply puts 8 right, deploys 8, brings 7 along and leaves 8.',
    );
  });

  test('omits sensitive values, also as JSON', () => {
    const secret = findings.filter(({ address }) => /secret/.test(address));
    expect(secret.map(({ attribute }) => attribute)).toEqual(['value', 'version', '']);
    const json = JSON.stringify(findings);
    expect(json).not.toMatch(/hidden/);
    expect(JSON.parse(JSON.stringify(secret[0]))).toEqual({
      address: 'aws_ssm_parameter.secret',
      outcome: 'restores',
      text: 'value is a sensitive value in AWS, another in state and configuration; an apply puts it back',
      attribute: 'value',
      aws: '(sensitive)',
      state: '(sensitive)',
      configuration: '(sensitive)',
    });
  });
});

test('printFindings reports that nothing differs', () => {
  expect(printFindings([], 'dev')).toBe('AWS, state and configuration of dev agree.');
});

test('printFindings reports an environment that was never deployed as one difference', () => {
  const create = (name: string) => ({
    address: `aws_vpc.${name}`,
    type: 'aws_vpc',
    name,
    change: { actions: ['create'] },
  });
  const never = { resource_changes: [create('one'), create('other')] };
  const facts = { ignored: new Map(), environment: 'dev', state: 's3://bucket/dev' };
  expect(printFindings(planFindings({ plan: never, ...facts }), 'dev').split('\n')).toEqual([
    'Changed in configuration and not deployed; an apply does it:',
    '  dev: state (s3://bucket/dev) is empty: it was never deployed, or is destroyed; an apply makes 2 resources',
    '',
    '1 difference between AWS, state and configuration of dev: an apply deploys 1.',
  ]);
});
