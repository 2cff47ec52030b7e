import type { AwsClients } from '../aws/clients';
import type { S3BackendSettings } from '../core/state-backend';
import type { PolicyScope } from '../iam/policy';
import type { Variables } from '../core/variables';
import type { Plan } from '../terraform/planned-resources';

/** `unchecked`: the check could not be completed, e.g. because a permission is missing. */
export type Status = 'pass' | 'warn' | 'fail' | 'unchecked';

export interface Finding {
  readonly status: Status;
  /** Result. Printed after the title on the same line. */
  readonly text: string;
  /** Corrective action. */
  readonly hint?: string;
}

/** Account and region to check, independent of an environment. */
export interface AccountContext {
  readonly region: string;
  readonly aws: AwsClients;
  /** Environment variables of the shell and the command. */
  readonly env: Variables;
}

/** Environment to check, with its plan. */
export interface Context extends AccountContext {
  readonly environment: string;
  /** Environment and project name, as used in IAM policies. */
  readonly identity: Pick<PolicyScope, 'environment' | 'project'>;
  /** Prefix of resource names in AWS. */
  readonly prefix: string;
  /** Tags of all resources of the environment. Resources with these tags do not count as usage by others. */
  readonly tags: Readonly<Record<string, string>>;
  /** S3 backend settings; undefined for other backends. */
  readonly backend: S3BackendSettings | undefined;
  readonly plan: Plan;
  /** Name servers that the internet asks about a domain. @throws an error with a DNS error code */
  readonly resolveNs: (domain: string) => Promise<string[]>;
}

/** Check for one cause of failure in AWS, before any resource is created. Read-only. */
export interface Check<Of extends AccountContext = Context> {
  /** Identifier in kebab-case, for machine-readable output. */
  readonly id: string;
  readonly title: string;
  /** Failure that the check prevents. */
  readonly prevents: string;
  /** AWS error codes of that failure. */
  readonly error: string;
  /** IAM actions that the check requires; empty if it requires none. */
  readonly permissions: readonly string[];
  /** Whether the check applies to the context. @default always */
  applies?(context: Of): boolean;
  run(context: Of): Promise<Finding>;
}

interface SubjectCheck<Subject> extends Omit<Check, 'applies' | 'run'> {
  /** What the check is about, e.g. the planned database. The check applies if there is one. */
  subject(context: Context): Subject | undefined;
  run(subject: Subject, context: Context): Promise<Finding>;
}

/** Creates a check of a part that an environment may not have. */
export const subjectCheck = <Subject>({ subject, run, ...check }: SubjectCheck<Subject>): Check => ({
  ...check,
  applies: (context) => subject(context) !== undefined,
  async run(context) {
    const found = subject(context);
    return found === undefined ? pass('not part of this environment') : run(found, context);
  },
});

/** A check with its finding. */
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
