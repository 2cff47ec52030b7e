import { createServer, request as send, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A response in place of the emulator's, for missing APIs and for errors. */
export interface Answer {
  /** @default 200 */
  readonly status?: number;
  /** XML as text. Anything else is sent as JSON. */
  readonly body: unknown;
}

/** By IAM action, e.g. `ec2:DescribeRegions`. A function gets the parameters and may return undefined to call the emulator. */
export type Answers = Readonly<Record<string, Answer | ((parameters: Parameters) => Answer | undefined)>>;

/** Parameters of a request, from its JSON or form. */
export type Parameters = Readonly<Record<string, unknown>>;

/** Access denied errors by protocol. AWS: "Common errors" of the service. */
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

/** Response to a caller without the permission. */
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

/** Action and parameters. For REST services, e.g. S3, the action is method and path. */
function actionOf({ headers, method = '', url = '' }: IncomingMessage, body: Buffer): [string, Parameters] {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
  const target = headers['x-amz-target']?.toString().split('.').at(-1);
  if (target !== undefined) return [`${service}:${target}`, JSON.parse(body.toString()) as Parameters];
  const form = new URLSearchParams(body.toString());
  const action = form.get('Action') ?? `${method} ${url.split('?')[0] ?? ''}`;
  return [`${service}:${action}`, Object.fromEntries(form)];
}

/** Proxy of the emulator that answers some actions itself and records all actions. */
export class AwsOverlay {
  /** Actions in the order of the requests. */
  public readonly calls: string[] = [];
  public answers: Answers = {};
  private readonly server: Server;

  private constructor(private readonly emulator: URL) {
    this.server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        const [action, parameters] = actionOf(request, body);
        this.calls.push(action);
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
