import type { Environment } from '../config';
import { parameterFolder, secretPlace } from '../core/secret-reference';
import { allow, type Statement } from '../iam/document';
import { secretStatements } from '../roles/application/secret-permissions';
import { AWS_ACTIONS } from '../roles/aws-actions';
import type { ContainerSecret } from '../roles/server-inputs';

type Container = NonNullable<Environment['servers'][number]['container']>;

/** The secrets of a container by variable. Undefined if it has none. */
export function secretsOf(
  { secrets, secretsAs }: Pick<Container, 'secrets' | 'secretsAs'>,
  environment: Environment,
  account: () => string,
): Record<string, ContainerSecret> | undefined {
  const entries = Object.entries(secrets).map(
    ([variable, reference]) =>
      [variable, { ...secretPlace(reference, environment, account), as: secretsAs }] as const,
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** For the permissions boundary: the environment's parameters and the secrets that it names elsewhere. Empty without secrets. */
export function secretBoundary(environment: Environment, account: string): Statement[] {
  const containers = environment.servers.flatMap(({ container }) => container ?? []);
  const secrets = containers.flatMap((container) =>
    Object.values(secretsOf(container, environment, () => account) ?? {}),
  );
  if (secrets.length === 0) return [];
  const folder = `arn:aws:ssm:${environment.region}:${account}:parameter${parameterFolder(environment)}`;
  return [
    allow(AWS_ACTIONS.parameters, `${folder}*`),
    ...secretStatements(secrets.filter(({ arn }) => !arn.startsWith(folder))).map(({ actions, resources }) =>
      allow(actions, ...resources),
    ),
  ];
}
