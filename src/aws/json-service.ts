import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { STSClient } from '@aws-sdk/client-sts';
import type { Variables } from '../core/variables';
import { awsClientSettings } from './client';

/** A service without an SDK client in the version of the other clients. AWS: "AWS JSON 1.1 protocol". */
export interface JsonServiceDefinition {
  /** Service name in signatures. */
  readonly name: string;
  /** Prefix of the operation in `X-Amz-Target`. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
  readonly region: string;
  readonly host: string;
}

/** Error in the shape of the SDK's errors. */
export class JsonServiceError extends Error {
  public readonly $metadata: { readonly httpStatusCode: number };

  constructor(name: string, message: string, httpStatusCode: number) {
    super(message);
    this.name = name;
    this.$metadata = { httpStatusCode };
  }
}

type Data = string | ArrayBuffer | ArrayBufferView;
const bytes = (data: Data): string | NodeJS.ArrayBufferView =>
  data instanceof ArrayBuffer ? new Uint8Array(data) : (data as string | NodeJS.ArrayBufferView);

/** SHA-256, or HMAC-SHA-256 if a secret is given. */
class Sha256 {
  private readonly hash;

  constructor(secret?: Data) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }

  public update(data: Data): void {
    this.hash.update(bytes(data));
  }

  public async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }
}

/** Timeout of a request, in milliseconds. */
const TIMEOUT = 30_000;

/** Calls a service of the AWS JSON protocol, with the credentials and the endpoint of the SDK's clients. */
export class JsonService {
  private readonly sts: STSClient;

  constructor(
    private readonly service: JsonServiceDefinition,
    private readonly env: Variables,
  ) {
    this.sts = new STSClient(awsClientSettings(service.region, env));
  }

  /** @throws JsonServiceError named after AWS's error code */
  public async call<Answer>(operation: string, input: object): Promise<Answer> {
    const { name, target, version, region } = this.service;
    const url = new URL(this.endpoint);
    const signer = new SignatureV4({
      service: name,
      region,
      credentials: () => this.sts.config.credentials(),
      sha256: Sha256,
    });
    const { method, headers, body } = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: '/',
      query: {},
      headers: {
        host: url.host,
        'content-type': `application/x-amz-json-${version}`,
        'x-amz-target': `${target}.${operation}`,
      },
      body: JSON.stringify(input),
    });
    const response = await fetch(url, { method, headers, body, signal: AbortSignal.timeout(TIMEOUT) });
    const text = await response.text();
    if (response.ok) return JSON.parse(text) as Answer;
    throw errorOf(text, response.status);
  }

  public destroy(): void {
    this.sts.destroy();
  }

  private get endpoint(): string {
    const { AWS_ENDPOINT_URL: endpoint } = { ...process.env, ...this.env };
    return endpoint ?? `https://${this.service.host}`;
  }
}

function errorOf(text: string, status: number): JsonServiceError {
  try {
    const { __type: type = '', message, Message } = JSON.parse(text) as Record<string, string>;
    const name = type.split('#').at(-1)?.split(':')[0] ?? '';
    return new JsonServiceError(name || `HTTP ${status}`, message ?? Message ?? '', status);
  } catch {
    return new JsonServiceError(`HTTP ${status}`, 'no answer in JSON', status);
  }
}
