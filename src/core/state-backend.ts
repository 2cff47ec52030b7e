import { namePrefix } from './names';

/** Host of HCP Terraform (formerly Terraform Cloud). An installation of Terraform Enterprise has another one. */
export const HCP_TERRAFORM_HOSTNAME = 'app.terraform.io';

/** `TF_TOKEN_my__host_example_com`: dots become underscores, hyphens two. HashiCorp: "Environment Variable Credentials". */
export const tokenVariable = (hostname: string): string =>
  `TF_TOKEN_${hostname.replaceAll('-', '__').replaceAll('.', '_')}`;

/**
 * Stands for the name of the bucket until somebody chooses one. S3 reserves the prefix for documentation, so nobody can create a
 * bucket of this name. AWS: "General purpose bucket naming rules".
 */
export const UNNAMED_BUCKET = 'amzn-s3-demo-choose-a-name';

/** An object in an S3 bucket. Its lock is a second object next to it. */
export interface S3BackendSettings {
  readonly type: 's3';
  readonly bucket: string;
  /** Region of the bucket. */
  readonly region: string;
  /** Key of the object. */
  readonly key: string;
}

/** A workspace of HCP Terraform or Terraform Enterprise. */
export interface CloudBackendSettings {
  readonly type: 'cloud';
  readonly hostname: string;
  readonly organization: string;
  readonly workspace: string;
  /** Project in which `terraform init` creates the workspace. @default the default project of the organization */
  readonly project?: string | undefined;
}

/** A file next to the output folder. */
export interface LocalBackendSettings {
  readonly type: 'local';
  /** Name of the file. */
  readonly file: string;
}

/** Where the state of a stack is stored. */
export type BackendSettings = S3BackendSettings | CloudBackendSettings | LocalBackendSettings;

export type BackendType = BackendSettings['type'];
export const BACKEND_TYPES: readonly BackendType[] = ['s3', 'cloud', 'local'];

type Configured<Backend extends BackendSettings, Derived extends keyof Backend> = Omit<
  Backend,
  'type' | Derived
> & { readonly backend: Backend['type'] };

/** A backend as the configuration of an environment names it. The rest is derived from the project and the environment. */
export type StateSettings =
  | Configured<S3BackendSettings, 'key'>
  | (Configured<CloudBackendSettings, 'workspace'> & { readonly workspace?: string | undefined })
  | Configured<LocalBackendSettings, 'file'>;

/** What the settings of a backend are derived from. */
export interface Stateful {
  readonly name: string;
  readonly project: string;
  readonly state: StateSettings;
}

/** The backend of an environment. */
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

/** Name of a backend in messages: `s3://bucket/key`, `host/organization/workspace` or the name of a file. */
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
