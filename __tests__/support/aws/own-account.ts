import { EmulatedAccount } from '../../../src/emulator/account';

const REGION = 'ap-northeast-2';

/**
 * An emulated AWS account of a suite's own, and not the one that the shell may name: suites run side by side, and count what
 * is in their account.
 */
export const ownAccount = (): Promise<EmulatedAccount> =>
  EmulatedAccount.start({ region: REGION, env: { ...process.env, AWS_ENDPOINT_URL: undefined } });

/** Settings for a client of the AWS SDK. */
export const clientOf = ({ emulator }: EmulatedAccount) => ({
  endpoint: emulator.endpoint,
  region: REGION,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
