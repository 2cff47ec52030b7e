import { loadEnvironment } from '../../config';
import { EmulatedAccount } from '../../emulator/account';
import { seconds } from '../../core/duration';
import { base } from './base';

/** Deploys `base` to a temporary emulated account, and compares the apply with its slowest resource. */
export async function deployOnce(signal: AbortSignal): Promise<string[]> {
  const { name, region } = loadEnvironment(base.name);
  const account = await EmulatedAccount.start({ region, signal });
  try {
    await account.bootstrap();
    const { elapsed, slowest } = await account.deployment(name).deploy();
    return [
      `the whole apply of ${name} against its slowest resource, ${slowest.address}`,
      `${(elapsed / slowest.elapsed).toFixed(2)}×`,
      `${seconds(elapsed)} against ${seconds(slowest.elapsed)}, from the first resource to the last`,
    ];
  } finally {
    await account.stop();
  }
}
