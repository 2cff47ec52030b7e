import {
  type Filter,
  paginateDescribeSnapshots,
  paginateDescribeVolumes,
  type Snapshot,
} from '@aws-sdk/client-ec2';
import {
  DescribeDBInstancesCommand,
  type DBSnapshot,
  paginateDescribeDBSnapshots,
} from '@aws-sdk/client-rds';
import type { AwsClients } from '../aws/clients';
import { orMissing } from '../aws/or-missing';
import { all } from '../aws/pages';
import type { Maker, RestorePoint } from './restore-point';

interface Found {
  readonly deployed: string | undefined;
  readonly points: readonly RestorePoint[];
}

const filtersOf = (tags: Readonly<Record<string, string>>): Filter[] =>
  Object.entries(tags).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] }));

/** AWS Backup tags its snapshots with what they are of. The provider gives the final one the tags that Terraform's resources have. */
function makerOf({ Tags = [] }: Snapshot): Maker {
  const has = (start: string): boolean => Tags.some(({ Key = '' }) => Key.startsWith(start));
  return has('aws:backup:') ? 'AWS Backup' : has('ManagedBy') ? 'Terraform' : 'somebody';
}

/**
 * Reads the snapshots of a data volume in one region: those with its tags, which AWS Backup and the provider copy to them, and those of
 * the volume as it is. AWS: "Amazon EBS snapshots".
 */
export async function volumePoints(
  aws: AwsClients,
  tags: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Found> {
  const request = { abortSignal: signal };
  const volumes = await all(
    paginateDescribeVolumes({ client: aws.ec2 }, { Filters: filtersOf(tags) }, request),
    ({ Volumes }) => Volumes,
  );
  const deployed = volumes.find(({ State }) => State === 'available' || State === 'in-use')?.VolumeId;
  const snapshots = (Filters: Filter[]): Promise<Snapshot[]> =>
    all(
      paginateDescribeSnapshots({ client: aws.ec2 }, { OwnerIds: ['self'], Filters }, request),
      (page) => page.Snapshots,
    );
  const found = [
    ...(await snapshots(filtersOf(tags))),
    ...(deployed === undefined ? [] : await snapshots([{ Name: 'volume-id', Values: [deployed] }])),
  ].filter(({ State }) => State === 'completed');
  const distinct = new Map(found.map((snapshot) => [snapshot.SnapshotId, snapshot]));
  const points = [...distinct.values()].flatMap((snapshot): RestorePoint[] => {
    const { SnapshotId, StartTime, VolumeSize } = snapshot;
    if (SnapshotId === undefined || StartTime === undefined) return [];
    const maker = makerOf(snapshot);
    return [{ snapshot: SnapshotId, maker, region: aws.region, created: StartTime, gib: VolumeSize }];
  });
  return { deployed, points };
}

const DATABASE_MAKERS: Readonly<Record<string, Maker>> = { automated: 'RDS', awsbackup: 'AWS Backup' };

/** Snapshots of a database in one region, and the latest moment that it can be restored to. AWS: "DBSnapshot", "DBInstance". */
export async function databasePoints(
  aws: AwsClients,
  identifier: string,
  signal: AbortSignal,
): Promise<Found> {
  const request = { abortSignal: signal };
  const answer = await orMissing(
    aws.rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier }), request),
    'DBInstanceNotFoundFault',
  );
  const [instance] = answer?.DBInstances ?? [];
  const snapshots = await all(
    paginateDescribeDBSnapshots({ client: aws.rds }, { DBInstanceIdentifier: identifier }, request),
    (page) => page.DBSnapshots,
  );
  const pointOf = ({
    DBSnapshotIdentifier,
    SnapshotType = '',
    SnapshotCreateTime,
    AllocatedStorage,
    Status,
  }: DBSnapshot): RestorePoint[] => {
    if (SnapshotCreateTime === undefined || Status !== 'available') return [];
    const final = DBSnapshotIdentifier?.startsWith(`${identifier}-final-`);
    const maker = final ? 'Terraform' : (DATABASE_MAKERS[SnapshotType] ?? 'somebody');
    const { region } = aws;
    return [
      {
        snapshot: DBSnapshotIdentifier,
        maker,
        region,
        created: SnapshotCreateTime,
        gib: AllocatedStorage,
      },
    ];
  };
  const latest = instance?.LatestRestorableTime;
  return {
    deployed: instance?.DBInstanceIdentifier,
    points: [
      ...(latest
        ? [
            {
              snapshot: undefined,
              maker: 'RDS' as const,
              region: aws.region,
              created: latest,
              gib: instance.AllocatedStorage,
            },
          ]
        : []),
      ...snapshots.flatMap(pointOf),
    ],
  };
}
