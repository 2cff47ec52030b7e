import {
  ANYWHERE,
  APP,
  WEB_AND_APP,
  check,
  group,
  ingress,
  members,
  ref,
  rows,
  sg,
  terraform,
  type Body,
  type Resources,
} from '../support/network';

describe('Databases', () => {
  const page = 'USER_VPC.WorkingWithRDSInstanceinaVPC';
  const DB = 'aws_db_instance.db';
  const db = (more: Body = {}, subnets = ['private']): Resources => ({
    'aws_db_subnet_group.db': { subnet_ids: subnets.map((name) => ref(`aws_subnet.${name}`)) },
    [DB]: {
      engine: 'mysql',
      db_subnet_group_name: ref('aws_db_subnet_group.db', 'name'),
      vpc_security_group_ids: [sg('db')],
      ...more,
    },
  });
  const dbNetwork = (...parts: readonly Resources[]) =>
    terraform(WEB_AND_APP, group('db'), db(), ingress('db', 3306, members('app')), ...parts);
  const engines: [string, number][] = [
    ['mysql', 3306],
    ['mariadb', 3306],
    ['postgres', 5432],
    ['oracle-ee', 1521],
    ['sqlserver-ex', 1433],
    ['db2-se', 50000],
  ];
  check([
    ...rows(
      page,
      dbNetwork(),
      ['its client', APP, DB, 3306, 'yes'],
      ['nobody else', 'aws_instance.web', DB, 3306, 'no: ingress rule'],
      ['nor the internet', 'internet', DB, 3306, 'no: no route'],
      ['it reaches nothing', DB, APP, 22, 'no: egress rule'],
    ),
    ...engines.flatMap(([engine, port]) =>
      rows(
        'API_CreateDBInstance',
        dbNetwork(db({ engine }), ingress('db', 1, ANYWHERE, { to_port: 65535 })),
        [`the default port of ${engine}`, APP, DB, port, 'yes'],
        ['alone', APP, DB, port + 1, 'no: no listener'],
      ),
    ),
    ...rows(
      page,
      dbNetwork(db({ port: 3307 }), ingress('db', 3307, ANYWHERE)),
      ['its own port', APP, DB, 3307, 'yes'],
      ['in place of the default', APP, DB, 3306, 'no: no listener'],
    ),
    ...rows(page, dbNetwork(db({ engine: '${var.engine}' })), [
      'an unknown engine',
      APP,
      DB,
      3306,
      'unknown',
      'port',
    ]),
    ...rows(page, dbNetwork(db({ publicly_accessible: true }, ['public']), ingress('db', 3306, ANYWHERE)), [
      'a public one in public subnets',
      'internet',
      DB,
      3306,
      'yes',
    ]),
    ...rows(page, dbNetwork(db({}, ['public']), ingress('db', 3306, ANYWHERE)), [
      'one that is not public',
      'internet',
      DB,
      3306,
      'no: no public address',
    ]),
    ...rows(
      page,
      dbNetwork(db({ publicly_accessible: true }, ['public', 'private']), ingress('db', 3306, ANYWHERE)),
      ['in one of two subnets that differ', 'internet', DB, 3306, 'unknown', 'which of its subnets'],
    ),
    ...rows(page, dbNetwork(db({ db_subnet_group_name: undefined })), [
      'without subnets it is in the default VPC',
      APP,
      DB,
      3306,
      'unknown',
      'default VPC',
    ]),
    ...rows(page, dbNetwork(db({ vpc_security_group_ids: undefined })), [
      'without groups it has the default one',
      APP,
      DB,
      3306,
      'no: ingress rule',
    ]),
    ...rows(page, dbNetwork(db({ count: '${var.n}' })), [
      'one that may not be there',
      APP,
      DB,
      3306,
      'unknown',
      'count',
    ]),
    ...rows(page, dbNetwork(db({ count: 0 })), ['one that is not', APP, DB, 3306, 'no: not there']),
  ]);
});
