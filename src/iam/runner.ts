import { ConfigurationError } from '../core/errors';
import { fittingName } from '../core/names';
import type { BackendSettings } from '../core/state-backend';

/** What a run of Terraform does: looks, or changes. */
export type Phase = 'plan' | 'apply';

/** AWS: "IAM and AWS STS quotas". */
const ROLE_NAME_LENGTH = 64;

/** Name of the role with which a phase runs. `prefix` is the start of the environment's names. */
export const roleName = (prefix: string, phase: Phase): string =>
  fittingName(`${prefix}-${phase}`, ROLE_NAME_LENGTH);

/** How long a role's credentials last at most, in seconds: an hour, or as long as the job that applies. */
export const SESSION_SECONDS: Readonly<Record<Phase, number>> = { plan: 60 * 60, apply: 90 * 60 };

/** Claims of a token: its subject `sub`, and others that AWS looks at. */
export type Claims = Readonly<Record<string, string>>;

/** Who runs Terraform for an environment, as its signed tokens tell. */
export interface Runner {
  readonly kind: 'github' | 'cloud';
  /** Host that signs the tokens. */
  readonly issuer: string;
  /** For whom they are meant. */
  readonly audience: string;
  /** What a token must say of its bearer in each phase, by claim. */
  readonly claims: Readonly<Record<Phase, Claims>>;
}

/** What configuration says of GitHub Actions. */
export interface GitHubSettings {
  readonly repository: string;
  readonly branch: string;
  readonly environments: boolean;
}

/** Where a workspace is that no project was named for. */
const DEFAULT_PROJECT = 'Default Project';

/** The one workflow that applies: another of the same branch is not trusted. */
const APPLY_WORKFLOW = '.github/workflows/apply.yml';

/** Owner and name alone, as in a workflow's reference. GitHub: "OpenID Connect reference", `job_workflow_ref`. */
const withoutIds = (repository: string): string => repository.replace(/@\d+/g, '');

/** AWS: "CreateOpenIDConnectProvider", `Url`: no port. */
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

/** GitHub: "Using secrets in GitHub Actions": a secret of the repository reaches the code of its pull requests. */
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
 * Who runs Terraform for an environment: HCP Terraform where it keeps the state, else GitHub Actions where configuration
 * names a repository and state is in S3; nobody where it is in a file.
 * GitHub: "OpenID Connect reference". AWS: "Available keys for AWS OIDC federation". HashiCorp: "Use dynamic credentials with the AWS provider".
 *
 * @throws ConfigurationError CONFIG_INVALID where AWS would not take the runner's tokens, or pull requests could take those of an apply
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
