import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EnvironmentInput, parseEnvironment } from '../../src/config/schema';
import { restoreDrill } from '../../src/drill';
import { drillDocument, printDrill } from '../../src/drill/report';
import { synthesizedFrom } from '../../src/terraform/synthesized-environment';
import { type Answers, AwsOverlay } from '../support/aws/aws-overlay';
import { changed } from '../support/fixtures/environments';
import { synthText } from '../support/fixtures/synth';

const NOW = new Date('2026-11-28T12:00:00Z');
const hoursAgo = (hours: number): string => new Date(NOW.getTime() - hours * 3_600_000).toISOString();

interface Snapshot {
  readonly id: string;
  readonly hours: number;
  readonly tag?: string;
  readonly state?: string;
}

const snapshotXml = ({ id, hours, tag, state = 'completed' }: Snapshot): string =>
  `<item><snapshotId>${id}</snapshotId><status>${state}</status><startTime>${hoursAgo(hours)}</startTime>
   <volumeSize>20</volumeSize>
   <tagSet>${tag === undefined ? '' : `<item><key>${tag}</key><value>x</value></item>`}</tagSet></item>`;

const ec2 = (action: string, set: string, items: string): string =>
  `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><${set}>${items}</${set}></${action}Response>`;

const rds = (action: string, result: string): string =>
  `<${action}Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><${action}Result>${result}</${action}Result></${action}Response>`;

interface Account {
  /** Ids of data volumes by Name tag. */
  readonly volumes?: Readonly<Record<string, string>>;
  /** Snapshots by Name tag. */
  readonly snapshots?: Readonly<Record<string, readonly Snapshot[]>>;
  /** Hours since the latest restorable time, where the database exists. */
  readonly restorable?: number;
  readonly databaseSnapshots?: string;
}

const valueOf = (parameters: Readonly<Record<string, unknown>>, filter: string): string => {
  const key = Object.keys(parameters).find((one) => parameters[one] === filter) ?? '';
  return String(parameters[key.replace('.Name', '.Value.1')]);
};

const answersOf = ({
  volumes = {},
  snapshots = {},
  restorable,
  databaseSnapshots = '',
}: Account): Answers => ({
  'ec2:DescribeVolumes': (parameters) => {
    const id = volumes[valueOf(parameters, 'tag:Name')];
    const item = id === undefined ? '' : `<item><volumeId>${id}</volumeId><status>in-use</status></item>`;
    return { body: ec2('DescribeVolumes', 'volumeSet', item) };
  },
  'ec2:DescribeSnapshots': (parameters) => {
    const found = snapshots[valueOf(parameters, 'tag:Name')] ?? [];
    return { body: ec2('DescribeSnapshots', 'snapshotSet', found.map(snapshotXml).join('')) };
  },
  'rds:DescribeDBInstances': () =>
    restorable === undefined
      ? {
          status: 404,
          body: '<ErrorResponse><Error><Type>Sender</Type><Code>DBInstanceNotFound</Code><Message>none</Message></Error></ErrorResponse>',
        }
      : {
          body: rds(
            'DescribeDBInstances',
            `<DBInstances><DBInstance><DBInstanceIdentifier>devloop-dev</DBInstanceIdentifier><AllocatedStorage>20</AllocatedStorage><LatestRestorableTime>${hoursAgo(restorable)}</LatestRestorableTime></DBInstance></DBInstances>`,
          ),
        },
  'rds:DescribeDBSnapshots': () => ({
    body: rds('DescribeDBSnapshots', `<DBSnapshots>${databaseSnapshots}</DBSnapshots>`),
  }),
});

const databaseSnapshot = (id: string, type: string, hours: number): string =>
  `<DBSnapshot><DBSnapshotIdentifier>${id}</DBSnapshotIdentifier><SnapshotType>${type}</SnapshotType><Status>available</Status><SnapshotCreateTime>${hoursAgo(hours)}</SnapshotCreateTime><AllocatedStorage>20</AllocatedStorage></DBSnapshot>`;

/** Everything of dev as it should be. */
const healthy: Account = {
  volumes: { 'elk-server-data': 'vol-1', 'jenkins-server-data': 'vol-2' },
  snapshots: {
    'elk-server-data': [{ id: 'snap-1', hours: 20, tag: 'aws:backup:source-resource' }],
    'jenkins-server-data': [
      { id: 'snap-3', hours: 50, tag: 'ManagedBy' },
      { id: 'snap-2', hours: 20 },
      { id: 'snap-4', hours: 1, state: 'pending' },
    ],
  },
  restorable: 0,
};

