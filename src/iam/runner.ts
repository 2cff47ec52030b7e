import { ConfigurationError } from '../core/errors';
import { fittingName } from '../core/names';
import type { BackendSettings } from '../core/state-backend';

/** Phase of a Terraform run: `plan` reads, `apply` changes. */
export type Phase = 'plan' | 'apply';

/** AWS: "IAM and AWS STS quotas". */
const ROLE_NAME_LENGTH = 64;

/** Name of the role for a phase. `prefix` is the environment's name prefix. */
export const roleName = (prefix: string, phase: Phase): string =>
  fittingName(`${prefix}-${phase}`, ROLE_NAME_LENGTH);

/** Maximum session duration in seconds. An apply gets as long as its job may run. */
export const SESSION_SECONDS: Readonly<Record<Phase, number>> = { plan: 60 * 60, apply: 90 * 60 };

/** Claims of an OIDC token: the subject `sub`, and others that AWS supports. */
export type Claims = Readonly<Record<string, string>>;

/** The service that runs Terraform for an environment, as identified by its OIDC tokens. */
export interface Runner {
  readonly kind: 'github' | 'cloud';
  /** Host of the token issuer. */
  readonly issuer: string;
  /** Audience of the tokens. */
  readonly audience: string;
  /** Required claims of the tokens in each phase. */
  readonly claims: Readonly<Record<Phase, Claims>>;
}

/** GitHub Actions settings of the automation. */
export interface GitHubSettings {
  readonly repository: string;
  readonly branch: string;
  readonly environments: boolean;
}

/** Project of workspaces that are created without one. */
const DEFAULT_PROJECT = 'Default Project';

/** The only workflow that may apply. Other workflows on the same branch may not. */
const APPLY_WORKFLOW = '.github/workflows/apply.yml';

/** Removes immutable ids: `job_workflow_ref` contains only owner and name. GitHub: "OpenID Connect reference". */
const withoutIds = (repository: string): string => repository.replace(/@\d+/g, '');

/** An issuer URL must not contain a port. AWS: "CreateOpenIDConnectProvider", `Url`. */
function checkIssuer(environment: string, hostname: string): void {
  if (!hostname.includes(':')) return;
  throw new ConfigurationError({
    code: 'CONFIG_INVALID',
    path: `${environment}.state.hostname`,
    given: hostname,
    message: 'signs tokens that AWS does not take: it has a port',
    accepted: 'for automation, a host name without a port',
  });
}

/** Pull requests can read secrets of the repository, but not those of a GitHub environment. GitHub: "Using secrets in GitHub Actions". */
function checkToken(environment: string, github: GitHubSettings | undefined): void {
  if (!github || github.environments) return;
  throw new ConfigurationError({
    code: 'CONFIG_INVALID',
    path: 'automation.github.environments',
    given: false,
    message: `lets pull requests read the TF_API_TOKEN that applies ${environment}`,
    accepted:
      'true, with that token as a secret of the GitHub environment; or no github, where HCP Terraform watches the repository',
  });
}

/**
 * The service that runs Terraform for an environment: HCP Terraform if it stores the state, GitHub Actions if a repository is
 * configured and state is in S3, and none for a local backend.
 * GitHub: "OpenID Connect reference". AWS: "Available keys for AWS OIDC federation". HashiCorp: "Use dynamic credentials with the AWS provider".
 *
 * @throws ConfigurationError CONFIG_INVALID if AWS would reject the runner's tokens, or pull requests could read the token for applies
 */
export function runnerOf(
  environment: string,
  backend: BackendSettings,
  github: GitHubSettings | undefined,
): Runner | undefined {
  if (backend.type === 'cloud') {
    const { hostname, organization, workspace, project = DEFAULT_PROJECT } = backend;
    checkIssuer(environment, hostname);
    checkToken(environment, github);
    const subject = `organization:${organization}:project:${project}:workspace:${workspace}:run_phase`;
    return {
      kind: 'cloud',
      issuer: hostname,
      audience: 'aws.workload.identity',
      claims: { plan: { sub: `${subject}:plan` }, apply: { sub: `${subject}:apply` } },
    };
  }
  if (backend.type === 'local' || !github) return undefined;
  const { repository, branch, environments } = github;
  const context = environments ? `environment:${environment}` : `ref:refs/heads/${branch}`;
  return {
    kind: 'github',
    issuer: 'token.actions.githubusercontent.com',
    audience: 'sts.amazonaws.com',
    claims: {
      plan: { sub: `repo:${repository}:pull_request` },
      apply: {
        sub: `repo:${repository}:${context}`,
        ref: `refs/heads/${branch}`,
        job_workflow_ref: `${withoutIds(repository)}/${APPLY_WORKFLOW}@refs/heads/${branch}`,
      },
    },
  };
}
