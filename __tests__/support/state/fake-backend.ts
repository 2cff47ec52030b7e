import type { MigrationLock, StateBackend } from '../../../src/state/backends';
import type { MigrationEndpoint } from '../../../src/state/migration/endpoint';
import type { StateSnapshot } from '../../../src/terraform/state-snapshot';

/** A state of one resource, as Terraform writes it. */
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

/** A place for state that is a few variables, where a test of a move needs no Terraform. */
export class FakeBackend implements MigrationEndpoint, StateBackend {
  /** What a plan there says. */
  public plan = '';
  /** Done before the state is read again once it has been read. */
  public meanwhile: (() => void) | undefined;
  private reads = 0;

  constructor(
    public readonly name: string,
    /** The state that is there. */
    public text = '',
    /** What a move left there. */
    public left: MigrationLock | undefined = undefined,
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
  public migrationLock = async (): Promise<MigrationLock | undefined> => this.left;
  public lockForMigration = async (backend: string): Promise<void> => {
    if (this.left) throw new Error(`${this.name} is locked`);
    this.left = { finished: false, direction: 'to', backend, activeProcess: undefined };
  };
  public unlock = async (): Promise<void> => void (this.left = undefined);
  public sealAfterMigration = async (backend: string): Promise<void> =>
    void (this.left = { finished: true, direction: 'to', backend, activeProcess: undefined });
  public store = async ({ text }: StateSnapshot): Promise<void> => void (this.text = text);
}
