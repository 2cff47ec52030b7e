import { createServer, request as send, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What AWS answers where the emulator has not the API, or where a fault is to be seen. */
export interface Answer {
  /** @default 200 */
  readonly status?: number;
  /** XML as text; anything else is sent as JSON. */
  readonly body: unknown;
}

/** By action, as IAM names it: `ec2:DescribeRegions`. A function gets the parameters; undefined leaves it to the emulator. */
export type Answers = Readonly<Record<string, Answer | ((parameters: Parameters) => Answer | undefined)>>;

/** Parameters of a request: of JSON its keys, else those of the form. */
export type Parameters = Readonly<Record<string, unknown>>;

/** A refusal as each protocol has it. AWS: "Common errors" of the service. */
const REFUSALS: Readonly<Record<string, (message: string) => unknown>> = {
  ec2: (message) =>
    `<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>${message}</Message></Error></Errors></Response>`,
  rds: (message) =>
    `<ErrorResponse><Error><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
  iam: (message) =>
    `<ErrorResponse><Error><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
  route53: (message) =>
    `<ErrorResponse><Error><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
};

/** What AWS answers to who may not do something. */
export function denied(action: string): Answer {
  const [service = ''] = action.split(':');
  const message = `User: arn:aws:iam::123456789012:user/me is not authorized to perform: ${action} because no identity-based policy allows it`;
  const body = REFUSALS[service]?.(message) ?? { __type: 'AccessDeniedException', message };
  return { status: 403, body };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Action and parameters; of S3 and other REST services the action is method and path. */
function actionOf({ headers, method = '', url = '' }: IncomingMessage, body: Buffer): [string, Parameters] {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
  const target = headers['x-amz-target']?.toString().split('.').at(-1);
  if (target !== undefined) return [`${service}:${target}`, JSON.parse(body.toString()) as Parameters];
  const form = new URLSearchParams(body.toString());
  const action = form.get('Action') ?? `${method} ${url.split('?')[0] ?? ''}`;
  return [`${service}:${action}`, Object.fromEntries(form)];
}

/** A server before the emulator that answers some actions itself, and records which it was asked for. */
export class AwsOverlay {
  /** In the order in which they came. */
  public readonly asked: string[] = [];
  public answers: Answers = {};
  private readonly server: Server;

  private constructor(private readonly emulator: URL) {
    this.server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        const [action, parameters] = actionOf(request, body);
        this.asked.push(action);
        const known = this.answers[action];
        const answer = typeof known === 'function' ? known(parameters) : known;
        if (answer) {
          const isText = typeof answer.body === 'string';
          const type = isText ? 'text/xml' : 'application/x-amz-json-1.1';
          response.writeHead(answer.status ?? 200, { 'content-type': type });
          return response.end(isText ? answer.body : JSON.stringify(answer.body));
        }
        const { hostname, port } = this.emulator;
        const { method, url: path, headers } = request;
        const passed = send({ hostname, port, method, path, headers }, (from) => {
          response.writeHead(from.statusCode ?? 500, from.headers);
          from.pipe(response);
        });
        return passed.end(body);
      });
    });
  }

  public static async before(endpoint: string): Promise<AwsOverlay> {
    const overlay = new AwsOverlay(new URL(endpoint));
    await new Promise<void>((resolve) => overlay.server.listen(0, '127.0.0.1', resolve));
    return overlay;
  }

  public get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
