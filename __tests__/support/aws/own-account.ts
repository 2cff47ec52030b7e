import { EmulatedAccount } from '../../../src/emulator/account';
import { startSharedProvider } from './shared-provider';

const REGION = 'ap-northeast-2';

/**
 * Starts a separate emulated account for a suite, even if AWS_ENDPOINT_URL is set: suites run concurrently and count resources.
 */
export const ownAccount = (): Promise<EmulatedAccount> =>
  EmulatedAccount.start({ region: REGION, env: { ...process.env, AWS_ENDPOINT_URL: undefined } });

/**
 * Like `ownAccount`, with one provider process for all commands that run in the account. For suites that neither interrupt
 * Terraform, nor install the provider, nor run it with other credentials.
 */
export async function accountWithProvider(): Promise<EmulatedAccount> {
  const account = await ownAccount();
  const { variables, stop } = await startSharedProvider(account.env);
  Object.assign(account.env, variables);
  const stopAccount = account.stop.bind(account);
  account.stop = () => stop().finally(stopAccount);
  return account;
}

/** Settings for an SDK client. */
export const clientOf = ({ emulator }: EmulatedAccount) => ({
  endpoint: emulator.endpoint,
  region: REGION,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
