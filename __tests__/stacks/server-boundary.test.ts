import { Testing } from 'cdktf';
import { dev, prod } from '../support/fixtures/configured';
import { type EnvironmentInput, parseAutomation, parseEnvironment } from '../../src/config/schema';
import type { Statement } from '../../src/iam/document';
import { AutomationStack } from '../../src/stacks/automation-stack';
import { changed, everything } from '../support/fixtures/environments';
import { ACCOUNT, allows, automation, policiesIn, statementsOf, type Touched } from '../support/iam/policies';
import { argumentsAt, type Config, ofType, synth, synthText } from '../support/fixtures/synth';

const run = parseAutomation(automation);
const SECRET = `arn:aws:secretsmanager:ap-northeast-2:${ACCOUNT}:secret:rds!db-0123-abcdef`;
const arnOf = (service: string, resource: string) =>
  `arn:aws:${service}:ap-northeast-2:${ACCOUNT}:${resource}`;
const userSecret = (prefix: string) =>
  `arn:aws:secretsmanager:ap-northeast-2:${ACCOUNT}:secret:${prefix}/application-abcdef`;
const database = (name: string) => `arn:aws:rds:ap-northeast-2:${ACCOUNT}:db:${name}`;
const secretOf = (name: string): Touched => ({
  resource: SECRET,
  context: { 'aws:ResourceTag/aws:rds:primaryDBInstanceArn': database(name) },
});

const scaling = changed(
  {
    name: 'scaling',
    'servers.0.count': undefined,
    'servers.0.autoScaling': { min: 2, max: 4, targetCpu: 60 },
  },
  everything,
);
const environments = [dev, prod, changed({ sessionManager: true }, prod), everything, scaling];

/** The boundary that the automation stack makes for an environment. */
function boundaryOf(input: EnvironmentInput): Statement[] {
  const stack = new AutomationStack(Testing.app(), run, [parseEnvironment(input, input.name)]);
  const policies = policiesIn(JSON.parse(Testing.synth(stack, true)) as Config);
  return statementsOf(policies.get(`${input.project}-${input.name}-boundary`) ?? '');
}

/** A text as Terraform has it once all is made, with the application's image in another account's ECR. */
const made = (config: Config, text: string): string =>
  text
    .replace(
      /\$\{aws_cloudwatch_log_group\.(\w+)\.arn\}/g,
      (_, name: string) =>
        `arn:aws:logs:ap-northeast-2:${ACCOUNT}:log-group:${String(ofType(config, 'aws_cloudwatch_log_group')[name]?.['name'])}`,
    )
    .replace(
      /\$\{aws_s3_bucket\.(\w+)\.arn\}/g,
      (_, name: string) => `arn:aws:s3:::${String(ofType(config, 'aws_s3_bucket')[name]?.['bucket'])}`,
    )
    .replaceAll('${aws_secretsmanager_secret.cache_secret.arn}', userSecret(nameOf(config)))
    .replaceAll('${aws_elasticache_user.cache_user.arn}', arnOf('elasticache', `user:${nameOf(config)}`))
    .replace(/\$\{aws_sqs_queue\.(\w+)\.arn\}/g, (_, name: string) =>
      arnOf('sqs', String(ofType(config, 'aws_sqs_queue')[name]?.['name'])),
    )
    .replaceAll('${aws_sesv2_email_identity.mail.arn}', arnOf('ses', 'identity/mail.example.com'))
    .replace(/\$\{aws_secretsmanager_secret\.database_\w+_secret\.arn\}/g, userSecret(nameOf(config)))
    .replace('${aws_db_instance.database.master_user_secret[0].secret_arn}', SECRET)
    .replaceAll('${data.aws_caller_identity.account.account_id}', ACCOUNT)
    .replace('${r.region}', 'us-east-1')
    .replace('${r.account}', '999999999999')
    .replace('${r.repository}', 'team/shop');

/** Identifier of the database, with which the names of all that is the environment's begin. */
const nameOf = (config: Config): string =>
  String(argumentsAt(config, 'aws_db_instance.database')['identifier']);

/** What each role of an environment's servers may do, by the role's address. */
function permissions(config: Config): Map<string, Statement[]> {
  const statements = (name: string): string => {
    const local = config.locals?.[name];
    return typeof local === 'string' ? String(/\[\{.*\}\]/.exec(local)?.[0]) : JSON.stringify(local);
  };
  const policies = Object.entries(ofType(config, 'aws_iam_role_policy')).map(([name, { policy }]) => {
    const locals = [...String(policy).matchAll(/local\.(\w+)/g)].map(([, local = '']) => statements(local));
    const texts =
      locals.length > 0
        ? locals
        : [JSON.stringify((JSON.parse(String(policy)) as { Statement: object[] }).Statement)];
    return [name, texts.flatMap((text) => JSON.parse(made(config, text)) as [])] as const;
  });
  return new Map(policies);
}

