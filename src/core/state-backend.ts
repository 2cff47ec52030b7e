import { namePrefix } from './names';

/** Host of HCP Terraform (formerly Terraform Cloud). An installation of Terraform Enterprise has another one. */
export const HCP_TERRAFORM_HOSTNAME = 'app.terraform.io';

/** Name of the token's variable: `TF_TOKEN_my__host_example_com`. HashiCorp: "Environment Variable Credentials". */
export const tokenVariable = (hostname: string): string =>
  `TF_TOKEN_${hostname.replaceAll('-', '__').replaceAll('.', '_')}`;

/**
 * Placeholder for the bucket name. S3 reserves this prefix for documentation, so nobody can create a bucket of this name. AWS:
 * "General purpose bucket naming rules".
 */
export const UNNAMED_BUCKET = 'amzn-s3-demo-choose-a-name';

/** S3 backend. Its lock file is an object next to the state. */
export interface S3BackendSettings {
  readonly type: 's3';
  readonly bucket: string;
  /** Region of the bucket. */
  readonly region: string;
  /** Key of the object. */
  readonly key: string;
}

/** HCP Terraform or Terraform Enterprise workspace. */
export interface CloudBackendSettings {
  readonly type: 'cloud';
  readonly hostname: string;
  readonly organization: string;
  readonly workspace: string;
  /** Project in which `terraform init` creates the workspace. @default the default project of the organization */
  readonly project?: string | undefined;
}

/** Local backend: a file next to the output directory. */
export interface LocalBackendSettings {
  readonly type: 'local';
  /** File name. */
  readonly file: string;
}

/** Backend of a stack. */
export type BackendSettings = S3BackendSettings | CloudBackendSettings | LocalBackendSettings;

export type BackendType = BackendSettings['type'];
export const BACKEND_TYPES: readonly BackendType[] = ['s3', 'cloud', 'local'];

type Configured<Backend extends BackendSettings, Derived extends keyof Backend> = Omit<
  Backend,
  'type' | Derived
> & { readonly backend: Backend['type'] };

/** Backend settings in the configuration of an environment. The rest is derived from the project and the environment. */
export type StateSettings =
  | Configured<S3BackendSettings, 'key'>
  | (Configured<CloudBackendSettings, 'workspace'> & { readonly workspace?: string | undefined })
  | Configured<LocalBackendSettings, 'file'>;

/** Input from which backend settings are derived. */
export interface Stateful {
  readonly name: string;
  readonly project: string;
  readonly state: StateSettings;
}

/** Derives the backend of an environment. */
export function backendSettings({ name, project, state }: Stateful): BackendSettings {
  switch (state.backend) {
    case 's3': {
      const { backend: type, ...settings } = state;
      return { type, ...settings, key: `${project}/${name}/terraform.tfstate` };
    }
    case 'cloud': {
      const { backend: type, workspace = namePrefix({ project, name }), ...settings } = state;
      return { type, ...settings, workspace };
    }
    case 'local':
      return { type: 'local', file: `terraform.${name}.tfstate` };
  }
}

/** Formats a backend for messages: `s3://bucket/key`, `host/organization/workspace` or a file name. */
export function backendName(backend: BackendSettings): string {
  switch (backend.type) {
    case 's3':
      return `s3://${backend.bucket}/${backend.key}`;
    case 'cloud':
      return `${backend.hostname}/${backend.organization}/${backend.workspace}`;
    case 'local':
      return backend.file;
  }
}
