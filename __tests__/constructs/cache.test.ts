import { type Changes, changed } from '../support/fixtures/environments';
import { addressesOf, argumentsAt, type Config, rulesOf, synth } from '../support/fixtures/synth';

const withCache = (cache: object = {}, changes: Changes = {}): Config =>
  synth(changed({ cache: { version: '8.0', clients: ['devloop-server'], ...cache }, ...changes }));
const ofCache = (config: Config): string[] =>
  addressesOf(config).filter((address) => /\.cache/.test(address));
const script = (config: Config): string => String(config.locals?.['servers_devloop_server_script']);
const GROUP = 'aws_elasticache_replication_group.cache';

describe('Cache', () => {
  const config = withCache();

  test('is encrypted at rest and in transit, with one node and a user of its own', () => {
    expect(ofCache(config)).toEqual([
      GROUP,
      'aws_elasticache_subnet_group.cache_subnet_group',
      'aws_elasticache_user.cache_user',
      'aws_elasticache_user_group.cache_users',
      'aws_secretsmanager_secret.cache_secret',
      'aws_security_group.cache_security_group',
      'aws_vpc_security_group_ingress_rule.cache_security_group_from_devloop_server_tcp_6379',
    ]);
    expect(argumentsAt(config, GROUP)).toEqual({
      replication_group_id: 'devloop-dev',
      description: 'Cache of devloop-dev',
      engine: 'valkey',
      engine_version: '8.0',
      node_type: 'cache.t4g.micro',
      num_cache_clusters: 1,
      automatic_failover_enabled: false,
      multi_az_enabled: false,
      port: 6379,
      subnet_group_name: '${aws_elasticache_subnet_group.cache_subnet_group.name}',
      security_group_ids: ['${aws_security_group.cache_security_group.id}'],
      user_group_ids: ['${aws_elasticache_user_group.cache_users.user_group_id}'],
      at_rest_encryption_enabled: 'true',
      transit_encryption_enabled: true,
      apply_immediately: true,
      tags: { Name: 'devloop-dev' },
    });
  });

  test('has a standby in another zone with a replica', () => {
    expect(argumentsAt(withCache({ replicas: 2 }), GROUP)).toMatchObject({
      num_cache_clusters: 3,
      automatic_failover_enabled: true,
      multi_az_enabled: true,
    });
  });

  test('closes the default user of Redis', () => {
    const redis = withCache({ engine: 'redis', version: '7.1' });
    expect(argumentsAt(redis, 'aws_elasticache_user.cache_default_user')).toMatchObject({
      user_name: 'default',
      access_string: 'off ~keys* -@all',
    });
    expect(argumentsAt(redis, 'aws_elasticache_user_group.cache_users')['user_ids']).toEqual([
      '${aws_elasticache_user.cache_default_user.user_id}',
      '${aws_elasticache_user.cache_user.user_id}',
    ]);
  });

  test('is in isolated subnets, which then exist', () => {
    expect(
      argumentsAt(withCache({ tier: 'isolated' }), 'aws_elasticache_subnet_group.cache_subnet_group')[
        'subnet_ids'
      ],
    ).toEqual(['${aws_subnet.network_isolated_a.id}', '${aws_subnet.network_isolated_c.id}']);
  });

  test('lets its clients in, and nobody else', () => {
    expect(rulesOf(config, 'ingress').filter((rule) => rule.includes('-> cache'))).toEqual([
      'devloop-server -> cache tcp 6379',
    ]);
    expect(rulesOf(config, 'egress').filter((rule) => rule.includes('-> cache'))).toEqual([
      'devloop-server -> cache tcp 6379',
    ]);
  });

  test('has no password in its JSON: servers set it, and Terraform leaves it', () => {
    expect(argumentsAt(config, 'aws_elasticache_user.cache_user')).toMatchObject({
      authentication_mode: { type: 'iam' },
      user_id: 'devloop-dev',
      user_name: 'devloop-dev',
      lifecycle: { ignore_changes: ['authentication_mode', 'no_password_required', 'passwords'] },
    });
    expect(JSON.stringify(config.resource['aws_elasticache_user'])).not.toMatch(/"passwords":\["/);
  });
});

describe('A client of the cache', () => {
  const config = withCache();
  const USER = '${aws_elasticache_user.cache_user.arn}';
  const SECRET = '${aws_secretsmanager_secret.cache_secret.arn}';

  test('may read and make the password, and set it for its user alone', () => {
    const statements = config.locals?.['servers_devloop_server_role_statements'] as unknown[];
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
      Resource: [SECRET],
    });
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: ['elasticache:ModifyUser'],
      Resource: [USER],
    });
  });

  test('has the variables that Spring Boot reads, and the password by its secret', () => {
    const text = script(config);
    for (const line of [
      `SPRING_DATA_REDIS_HOST=\${${GROUP}.primary_endpoint_address}`,
      'SPRING_DATA_REDIS_PORT=6379',
      'SPRING_DATA_REDIS_SSL_ENABLED=true',
      'SPRING_DATA_REDIS_USERNAME=${aws_elasticache_user.cache_user.user_id}',
      `CACHE_SECRET='${SECRET}'`,
      `SPRING_DATA_REDIS_PASSWORD files secret ${SECRET}`,
    ])
      expect(text).toContain(line);
    expect(script(withCache({ clients: [] }))).not.toMatch(/CACHE_|REDIS/);
  });
});
