import { randomBytes } from 'node:crypto';

export interface StoredObject {
  readonly read?: (query: URLSearchParams) => Buffer | string | undefined;
  readonly write?: (data: Buffer) => void;
}

const PATH = '/_archivist/v1/object/';

/**
 * Object storage. The address of an object authorizes reads and writes; no token is sent.
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs#blob-storage-authentication
 */
export class Objects {
  private readonly bySecret = new Map<string, StoredObject>();

  constructor(private readonly origin: () => string) {}

  public add(object: StoredObject): string {
    const secret = randomBytes(24).toString('base64url');
    this.bySecret.set(secret, object);
    return `${this.origin()}${PATH}${secret}`;
  }

  public at(path: string): StoredObject | undefined {
    return path.startsWith(PATH) ? this.bySecret.get(path.slice(PATH.length)) : undefined;
  }
}
