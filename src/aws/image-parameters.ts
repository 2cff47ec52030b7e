import type { AwsClients } from './clients';
import { orMissing } from './or-missing';

interface History {
  readonly Parameters?: readonly { readonly Version?: number; readonly Value?: string }[];
  readonly NextToken?: string;
}

/** Values of a parameter, the oldest first; undefined if it does not exist. AWS: "GetParameterHistory", the last 100 versions. */
export async function valuesOf(
  { systemsManager }: AwsClients,
  name: string,
): Promise<readonly string[] | undefined> {
  const values: { version: number; value: string }[] = [];
  let NextToken: string | undefined;
  do {
    const page = await orMissing(
      systemsManager.call<History>('GetParameterHistory', { Name: name, MaxResults: 50, NextToken }),
      'ParameterNotFound',
    );
    if (!page) return undefined;
    values.push(
      ...(page.Parameters ?? []).map(({ Version: version = 0, Value: value = '' }) => ({ version, value })),
    );
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return values.sort((one, other) => one.version - other.version).map(({ value }) => value);
}

/** Gives a parameter another value. Without a type, so that none is created. */
export async function setParameter(
  { systemsManager }: AwsClients,
  name: string,
  value: string,
): Promise<void> {
  await systemsManager.call('PutParameter', { Name: name, Value: value, Type: 'String', Overwrite: true });
}
