import {
  DataTerraformRemoteState,
  LocalBackend,
  NamedRemoteWorkspace,
  S3Backend,
  TerraformBackend,
  type TerraformStack,
} from 'cdktf';
import type {
  CloudBackendSettings,
  LocalBackendSettings,
  S3BackendSettings,
  BackendSettings,
} from '../core/state-backend';

/** Path from a stack's directory, cdktf.out/stacks/NAME, to the parent of the output directory, which may be deleted. */
const BESIDE_OUTPUT = '../../..';

/** The `cloud` block. CDKTF's CloudBackend would run Terraform during each synth to check its version. */
class CloudBlock extends TerraformBackend {
  constructor(
    stack: TerraformStack,
    private readonly backend: CloudBackendSettings,
  ) {
    super(stack, 'backend', 'cloud');
  }

  public override toTerraform(): object {
    const { hostname, organization, workspace, project } = this.backend;
    const workspaces = { name: workspace, ...(project !== undefined && { project }) };
    return { terraform: { cloud: { hostname, organization, workspaces } } };
  }

  public override getRemoteStateDataSource(stack: TerraformStack, id: string): DataTerraformRemoteState {
    const { hostname, organization, workspace } = this.backend;
    return new DataTerraformRemoteState(stack, id, {
      hostname,
      organization,
      workspaces: new NamedRemoteWorkspace(workspace),
    });
  }
}

function addS3Backend(stack: TerraformStack, { bucket, region, key }: S3BackendSettings): void {
  // Without `encrypt`: it would select AES256 and override the bucket's SSE-KMS default.
  new S3Backend(stack, { bucket, region, key }).addOverride('use_lockfile', true);
}

function addLocalBackend(stack: TerraformStack, { file }: LocalBackendSettings): void {
  new LocalBackend(stack, { path: `${BESIDE_OUTPUT}/${file}` });
}

/** Adds a stack's backend. HashiCorp: "Backend Configuration", "Connect to HCP Terraform". */
export function addStateBackend(stack: TerraformStack, backend: BackendSettings): void {
  switch (backend.type) {
    case 's3':
      return addS3Backend(stack, backend);
    case 'cloud':
      return void new CloudBlock(stack, backend);
    case 'local':
      return addLocalBackend(stack, backend);
  }
}