test.each(environments)('Boundary allows everything that the roles of $name allow', (input) => {
  const config = synth(input, run);
  const boundary = boundaryOf(input);
  const name = nameOf(config);
  const requests = [...permissions(config)].flatMap(([role, statements]) =>
    statements.flatMap(({ Action, Resource, Condition = {} }) => {
      // Keys of a request that meet the conditions of the role.
      const met = Object.values(Condition).flatMap((keys) => Object.entries(keys));
      const context = Object.fromEntries(met.map(([key, accepted]) => [key, String([accepted].flat()[0])]));
      return Action.flatMap((action) =>
        [Resource].flat().map((resource) => ({ role, action, resource, context })),
      );
    }),
  );
  expect(new Set(requests.map(({ role }) => role)).size).toBe(
    Object.keys(ofType(config, 'aws_iam_role')).length,
  );
  expect(requests.map(({ action }) => action)).toContain('ecr:BatchGetImage');
  const beyond = requests.filter(
    ({ action, resource, context }) =>
      !allows(boundary, action, { resource, context: { ...secretOf(name).context, ...context } }),
  );
  expect(beyond).toEqual([]);
});

test.each(environments)('Automation of $name adds only a boundary to every role', (input) => {
  const boundary = `arn:aws:iam::\${data.aws_caller_identity.account.account_id}:policy/${input.project}-${input.name}-boundary`;
  const config = synth(input, run);
  const { data = {}, resource } = config;
  const roles = Object.entries(ofType(config, 'aws_iam_role')).map(([name, role]) => {
    const { permissions_boundary: found, ...others } = role;
    expect(found).toBe(boundary);
    return [name, others];
  });
  expect(data['aws_caller_identity']).toEqual({ account: {} });
  const without = synth(input);
  expect({ ...config, resource: { ...resource, aws_iam_role: Object.fromEntries(roles) } }).toEqual({
    ...without,
    data: { ...without.data, aws_caller_identity: { account: {} } },
  });
});

test.each([
  ['without automation', dev, undefined],
  ['with its state in a file', changed({ state: { backend: 'local' } }), run],
])('Environment %s has no boundary and reads no account id', (_, input, automatedBy) => {
  expect(synthText(input, automatedBy)).not.toMatch(/boundary|caller_identity/);
});

test.each<[what: string, action: string, ...touched: Touched[]]>([
  ['read the secret of another database', 'secretsmanager:GetSecretValue', secretOf('devloop-prod')],
  ['read a secret that RDS has nothing to do with', 'secretsmanager:GetSecretValue', { resource: SECRET }],
  ['change the secret of the master user', 'secretsmanager:PutSecretValue', secretOf('devloop-dev')],
  [
    'read the secret of a database user of prod',
    'secretsmanager:GetSecretValue',
    { resource: userSecret('devloop-prod') },
  ],
  [
    'delete the secret of its database user',
    'secretsmanager:DeleteSecret',
    { resource: userSecret('devloop-dev') },
  ],
  [
    'write logs of prod',
    'logs:PutLogEvents',
    { resource: `arn:aws:logs:ap-northeast-2:${ACCOUNT}:log-group:/devloop-prod/x:log-stream:y` },
  ],
  ['push an image', 'ecr:PutImage', { resource: `arn:aws:ecr:ap-northeast-2:${ACCOUNT}:repository/shop` }],
  ['read state', 's3:GetObject', { resource: 'arn:aws:s3:::amzn-s3-demo-choose-a-name/devloop/prod/x' }],
  ['read access logs', 's3:GetObject', { resource: `arn:aws:s3:::devloop-dev-logs-${ACCOUNT}/x` }],
  ['delete a bucket', 's3:DeleteBucket', { resource: `arn:aws:s3:::devloop-dev-files-uploads-${ACCOUNT}` }],
  ['take another role', 'sts:AssumeRole', { resource: `arn:aws:iam::${ACCOUNT}:role/x` }],
  ['make a user', 'iam:CreateUser', { resource: `arn:aws:iam::${ACCOUNT}:user/x` }],
])('Boundary of dev never lets a server %s', (_, action, ...touched) => {
  expect(allows(boundaryOf(dev), action, ...touched)).toBe(false);
});
