import { randomUUID } from 'node:crypto';
import type { AwsClients } from './clients';
import { orMissing } from './or-missing';

/** A parameter of Parameter Store by name or ARN, or a secret of Secrets Manager by ARN. */
export interface StoredSecret {
  readonly kind: 'parameter' | 'secret';
  readonly id: string;
}

/** Name of a parameter by its ARN, in which a name without folders has no slash. */
const parameterName = (id: string): string => {
  const name = /:parameter(\/.+)$/.exec(id)?.[1] ?? id;
  return name.lastIndexOf('/') === 0 ? name.slice(1) : name;
};

interface Described {
  readonly Parameters?: readonly unknown[];
}

interface DescribedSecret {
  readonly VersionIdsToStages?: Readonly<Record<string, unknown>>;
}

/** Whether a secret has a value, which is not read. AWS: "DescribeParameters", "DescribeSecret". */
export async function hasValue(aws: AwsClients, { kind, id }: StoredSecret): Promise<boolean> {
  if (kind === 'parameter') {
    const filter = { Key: 'Name', Option: 'Equals', Values: [parameterName(id)] };
    const { Parameters = [] } = await aws.parameters.call<Described>('DescribeParameters', {
      ParameterFilters: [filter],
    });
    return Parameters.length > 0;
  }
  const request = aws.secrets.call<DescribedSecret>('DescribeSecret', { SecretId: id });
  const found = await orMissing(request, 'ResourceNotFoundException');
  return Object.keys(found?.VersionIdsToStages ?? {}).length > 0;
}

/** Writes a new version of a secret. A parameter is made where there is none. AWS: "PutParameter", "PutSecretValue". */
export async function putValue(aws: AwsClients, { kind, id }: StoredSecret, value: string): Promise<string> {
  if (kind === 'parameter') {
    const parameter = { Name: parameterName(id), Value: value, Type: 'SecureString', Overwrite: true };
    const { Version } = await aws.parameters.call<{ Version: number }>('PutParameter', parameter);
    return String(Version);
  }
  const secret = { SecretId: id, SecretString: value, ClientRequestToken: randomUUID() };
  return (await aws.secrets.call<{ VersionId: string }>('PutSecretValue', secret)).VersionId;
}
