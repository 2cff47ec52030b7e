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
import { callBucket, checkBucket } from './bucket';
import type { Variables } from '../../core/variables';

/** A version of the state object. */
export interface ObjectVersion {
  readonly id: string;
  readonly current: boolean;
  /** Time of the write, as ISO 8601 in UTC. */
  readonly written: string;
  /** Size in bytes. Undefined for a delete marker. */
  readonly size: number | undefined;
}

/** Reads the state or one of its versions as text. Undefined if there is none. */
export async function readObject(
  { bucket, region, key }: S3BackendSettings,
  env: Variables,
  version?: string,
): Promise<string | undefined> {
  const get = new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version });
  try {
    return await callBucket(
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

/** Whether the state was deleted. S3 then returns a delete marker. */
export async function isDeleted(
  { bucket, region, key }: S3BackendSettings,
  env: Variables,
): Promise<boolean> {
  const head = new HeadObjectCommand({ Bucket: bucket, Key: key });
  try {
    await callBucket({ bucket, region }, env, (s3) => s3.send(head), ['NotFound']);
    return false;
  } catch (error) {
    const { name, $response } = error as S3ServiceException;
    if (name !== 'NotFound') throw error;
    return $response?.headers['x-amz-delete-marker'] === 'true';
  }
}

/** Writes a new current version of the state. */
export async function writeObject(backend: S3BackendSettings, env: Variables, text: string): Promise<void> {
  const { bucket, key } = backend;
  const put = new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: 'application/json' });
  await callBucket(backend, env, (s3) => s3.send(put));
}

/**
 * Lists the versions of a state, newest first.
 *
 * @throws OperationError STATE_BUCKET if versioning is not enabled, and as `checkBucket` does
 */
export async function listVersions(backend: S3BackendSettings, env: Variables): Promise<ObjectVersion[]> {
  const { bucket: Bucket, key } = backend;
  await checkBucket(backend, env);
  return callBucket(backend, env, async (client) => {
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

/** Versions and delete markers on a page. */
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

/** Sorts versions. S3 dates them to the second and lists those of one second newest first, which a stable sort keeps. */
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
