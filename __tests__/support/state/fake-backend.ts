import type { MigrationLock, StateBackend } from '../../../src/state/backends';
import type { MigrationEndpoint } from '../../../src/state/migration/endpoint';
import type { StateSnapshot } from '../../../src/terraform/state-snapshot';

/** A state with one resource. */
export const stateText = (serial: number, value = '1'): string =>
  JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    serial,
    lineage: 'f4c71a2b-lineage',
    outputs: {},
    resources: [
      {
        mode: 'managed',
        type: 'terraform_data',
        name: 'one',
        instances: [{ attributes: { id: 'id', value } }],
      },
    ],
  });

/** Backend in memory, for tests of migrations without Terraform. */
export class FakeBackend implements MigrationEndpoint, StateBackend {
  /** Output of a plan. */
  public plan = '';
  /** Called before the state is read for the second time. */
  public meanwhile: (() => void) | undefined;
  private reads = 0;

  constructor(
    public readonly name: string,
    /** Current state. */
    public text = '',
    /** Lock of a migration. */
    public lock: MigrationLock | undefined = undefined,
  ) {}

  public readonly backend: StateBackend = this;
  public readonly terraform: MigrationEndpoint['terraform'] = {
    init: async () => ({ status: 0, stdout: '', output: '' }),
    difference: async () => this.plan,
    pull: async () => {
      this.reads += 1;
      if (this.reads === 2) this.meanwhile?.();
      return this.text;
    },
  };

  public check = async (): Promise<void> => undefined;
  public migrationLock = async (): Promise<MigrationLock | undefined> => this.lock;
  public lockForMigration = async (backend: string): Promise<void> => {
    if (this.lock) throw new Error(`${this.name} is locked`);
    this.lock = { finished: false, direction: 'to', backend, activeProcess: undefined };
  };
  public unlock = async (): Promise<void> => void (this.lock = undefined);
  public sealAfterMigration = async (backend: string): Promise<void> =>
    void (this.lock = { finished: true, direction: 'to', backend, activeProcess: undefined });
  public store = async ({ text }: StateSnapshot): Promise<void> => void (this.text = text);
}
