import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment } from '../config';
import { PipelineRole } from '../constructs/pipeline-role';
import { imageParameterName, repositoryName } from '../core/names';
import type { PermissionStatement } from '../iam/permission-statement';
import { pipelinePermissions } from '../iam/pipeline-permissions';
import { SINGLE_IMAGE } from './application-images';

/** What pipelines of an environment may do. */
export function pipelineStatements(
  { servers, region }: Environment,
  prefix: string,
  account: string,
): PermissionStatement[] {
  const applications = servers.filter(({ container }) => container !== undefined);
  const images = [...new Set(applications.map(({ container }) => container?.image ?? SINGLE_IMAGE))].sort();
  return pipelinePermissions({
    region,
    account,
    repositories: images.map((image) => repositoryName(prefix, image)),
    parameters: images.map((image) => imageParameterName(prefix, image)),
    groups: applications
      .filter(({ autoScaling }) => autoScaling !== undefined)
      .map(({ name, formerly = name }) => `${prefix}-${formerly}`)
      .sort(),
  });
}

interface PipelineContext {
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  readonly accountId: string;
  /** ARN of the permissions boundary of roles. */
  readonly boundary: string | undefined;
}

/** Adds the role of GitHub Actions, where there is one. */
export function addPipeline(scope: Construct, environment: Environment, context: PipelineContext): void {
  const { github } = environment.pipeline ?? {};
  if (!github) return;
  const { prefix, accountId, boundary } = context;
  const { arn } = new PipelineRole(scope, 'pipeline', {
    ...github,
    name: `${prefix}-pipeline`,
    accountId,
    statements: pipelineStatements(environment, prefix, accountId),
    boundary,
  });
  new TerraformOutput(scope, 'pipeline_role_arn', {
    value: arn,
    description: 'Role that workflows of GitHub Actions assume to deliver images',
  });
}
