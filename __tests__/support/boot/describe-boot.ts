import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../../../src/core/errors';
import { PROJECT_DIR } from '../../../src/system/paths';
import { describeAfter } from '../processes/describe-with';
import { checkTools } from '../processes/tools';

/** What `.ci/boot-image` builds. */
export const BOOT_DIR = join(PROJECT_DIR, '.local', 'boot');

/** Path of a program that `.ci/boot-image` brings. */
export const bootProgram = (name: string): string => join(BOOT_DIR, 'tools', 'bin', name);

/** Whether this process may create the namespaces and mounts of a container. */
const mayBoot = (): boolean =>
  process.platform === 'linux' &&
  spawnSync('unshare', ['--mount', '--net', '--pid', '--fork', 'mount', '-t', 'tmpfs', 'none', '/mnt'])
    .status === 0;

function check(tools: readonly string[]): void {
  checkTools(tools);
  if (existsSync(BOOT_DIR) && readdirSync(BOOT_DIR).some((name) => name.startsWith('registry-'))) return;
  throw new ConfigurationError({
    code: 'PREREQUISITE_MISSING',
    path: '.local/boot',
    message: 'has no root file system to boot',
    accepted: 'what .ci/boot-image builds, on Debian as root',
  });
}

/** A suite that boots servers, with tools besides. */
export const describeBoot = (title: string, tools: readonly string[], suite: () => void): void =>
  describeWhereContainers(() => check(tools), title, suite);

/** A suite after a check. Where no container may be started it is skipped, by name, also with `CI=true`. */
export function describeWhereContainers(check: () => unknown, title: string, suite: () => void): void {
  if (mayBoot()) {
    describeAfter(check, title, suite);
    return;
  }
  process.stderr.write(`SKIPPED ${title}: this process may start no container\n`);
  describe.skip(`${title} (this process may start no container)`, suite);
}