describe('restoreDrill', () => {
  let overlay: AwsOverlay;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'restore-drill-'));
    overlay = await AwsOverlay.before('http://127.0.0.1:9');
  });
  afterAll(() => {
    overlay.stop();
    rmSync(folder, { recursive: true });
  });

  const drill = (account: Account, input: EnvironmentInput = changed({ backups: {} })) => {
    overlay.answers = answersOf(account);
    writeFileSync(join(folder, 'cdk.tf.json'), synthText(input));
    return restoreDrill({
      environment: synthesizedFrom(parseEnvironment(input, input.name), () => folder),
      env: { AWS_ENDPOINT_URL: overlay.endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
      maxAge: 37,
      signal: new AbortController().signal,
      now: NOW,
    });
  };
  const store = async (name: string, ...given: Parameters<typeof drill>) =>
    (await drill(...given)).find((one) => one.name === name);

  test('finds points of every store, newest first, and who made them', async () => {
    const stores = await drill(healthy);
    expect(stores.map(({ name, deployed, problems }) => [name, deployed, problems])).toEqual([
      ['devloop-dev', 'devloop-dev', []],
      ['elk-server-data', 'vol-1', []],
      ['jenkins-server-data', 'vol-2', []],
    ]);
    expect(drillDocument(stores, NOW).flatMap(({ points }) => points)).toEqual(
      [
        { snapshot: null, maker: 'RDS', created: hoursAgo(0), ageHours: 0 },
        { snapshot: 'snap-1', maker: 'AWS Backup', created: hoursAgo(20), ageHours: 20 },
        { snapshot: 'snap-2', maker: 'somebody', created: hoursAgo(20), ageHours: 20 },
        { snapshot: 'snap-3', maker: 'Terraform', created: hoursAgo(50), ageHours: 50 },
      ].map((point) => ({ region: 'ap-northeast-2', gib: 20, ...point })),
    );
  });

  test('names what is missing and what is too old, and what to do', async () => {
    const old = { ...healthy, snapshots: { 'elk-server-data': [{ id: 'snap-1', hours: 38 }] } };
    expect((await store('elk-server-data', old))?.problems).toEqual([
      'the newest restore point in ap-northeast-2 is 38 hours old, more than 37; look at the jobs of AWS Backup',
    ]);
    expect((await store('jenkins-server-data', old, changed({})))?.problems).toEqual([
      'there is no restore point in ap-northeast-2; set backups: {} in the configuration, with which AWS Backup makes one every day',
    ]);
  });

  test('expects copies in the region of the vault that gets them', async () => {
    const copyTo = 'arn:aws:backup:us-west-2:123456789012:backup-vault:copies';
    const found = await store('devloop-dev', { ...healthy, restorable: 1 }, changed({ backups: { copyTo } }));
    expect(found?.points.map(({ region }) => region)).toEqual(['ap-northeast-2', 'us-west-2']);
    expect(overlay.calls).toContain('rds:DescribeDBSnapshots');
  });

  test('tells how a lost volume comes back, by one key', async () => {
    const lost = { ...healthy, volumes: {} };
    expect((await store('elk-server-data', lost))?.steps).toEqual([
      '# in the configuration of dev, dataVolume of the server:',
      "snapshotId: 'snap-1',",
      'npx cdktf deploy dev   # creates and attaches elk-server-data, and changes nothing else',
    ]);
  });

  test('keeps a volume that exists under another name', async () => {
    expect((await store('elk-server-data', healthy))?.steps.slice(0, 4)).toEqual([
      '# the volume exists: stop its server, and keep the volume under another name',
      'aws ec2 detach-volume --region ap-northeast-2 --volume-id vol-1',
      'aws ec2 create-tags --region ap-northeast-2 --resources vol-1 --tags Key=Name,Value=elk-server-data-old',
      'terraform -chdir=cdktf.out/stacks/dev state rm aws_ebs_volume.data_volumes_elk_server_data aws_volume_attachment.data_volumes_elk_server_data_attachment',
    ]);
  });

  test('restores a lost database from its newest snapshot, one of AWS Backup by a copy', async () => {
    const lost = { volumes: {}, databaseSnapshots: databaseSnapshot('devloop-dev-final-1', 'manual', 2) };
    expect((await store('devloop-dev', lost))?.steps).toEqual([
      '# in the configuration of dev, database:',
      "restore: { from: 'snapshot', snapshot: 'devloop-dev-final-1' },",
      'npx cdktf deploy dev   # creates devloop-dev from it; servers that connect to it get its new address and secret',
    ]);
    const backedUp = { databaseSnapshots: databaseSnapshot('awsbackup:job-1', 'awsbackup', 2) };
    expect((await store('devloop-dev', backedUp))?.steps.slice(0, 3)).toEqual([
      'aws rds copy-db-snapshot --region ap-northeast-2 --source-db-snapshot-identifier awsbackup:job-1 --target-db-snapshot-identifier devloop-dev-restored',
      '# in the configuration of dev, database:',
      "restore: { from: 'snapshot', snapshot: 'devloop-dev-restored' },",
    ]);
  });

  test('restores a database that exists to a moment, and has no steps without a point', async () => {
    expect((await store('devloop-dev', healthy))?.steps).toEqual([
      '# the database exists: keep it under another name',
      'aws rds modify-db-instance --region ap-northeast-2 --db-instance-identifier devloop-dev --new-db-instance-identifier devloop-dev-old --apply-immediately',
      'terraform -chdir=cdktf.out/stacks/dev state rm aws_db_instance.database',
      '# in the configuration of dev, database:',
      "restore: { from: 'point-in-time', source: 'devloop-dev-old' },",
      'npx cdktf deploy dev   # creates devloop-dev from it; servers that connect to it get its new address and secret',
    ]);
    expect((await store('devloop-dev', {}))?.steps).toEqual([]);
  });

  test('prints a store with its points, problems and steps', async () => {
    const stores = await drill({
      volumes: {},
      snapshots: { 'elk-server-data': [{ id: 'snap-1', hours: 40 }] },
    });
    const [elk] = stores.filter(({ name }) => name === 'elk-server-data');
    expect(
      printDrill(elk ? [elk] : [], 'dev', NOW)
        .split('\n')
        .slice(0, 5),
    ).toEqual([
      '✖ data volume elk-server-data (does not exist in AWS)',
      '  the newest restore point in ap-northeast-2 is 40 hours old, more than 37; look at the jobs of AWS Backup',
      '  snap-1 2026-11-26T20:00Z (40 h ago, 20 GiB, somebody, ap-northeast-2)',
      '  To restore it:',
      '    # in the configuration of dev, dataVolume of the server:',
    ]);
    expect(printDrill([], 'dev', NOW)).toBe('dev has no database and no data volume.');
  });
});
