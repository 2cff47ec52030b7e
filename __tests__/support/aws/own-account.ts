import { EmulatedAccount } from '../../../src/emulator/account';

const REGION = 'ap-northeast-2';

/**
 * Starts a separate emulated account for a suite, even if AWS_ENDPOINT_URL is set: suites run concurrently and count resources.
 */
export const ownAccount = (): Promise<EmulatedAccount> =>
  EmulatedAccount.start({ region: REGION, env: { ...process.env, AWS_ENDPOINT_URL: undefined } });

/** Settings for an SDK client. */
export const clientOf = ({ emulator }: EmulatedAccount) => ({
  endpoint: emulator.endpoint,
  region: REGION,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
