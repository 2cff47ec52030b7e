import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Variables } from '../core/variables';
import { awsClientSettings } from './client';

/** Cached by the environment variables object, which lasts for a whole command. */
const known = new WeakMap<Variables, Promise<string>>();

async function readAccount(region: string, env: Variables): Promise<string> {
  const sts = new STSClient(awsClientSettings(region, env));
  try {
    return (await sts.send(new GetCallerIdentityCommand())).Account ?? '';
  } finally {
    sts.destroy();
  }
}

/**
 * Account id of the credentials. Cached for the same variables. Needs no permission. AWS: "GetCallerIdentity".
 *
 * @throws errors of the SDK if there are no valid credentials or no connection
 */
export function callerAccount(region: string, env: Variables): Promise<string> {
  const account = known.get(env) ?? readAccount(region, env);
  known.set(env, account);
  account.catch(() => known.delete(env));
  return account;
}
