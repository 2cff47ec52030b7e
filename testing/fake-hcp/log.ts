const START = '\x02';
const END = '\x03';

/**
 * Growing log of a plan or an apply, framed by STX and ETX. Clients read chunks by `limit` and `offset` in bytes.
 * https://developer.hashicorp.com/terraform/cloud-docs/run/api#5-read-and-act-on-the-run, served at the `log-read-url` of
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs/plans
 */
export class Log {
  private text = '';

  public append(text: string): void {
    this.text += this.text === '' ? START + text : text;
  }

  public close(): void {
    this.append(END);
  }

  public read(query: URLSearchParams): Buffer {
    const all = Buffer.from(this.text);
    const offset = Number(query.get('offset') ?? 0);
    return all.subarray(offset, offset + Number(query.get('limit') ?? all.length));
  }
}
