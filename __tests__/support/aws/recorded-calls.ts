import { join } from 'node:path';
import type { EmulatedAccount } from '../../../src/emulator/account';
import { ownAccount } from './own-account';

/** Request recorded by moto. moto: "Recorder". */
interface Recorded {
  readonly headers: Readonly<Record<string, string>>;
  readonly method: string;
  readonly url: string;
  readonly body?: string;
  readonly body_encoded?: boolean;
}

/** AWS: "Actions, resources, and condition keys for Amazon S3". */
const S3_ACTIONS: Readonly<Record<string, string>> = {
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
  DELETE: 's3:DeleteObject',
};

/** AWS: "Actions", Amazon Route 53 API Reference. */
const ROUTE_53_ACTIONS: readonly (readonly [request: RegExp, action: string])[] = [
  [/^POST hostedzone$/, 'CreateHostedZone'],
  [/^GET hostedzone\/\w+$/, 'GetHostedZone'],
  [/^DELETE hostedzone\/\w+$/, 'DeleteHostedZone'],
  [/^POST hostedzone\/\w+\/rrset$/, 'ChangeResourceRecordSets'],
  [/^GET hostedzone\/\w+\/rrset$/, 'ListResourceRecordSets'],
  [/^GET change\/\w+$/, 'GetChange'],
  [/^GET tags\/hostedzone\/\w+$/, 'ListTagsForResource'],
  [/^POST tags\/hostedzone\/\w+$/, 'ChangeTagsForResource'],
];

function route53Action({ method, url }: Recorded): string {
  const path = new URL(url, 'http://localhost').pathname.replace(/^\/[\d-]+\/|\/$/g, '');
  const request = `${method} ${path}`;
  return `route53:${ROUTE_53_ACTIONS.find(([pattern]) => pattern.test(request))?.[1] ?? request}`;
}

/** An action that needs no permission. AWS: "GetCallerIdentity". */
const FREE = 'sts:GetCallerIdentity';

/** IAM action of a request, e.g. `ec2:DescribeVpcs`. */
function actionOf(request: Recorded): string {
  const { headers, method, url, body = '', body_encoded: encoded } = request;
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers['Authorization'] ?? '')?.[1] ?? '';
  if (service === 's3') return url.includes('list-type=2') ? 's3:ListBucket' : (S3_ACTIONS[method] ?? method);
  if (service === 'route53') return route53Action(request);
  const target = headers['X-Amz-Target']?.split('.').at(-1);
  const text = encoded === true ? Buffer.from(body, 'base64').toString() : body;
  return `${service}:${target ?? new URLSearchParams(text).get('Action') ?? ''}`;
}

/** Separator of recorded requests: line breaks, which may be missing between concurrent ones. */
const BETWEEN = /\n+|(?<=\})(?=\{"headers")/;

/** Records the actions that Terraform calls in an emulated account. */
export class RecordedCalls {
  private constructor(private readonly endpoint: string) {}

  /** Starts an account that records its requests in a directory. */
  public static async account(folder: string): Promise<[EmulatedAccount, RecordedCalls]> {
    process.env['MOTO_RECORDER_FILEPATH'] = join(folder, 'requests');
    const account = await ownAccount();
    delete process.env['MOTO_RECORDER_FILEPATH'];
    return [account, new RecordedCalls(account.emulator.endpoint)];
  }

  /** Starts recording. */
  public async start(): Promise<void> {
    await this.recorder('start-recording', 'POST');
    await this.recorder('reset-recording', 'POST');
  }

  /** Actions since the last call, sorted. Excludes those of the tests. */
  public async take(): Promise<string[]> {
    const text = await (await this.recorder('download-recording', 'GET')).text();
    await this.recorder('reset-recording', 'POST');
    const actions = text
      .split(BETWEEN)
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Recorded)
      .filter(({ headers }) => headers['User-Agent']?.includes('Terraform/'))
      .map(actionOf);
    return [...new Set(actions)].filter((action) => action !== FREE).sort();
  }

  private async recorder(path: string, method: string): Promise<Response> {
    const response = await fetch(`${this.endpoint}/moto-api/recorder/${path}`, { method });
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
    return response;
  }
}
