/** What made a restore point. */
export type Maker = 'AWS Backup' | 'RDS' | 'Terraform' | 'somebody';

/** A moment to which something can be restored. */
export interface RestorePoint {
  /** Id or name of the snapshot; undefined of a point in time. */
  readonly snapshot: string | undefined;
  readonly maker: Maker;
  readonly region: string;
  readonly created: Date;
  /** Size of what was backed up, in GiB. @default not known */
  readonly gib: number | undefined;
}

/** Something that holds data: a data volume or the database. */
export interface DataStore {
  readonly kind: 'data volume' | 'database';
  /** Terraform address. */
  readonly address: string;
  /** Name tag of the volume, or identifier of the database. */
  readonly name: string;
  /** Id in AWS; undefined where it does not exist. */
  readonly deployed: string | undefined;
  /** Newest first. */
  readonly points: readonly RestorePoint[];
}

const HOUR = 3_600_000;

/** Whole hours since a point was made. */
export const ageOf = ({ created }: RestorePoint, now: Date): number =>
  Math.floor((now.getTime() - created.getTime()) / HOUR);
