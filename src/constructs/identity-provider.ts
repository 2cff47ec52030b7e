import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { Construct } from 'constructs';
import type { Claims } from '../iam/runner';

export interface IdentityProviderProps {
  /** Host that signs the tokens, as `token.actions.githubusercontent.com`. */
  readonly issuer: string;
  /** For whom the tokens must be meant. */
  readonly audience: string;
}

/**
 * Somebody whose signed tokens AWS takes instead of keys. An account has one for each issuer. Its certificate is checked as any
 * web site's, so no thumbprint is pinned. AWS: "Create an OpenID Connect (OIDC) identity provider in IAM".
 */
export class IdentityProvider extends Construct {
  private readonly arn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: IdentityProviderProps,
  ) {
    super(scope, id);
    this.arn = new IamOpenidConnectProvider(this, 'Resource', {
      url: `https://${props.issuer}`,
      clientIdList: [props.audience],
    }).arn;
  }

  /** A statement that lets whoever holds a token with exactly these claims assume a role. */
  public trust(claims: Claims): object {
    const { issuer, audience } = this.props;
    return {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: this.arn },
      Condition: {
        StringEquals: Object.fromEntries(
          Object.entries({ aud: audience, ...claims }).map(([claim, value]) => [`${issuer}:${claim}`, value]),
        ),
      },
    };
  }
}
