import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { EmulatedAccount } from '../../../src/emulator/account';
import { FakeServer } from '../user-data/fake-server';
import { SERVERS } from '../user-data/servers';

/** Any signature is taken on the emulator. */
const signedFor = (service: string) => ({
  Authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/ap-northeast-2/${service}/aws4_request, SignedHeaders=host, Signature=none`,
});

/** What SQS takes. AWS: "Making Query API requests using AWS JSON protocol in Amazon SQS". */
const HEADERS = { 'Content-Type': 'application/x-amz-json-1.0', ...signedFor('sqs') };

async function json(url: string, options: RequestInit): Promise<unknown> {
  const response = await fetch(url, options);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${text}`);
  return text === '' ? {} : JSON.parse(text);
}

const callSqs = (endpoint: string, action: string, body: object): Promise<unknown> =>
  json(endpoint, {
    method: 'POST',
    headers: { ...HEADERS, 'X-Amz-Target': `AmazonSQS.${action}` },
    body: JSON.stringify(body),
  });

/** How many queues and schedules an account has. */
export async function queuesAndSchedules({ emulator: { endpoint } }: EmulatedAccount) {
  const { QueueUrls = [] } = (await callSqs(endpoint, 'ListQueues', {})) as { QueueUrls?: string[] };
  const { Schedules } = (await json(`${endpoint}/schedules`, { headers: signedFor('scheduler') })) as {
    Schedules: object[];
  };
  return { queues: QueueUrls.length, schedules: Schedules.length };
}

/** The AWS CLI's three commands of run-schedule, on the emulator. Answers nothing where there is no message, as the CLI does. */
const awsCli = (endpoint: string): string => `
declare -A option
for ((i = 3; i < $#; i += 2)); do j=$((i + 1)); option[\${!i}]=\${!j}; done
case $2 in
  receive-message) action=ReceiveMessage body='{QueueUrl: $queue, WaitTimeSeconds: 1}' ;;
  delete-message) action=DeleteMessage body='{QueueUrl: $queue, ReceiptHandle: $receipt}' ;;
  *) action=ChangeMessageVisibility body='{QueueUrl: $queue, ReceiptHandle: $receipt, VisibilityTimeout: 0}' ;;
esac
answer=$(jq --null-input --arg queue "\${option[--queue-url]}" --arg receipt "\${option[--receipt-handle]-}" "$body" |
  curl --silent --fail --data @- ${Object.entries(HEADERS)
    .map(([name, value]) => `--header '${name}: ${value}'`)
    .join(' ')} --header "X-Amz-Target: AmazonSQS.$action" '${endpoint}') || exit 254
[[ $answer != *ReceiptHandle* ]] || printf '%s' "$answer"`;

/** The container of a run, which ends once the other servers have asked the queue again. */
const endsAfterOthers = (folders: readonly string[]): string => `
[[ $1 == run ]] || exit 0
asked() { grep --count receive-message "$1/calls" || true; }
for folder in ${folders.join(' ')}; do
  [[ $PWD != "$folder" ]] || continue
  before=$(asked "$folder")
  until (($(asked "$folder") >= before + 2)); do sleep 0.1; done
done`;

/** Servers that take the runs of a schedule from its deployed queue. */
export class ScheduledServers {
  private sent = 0;

  constructor(
    private readonly account: EmulatedAccount,
    private readonly queues: { readonly queue: string; readonly failed: string },
  ) {}

  /** Sends a message as Scheduler does. */
  public async send(): Promise<void> {
    this.sent += 1;
    await this.call('SendMessage', { MessageBody: `{"scheduled":"${this.sent}"}`, MessageGroupId: 'report' });
  }

  /** How many servers ran the container, of two that wait for the same message. */
  public async onTwoServers(): Promise<number> {
    const folders = [this.newFolder(), this.newFolder()];
    const servers = folders.map((folder) => this.server(folder, endsAfterOthers(folders)));
    const first = new AbortController();
    const runs = servers.map((server) => this.run(server, first.signal));
    await Promise.race(runs);
    first.abort();
    await Promise.all(runs);
    return servers.flatMap(({ calls }) => calls.filter((call) => call.startsWith('docker run '))).length;
  }

  /** Runs the container once; `docker` is what it does. */
  public async onOneServer(docker: string): Promise<void> {
    await this.run(this.server(this.newFolder(), `[[ $1 != run ]] || ${docker}`));
  }

  /** Receives a message as a server that dies does, and returns its handle. */
  public async startedByAServerThatDies(): Promise<string> {
    await this.send();
    const [message] = await this.receive();
    if (!message) throw new Error('no message was received');
    return message.ReceiptHandle;
  }

  /** How many messages another server gets. */
  public received = async (): Promise<number> => (await this.receive()).length;

  /** Lets the time pass in which a message is hidden. */
  public async expire(handle: string): Promise<void> {
    await this.call('ChangeMessageVisibility', { ReceiptHandle: handle, VisibilityTimeout: 0 });
  }

  public async counts(): Promise<{ waiting: number; running: number; failed: number }> {
    const [queue, failed] = await Promise.all([
      this.attributes(this.queues.queue),
      this.attributes(this.queues.failed),
    ]);
    return {
      waiting: Number(queue['ApproximateNumberOfMessages']),
      running: Number(queue['ApproximateNumberOfMessagesNotVisible']),
      failed: Number(failed['ApproximateNumberOfMessages']),
    };
  }

  private newFolder = (): string => mkdtempSync(join(this.account.folder, 'server-'));

  private server(folder: string, docker: string): FakeServer {
    const double = new FakeServer(folder, {
      ...SERVERS.worker,
      container: {
        ...SERVERS.worker.container,
        schedules: {
          report: { queueUrl: this.queues.queue, queueArn: '', timeout: 600, command: ['report'] },
        },
      },
    });
    double.real('jq', 'curl', 'grep', 'sleep');
    double.fake('timeout', 'shift 2; exec "$@"');
    double.fake('aws', awsCli(this.account.emulator.endpoint));
    double.fake('docker', docker);
    return double;
  }

  private run = (server: FakeServer, signal?: AbortSignal) =>
    server.runBeside(
      'usr/local/bin/run-schedule',
      server.variableFiles,
      { HOSTNAME: 'server' },
      ['report'],
      signal,
    );

  private async receive(): Promise<readonly { ReceiptHandle: string }[]> {
    const { Messages = [] } = (await this.call('ReceiveMessage', { WaitTimeSeconds: 0 })) as {
      Messages?: { ReceiptHandle: string }[];
    };
    return Messages;
  }

  private async attributes(queue: string): Promise<Record<string, string>> {
    const answer = await this.call('GetQueueAttributes', { AttributeNames: ['All'], QueueUrl: queue });
    return (answer as { Attributes: Record<string, string> }).Attributes;
  }

  private call = (action: string, body: object): Promise<unknown> =>
    callSqs(this.account.emulator.endpoint, action, { QueueUrl: this.queues.queue, ...body });
}
