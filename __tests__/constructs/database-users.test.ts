import { changed, type Changes } from '../support/fixtures/environments';
import { argumentsAt, ofType, rulesOf, synth } from '../support/fixtures/synth';

const users: Changes = {
  'database.databases': ['shop'],
  'database.users': [
    { name: 'bi', access: 'read-only', clients: ['jenkins-server'] },
    { name: 'night_batch', access: 'read-write', databases: ['shop'] },
  ],
};
const config = synth(changed(users));
const scriptOf = (name: string): string => String(config.locals?.[`servers_${name}_server_script`]);

describe('Further users of a database', () => {
  test('have secrets named after them, without a value', () => {
    const secrets = Object.entries(ofType(config, 'aws_secretsmanager_secret'));
    expect(secrets.map(([address, { name }]) => [address, name])).toEqual([
      ['database_application_secret', 'devloop-dev/application'],
      ['database_user_bi_secret', 'devloop-dev/bi'],
      ['database_user_night_batch_secret', 'devloop-dev/night_batch'],
    ]);
    expect(config.output?.['database_user_secret_arns']).toMatchObject({
      value: {
        bi: '${aws_secretsmanager_secret.database_user_bi_secret.arn}',
        night_batch: '${aws_secretsmanager_secret.database_user_night_batch_secret.arn}',
      },
    });
  });

  test('are made by the server of the application, with their databases', () => {
    expect(scriptOf('devloop')).toContain(
      ['schema shop', 'user bi read-only devloop,shop', 'user night_batch read-write shop'].join('\n   '),
    );
    const { policy } = argumentsAt(config, 'aws_iam_role_policy.servers_devloop_server_role_permissions');
    const text = `${String(policy)}${JSON.stringify(config.locals?.['servers_devloop_server_role_statements'])}`;
    for (const user of ['application', 'user_bi', 'user_night_batch'])
      expect(text).toContain(`aws_secretsmanager_secret.database_${user}_secret.arn`);
  });

  test('let their clients in, which may read their secret alone', () => {
    expect(rulesOf(config, 'ingress').filter((rule) => rule.includes('-> database'))).toEqual([
      'devloop-server -> database tcp 3306',
      'jenkins-server -> database tcp 3306',
    ]);
    const { policy } = argumentsAt(config, 'aws_iam_role_policy.servers_jenkins_server_role_permissions');
    const { Statement } = JSON.parse(String(policy)) as {
      Statement: { Action: string[]; Resource: string[] }[];
    };
    expect(Statement.filter(({ Action }) => String(Action).includes('secretsmanager'))).toEqual([
      {
        Effect: 'Allow',
        Action: ['secretsmanager:GetSecretValue'],
        Resource: ['${aws_secretsmanager_secret.database_user_bi_secret.arn}'],
      },
    ]);
  });

  test('are made by the first application among several clients alone', () => {
    const second = {
      name: 'worker-server',
      role: 'application',
      zones: ['c'],
      container: { port: 9000 },
      internetPorts: [443],
    };
    const { locals } = synth(
      changed({
        ...users,
        'servers.3': second,
        'database.clients': ['jenkins-server', 'worker-server', 'devloop-server'],
      }),
    );
    expect(String(locals?.['servers_worker_server_script'])).toContain('database-setup');
    expect(String(locals?.['servers_devloop_server_script'])).not.toContain('database-setup');
  });
});
