import { IAMClient, CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateRepositoryCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { EmulatedAccount } from '../../../src/emulator/account';
import { clientOf } from './own-account';

/** Creates the service-linked roles of a used account. moto's CreateServiceLinkedRole gives them other names. */
export async function makeServiceLinkedRoles(account: EmulatedAccount): Promise<void> {
  const iam = new IAMClient(clientOf(account));
  for (const service of ['AutoScaling', 'ElasticLoadBalancing', 'RDS'])
    await iam.send(
      new CreateRoleCommand({ RoleName: `AWSServiceRoleFor${service}`, AssumeRolePolicyDocument: '{}' }),
    );
}

/** OCI: "Image index". */
const index = (...architectures: string[]): string =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: architectures.map((architecture, position) => ({
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest: `sha256:${String(position).repeat(64)}`,
      size: 1,
      platform: { architecture, os: 'linux' },
    })),
  });

/** Pushes images to one repository, by tag. */
export async function pushImages(
  account: EmulatedAccount,
  repositoryName: string,
  images: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const ecr = new ECRClient(clientOf(account));
  await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  for (const [imageTag, architectures] of Object.entries(images))
    await ecr.send(
      new PutImageCommand({
        repositoryName,
        imageTag,
        imageManifest: index(...architectures),
        imageManifestMediaType: 'application/vnd.oci.image.index.v1+json',
      }),
    );
}

/** Environment variables with the credentials of a new role that may perform the given actions. */
export async function credentialsOfRole(
  account: EmulatedAccount,
  RoleName: string,
  ...Action: string[]
): Promise<Record<string, string>> {
  const iam = new IAMClient(clientOf(account));
  const document = (statement: object): string =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const AssumeRolePolicyDocument = document({ Action: 'sts:AssumeRole', Principal: { AWS: '*' } });
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName, Path: '/teams/', AssumeRolePolicyDocument }),
  );
  const PolicyDocument = document({ Action, Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument }));
  const { Credentials } = await new STSClient(clientOf(account)).send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'me' }),
  );
  return {
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: Credentials?.SessionToken ?? '',
  };
}
