import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Variables } from '../core/variables';
import { awsClientSettings } from './client';

/** Variables are an object for the whole of a command, and so is their account. */
const known = new WeakMap<Variables, Promise<string>>();

async function ask(region: string, env: Variables): Promise<string> {
  const sts = new STSClient(awsClientSettings(region, env));
  try {
    return (await sts.send(new GetCallerIdentityCommand())).Account ?? '';
  } finally {
    sts.destroy();
  }
}

/**
 * Id of the account of the credentials: asked once for the same variables. Needs no permission. AWS: "GetCallerIdentity".
 *
 * @throws what the SDK throws without valid credentials, or without a connection
 */
export function callerAccount(region: string, env: Variables): Promise<string> {
  const account = known.get(env) ?? ask(region, env);
  known.set(env, account);
  account.catch(() => known.delete(env));
  return account;
}
