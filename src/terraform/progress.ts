const PLAN = /Plan: (\d+) to add, (\d+) to change, (\d+) to destroy/;
const EVENT =
  /([\w.-]+\.[\w-]+)(?: \([^)]*\))?(\["[^"]*"\])?: (Creating|Modifying|Destroying|(?:Creation|Modifications|Destruction) complete)/;

interface Waiting {
  readonly address: string;
  /** Milliseconds since it started. */
  readonly elapsed: number;
}

/** Progress of an apply or a destroy, parsed from the output of Terraform or the CDKTF CLI. */
export class TerraformProgress {
  private total: number | undefined;
  private done = 0;
  private readonly since = new Map<string, number>();
  private slowestSoFar: Waiting = { address: '', elapsed: 0 };

  private began: number | undefined;
  private ended = 0;

  constructor(private readonly now: () => number = Date.now) {}

  /** Reads one line of output. Ignores unrelated lines. */
  public read(line: string): void {
    const plan = PLAN.exec(line);
    if (plan) this.total = plan.slice(1).reduce((sum, count) => sum + Number(count), 0);
    const event = EVENT.exec(line);
    if (!event) return;
    const [, resource = '', key = '', what = ''] = event;
    const address = resource + key;
    this.began ??= this.now();
    this.ended = this.now();
    if (!what.endsWith('complete')) {
      if (!this.since.has(address)) this.since.set(address, this.now());
      return;
    }
    const began = this.since.get(address);
    if (began !== undefined) this.noteDuration(address, this.now() - began);
    this.since.delete(address);
    this.done += 1;
  }

  /** Resources in progress, slowest first. */
  public get waiting(): readonly Waiting[] {
    return [...this.since]
      .map(([address, began]) => ({ address, elapsed: this.now() - began }))
      .sort((one, other) => other.elapsed - one.elapsed);
  }

  /** The completed resource that took longest. */
  public get slowest(): Waiting {
    return this.slowestSoFar;
  }

  /** Milliseconds from the start of the first resource to the end of the last. */
  public get elapsed(): number {
    return this.ended - (this.began ?? this.ended);
  }

  /** `37 of 60 done; waiting for aws_db_instance.database (41 s), aws_lb.load_balancer (30 s)`. */
  public get text(): string {
    const { waiting } = this;
    const named = waiting
      .slice(0, 3)
      .map(({ address, elapsed }) => `${address} (${Math.round(elapsed / 1000)} s)`);
    const rest = waiting.length > named.length ? ` and ${waiting.length - named.length} more` : '';
    const counted = this.total === undefined ? 'planning' : `${this.done} of ${this.total} done`;
    return named.length === 0 ? counted : `${counted}; waiting for ${named.join(', ')}${rest}`;
  }

  private noteDuration(address: string, elapsed: number): void {
    if (elapsed > this.slowestSoFar.elapsed) this.slowestSoFar = { address, elapsed };
  }
}
