import {
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  type S3ServiceException,
} from '@aws-sdk/client-s3';
import { OperationError } from '../../core/errors';
import { backendName, type S3BackendSettings } from '../../core/state-backend';
import { askBucket, checkBucket } from './bucket';
import type { Variables } from '../../core/variables';

/** One of the versions that S3 keeps of a state. */
export interface ObjectVersion {
  readonly id: string;
  readonly current: boolean;
  /** As ISO 8601 in UTC. */
  readonly written: string;
  /** Bytes; undefined where the state was deleted. */
  readonly size: number | undefined;
}

/** The state as text, or a version of it; undefined where there is none. */
export async function readObject(
  { bucket, region, key }: S3BackendSettings,
  env: Variables,
  version?: string,
): Promise<string | undefined> {
  const get = new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version });
  try {
    return await askBucket(
      { bucket, region },
      env,
      async (s3) => (await s3.send(get)).Body?.transformToString(),
      ['NoSuchKey'],
    );
  } catch (error) {
    if ((error as Error).name === 'NoSuchKey') return undefined;
    throw error;
  }
}

/** Whether there was a state, and somebody deleted it: then S3 shows a marker in its place. */
export async function isDeleted(
  { bucket, region, key }: S3BackendSettings,
  env: Variables,
): Promise<boolean> {
  const head = new HeadObjectCommand({ Bucket: bucket, Key: key });
  try {
    await askBucket({ bucket, region }, env, (s3) => s3.send(head), ['NotFound']);
    return false;
  } catch (error) {
    const { name, $response } = error as S3ServiceException;
    if (name !== 'NotFound') throw error;
    return $response?.headers['x-amz-delete-marker'] === 'true';
  }
}

/** Makes a text the current version of the state. */
export async function writeObject(backend: S3BackendSettings, env: Variables, text: string): Promise<void> {
  const { bucket, key } = backend;
  const put = new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: 'application/json' });
  await askBucket(backend, env, (s3) => s3.send(put));
}

/**
 * The versions of a state, the newest first.
 *
 * @throws OperationError STATE_BUCKET where the bucket keeps none, and as `checkBucket`
 */
export async function listVersions(backend: S3BackendSettings, env: Variables): Promise<ObjectVersion[]> {
  const { bucket: Bucket, key } = backend;
  await checkBucket(backend, env);
  return askBucket(backend, env, async (client) => {
    const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket }));
    if (Status !== 'Enabled') throw unversioned(backend);
    const versions: ObjectVersion[] = [];
    let from: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
    while (from) {
      const page: ListObjectVersionsCommandOutput = await client.send(
        new ListObjectVersionsCommand({ Bucket, Prefix: key, ...from }),
      );
      versions.push(...versionsOf(page, key));
      const { IsTruncated, NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
      from = IsTruncated ? { KeyMarker, VersionIdMarker } : undefined;
    }
    return versions.sort(newestFirst);
  });
}

/** Deleting a state puts a marker above its versions. */
function versionsOf(
  { Versions = [], DeleteMarkers = [] }: ListObjectVersionsCommandOutput,
  key: string,
): ObjectVersion[] {
  const all = [...Versions, ...DeleteMarkers.map((marker) => ({ ...marker, Size: undefined }))];
  return all
    .filter(({ Key }) => Key === key)
    .map(({ VersionId = '', IsLatest = false, LastModified, Size }) => ({
      id: VersionId,
      current: IsLatest,
      written: LastModified?.toISOString() ?? '',
      size: Size,
    }));
}

/** S3 dates them to the second, and gives those of one second in order, the newest first: a stable sort keeps that. */
function newestFirst(one: ObjectVersion, other: ObjectVersion): number {
  if (one.current !== other.current) return one.current ? -1 : 1;
  return other.written.localeCompare(one.written);
}

function unversioned(backend: S3BackendSettings): OperationError {
  return new OperationError({
    code: 'STATE_BUCKET',
    summary: `state.bucket: "${backend.bucket}" has no versioning, so there are no versions of ${backendName(backend)}`,
    hint: 'Enable versioning: run devloop bootstrap.',
  });
}
