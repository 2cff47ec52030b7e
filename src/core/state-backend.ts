import { namePrefix } from './names';

/** Where Terraform Cloud is, unless an Enterprise installation serves. */
export const TERRAFORM_CLOUD = 'app.terraform.io';

/** `TF_TOKEN_my__host_example_com`: dots are underscores, and hyphens two. HashiCorp: "Environment Variable Credentials". */
export const tokenVariable = (hostname: string): string =>
  `TF_TOKEN_${hostname.replaceAll('-', '__').replaceAll('.', '_')}`;

/** An object of an S3 bucket, locked by another beside it. */
export interface S3Place {
  readonly backend: 's3';
  readonly bucket: string;
  /** The bucket's region. */
  readonly region: string;
  /** The object's key. */
  readonly key: string;
}

/** A workspace of Terraform Cloud or Enterprise. */
export interface CloudPlace {
  readonly backend: 'cloud';
  readonly hostname: string;
  readonly organization: string;
  readonly workspace: string;
  /** Project that a new workspace is put into. @default the organization's default project */
  readonly project?: string | undefined;
}

/** A file beside the output folder. */
export interface LocalPlace {
  readonly backend: 'local';
  /** Name of the file. */
  readonly file: string;
}

/** Where a stack's state is. */
export type StatePlace = S3Place | CloudPlace | LocalPlace;

/** The words for the three. */
export type StateBackend = StatePlace['backend'];
export const STATE_BACKENDS: readonly StateBackend[] = ['s3', 'cloud', 'local'];

type Settings<Place extends StatePlace, Derived extends keyof Place> = Omit<Place, Derived>;

/** What configuration says of a place; what it leaves out follows from the names of project and environment. */
export type StateSettings =
  | Settings<S3Place, 'key'>
  | (Settings<CloudPlace, 'workspace'> & { readonly workspace?: string | undefined })
  | Settings<LocalPlace, 'file'>;

/** What an environment's place for state follows from. */
export interface Stateful {
  readonly name: string;
  readonly project: string;
  readonly state: StateSettings;
}

/** The one place for the state of an environment. */
export function statePlace({ name, project, state }: Stateful): StatePlace {
  switch (state.backend) {
    case 's3':
      return { ...state, key: `${project}/${name}/terraform.tfstate` };
    case 'cloud':
      return { ...state, workspace: state.workspace ?? namePrefix({ project, name }) };
    case 'local':
      return { ...state, file: `terraform.${name}.tfstate` };
  }
}

/** A place as people write it: `s3://bucket/key`, `host/organization/workspace` or the name of a file. */
export function placeName(place: StatePlace): string {
  switch (place.backend) {
    case 's3':
      return `s3://${place.bucket}/${place.key}`;
    case 'cloud':
      return `${place.hostname}/${place.organization}/${place.workspace}`;
    case 'local':
      return place.file;
  }
}
