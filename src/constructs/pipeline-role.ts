import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { allow, policyDocument } from '../iam/document';
import type { PermissionStatement } from '../iam/permission-statement';

/** Issuer of the tokens of GitHub Actions. GitHub: "Configuring OpenID Connect in Amazon Web Services". */
const ISSUER = 'token.actions.githubusercontent.com';

export interface PipelineRoleProps {
  /** Name in AWS, at most 64 characters. */
  readonly name: string;
  /** Id of the account, whose identity provider for GitHub is there already. */
  readonly accountId: string;
  /** As tokens name it, e.g. `owner/name`. */
  readonly repository: string;
  /** The branch whose workflows may use the role. */
  readonly branch: string;
  readonly statements: readonly PermissionStatement[];
  /** ARN of the permissions boundary. @default none */
  readonly boundary?: string | undefined;
}

/** A role for workflows of one branch of a GitHub repository, by OpenID Connect. AWS: "Create a role for OpenID Connect federation". */
export class PipelineRole extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: PipelineRoleProps) {
    super(scope, id);
    const { name, accountId, repository, branch, statements, boundary } = props;
    const subject = `repo:${repository}:ref:refs/heads/${branch}`;
    const trust = {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `arn:aws:iam::${accountId}:oidc-provider/${ISSUER}` },
      Condition: { StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: subject } },
    };
    const role = new IamRole(this, 'Resource', {
      name,
      description: `Delivery of images from ${repository}`,
      assumeRolePolicy: policyDocument([trust]),
      permissionsBoundary: boundary,
      tags: { Name: name },
    });
    this.arn = role.arn;
    new IamRolePolicy(this, 'permissions', {
      name: 'permissions',
      role: role.name,
      policy: policyDocument(statements.map(({ actions, resources }) => allow(actions, ...resources))),
    });
  }
}
