import type { AwsClients } from '../aws/clients';
import type { S3BackendSettings } from '../core/state-backend';
import type { PolicyScope } from '../iam/policy';
import type { Variables } from '../core/variables';
import type { Plan } from './plan';

/** `unchecked`: AWS may not be asked, or does not know. */
export type Status = 'pass' | 'warn' | 'fail' | 'unchecked';

export interface Finding {
  readonly status: Status;
  /** What was found, as the end of a line that starts with the title. */
  readonly text: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** The account and the region, whatever is to be made there. */
export interface AccountContext {
  readonly region: string;
  readonly aws: AwsClients;
  /** Variables of the shell and of the command. */
  readonly env: Variables;
}

/** What an environment is to be made of, and where. */
export interface Context extends AccountContext {
  /** Name of the environment. */
  readonly environment: string;
  /** Its name and project, as IAM policies have them. */
  readonly identity: Pick<PolicyScope, 'environment' | 'project'>;
  /** Start of its names in AWS. */
  readonly prefix: string;
  /** Tags of everything that is the environment's: what carries them is no usage by others. */
  readonly tags: Readonly<Record<string, string>>;
  /** Where state is; undefined where that is not in S3. */
  readonly backend: S3BackendSettings | undefined;
  readonly plan: Plan;
}

/** One thing that AWS would refuse, looked up before anything is made. Reads only. */
export interface Check<Of extends AccountContext = Context> {
  /** For programs: kebab-case. */
  readonly id: string;
  readonly title: string;
  /** The fault that it prevents. */
  readonly prevents: string;
  /** What AWS calls that fault. */
  readonly error: string;
  /** What it needs in IAM; none where AWS lets everybody ask. */
  readonly permissions: readonly string[];
  /** Whether it concerns what is to be made. @default always */
  applies?(context: Of): boolean;
  run(context: Of): Promise<Finding>;
}

/** A check as it was answered. */
export interface Checked extends Finding, Pick<Check, 'id' | 'title' | 'prevents' | 'error'> {}

export const pass = (text: string): Finding => ({ status: 'pass', text });
export const warn = (text: string, hint?: string): Finding => ({
  status: 'warn',
  text,
  ...(hint !== undefined && { hint }),
});
export const fail = (text: string, hint: string): Finding => ({ status: 'fail', text, hint });
export const unchecked = (why: string, hint?: string): Finding => ({
  status: 'unchecked',
  text: `not checked: ${why}`,
  ...(hint !== undefined && { hint }),
});
