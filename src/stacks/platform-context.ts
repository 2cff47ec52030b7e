import type { Environment } from '../config';

/** What the parts of an environment share. */
export interface PlatformContext {
  readonly environment: Environment;
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  /** Id of the account, from a data source that is added at the first call. */
  readonly accountId: () => string;
  /** ARN of the permissions boundary of roles. Undefined without automation. */
  readonly boundary: string | undefined;
}
