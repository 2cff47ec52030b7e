import type { AwsClients } from './clients';
import { orMissing } from './or-missing';

export interface ContainerLog {
  readonly stream: string;
  /** The last lines, the newest last. */
  readonly lines: readonly string[];
}

interface Stream {
  readonly logStreamName: string;
  readonly lastEventTimestamp?: number;
  readonly creationTime?: number;
}

interface LogQuery {
  readonly logGroup: string;
  /** Name of the container. */
  readonly container: string;
  /** @default the host that wrote last */
  readonly host?: string | undefined;
  /** Number of lines. */
  readonly limit: number;
}

const newest = ({ lastEventTimestamp = 0, creationTime = 0 }: Stream): number =>
  Math.max(lastEventTimestamp, creationTime);

/**
 * Last lines that a container wrote to CloudWatch Logs, in the stream HOST/CONTAINER. Undefined if it wrote nothing.
 * AWS: "DescribeLogStreams", "GetLogEvents".
 */
export async function containerLog(
  { logs }: AwsClients,
  { logGroup: logGroupName, container, host, limit }: LogQuery,
): Promise<ContainerLog | undefined> {
  const which =
    host === undefined ? { orderBy: 'LastEventTime', descending: true } : { logStreamNamePrefix: host };
  const described = await orMissing(
    logs.call<{ logStreams: Stream[] }>('DescribeLogStreams', { logGroupName, ...which }),
    'ResourceNotFoundException',
  );
  const stream = (described?.logStreams ?? [])
    .filter(({ logStreamName: name }) => name.endsWith(`/${container}`))
    .filter(({ logStreamName: name }) => host === undefined || name.split(/[./]/)[0] === host)
    .sort((one, other) => newest(other) - newest(one))[0]?.logStreamName;
  if (stream === undefined) return undefined;
  const { events } = await logs.call<{ events: { message: string }[] }>('GetLogEvents', {
    logGroupName,
    logStreamName: stream,
    limit,
  });
  return { stream, lines: events.map(({ message }) => message.trimEnd()) };
}
