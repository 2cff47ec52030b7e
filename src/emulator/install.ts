import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { OperationError } from '../core/errors';
import { EMULATOR_DIR } from '../system/paths';
import { installOnce } from '../system/scratch-directory';
import type { Prerequisite } from '../system/prerequisites';

/** A Python interpreter that can import moto. */
export interface EmulatorPython {
  readonly command: string;
  /** Directory for PYTHONPATH. Unset if Python has moto installed. */
  readonly path?: string;
  /** Version and source of moto. */
  readonly description: string;
}

interface InstallOptions {
  readonly projectDir: string;
  readonly onProgress: (sentence: string) => void;
  readonly signal?: AbortSignal;
}

const REQUIREMENTS = join(EMULATOR_DIR, 'requirements.txt');
const PIP = '-m pip install --require-hashes --only-binary :all: --no-warn-script-location'.split(' ');

/** Installs moto. Returns the reason if that fails. */
async function install(
  python: Prerequisite,
  target: string,
  options: InstallOptions,
): Promise<string | undefined> {
  let failure: string | undefined;
  const fill = async (folder: string): Promise<boolean> => {
    options.onProgress('Installing the AWS emulator, once (half a minute, 300 MB)');
    const { failed, stderr } = await execa(python.command, [...PIP, '--target', folder, '-r', REQUIREMENTS], {
      // A user's pip configuration may contain --user, which excludes --target.
      env: { PIP_USER: '0', PIP_REQUIRE_VIRTUALENV: '0' },
      reject: false,
      stdin: 'ignore',
      cancelSignal: options.signal,
    });
    options.signal?.throwIfAborted();
    if (failed) failure = /^ERROR: (.*)$/m.exec(stderr)?.[1] ?? 'pip does not work';
    return !failed;
  };
  await installOnce(target, fill, options.signal);
  return failure;
}

/** Whether a version is the pinned one or a later patch release. The patches are written for the pinned one. */
export function isSupported(version: string, pinned: string): boolean {
  const [major, minor, patch] = version.split('.');
  const [pinnedMajor, pinnedMinor, pinnedPatch] = pinned.split('.');
  return major === pinnedMajor && minor === pinnedMinor && Number(patch) >= Number(pinnedPatch);
}

/** Version of moto in Python's own packages. Undefined if it is not installed. */
async function importable(python: Prerequisite): Promise<string | undefined> {
  const script = 'import moto.server, moto; print(moto.__version__)';
  const { stdout, failed } = await execa(python.command, ['-c', script], { reject: false, stdin: 'ignore' });
  return failed ? undefined : stdout.trim();
}

/**
 * Finds moto. Installs the pinned version below `.local/emulator` at first use, and again if an installation was interrupted. If that
 * fails, uses a moto that Python already has, unless it is older or of another minor version.
 *
 * @throws OperationError EMULATOR_FAILED if there is neither
 */
export async function emulatorPython(python: Prerequisite, options: InstallOptions): Promise<EmulatorPython> {
  const requirements = await readFile(REQUIREMENTS, 'utf8');
  const pinned = /^moto==([\d.]+)/m.exec(requirements)?.[1] ?? '';
  const minor = python.version.split('.').slice(0, 2).join('.');
  const key = createHash('sha256')
    .update(requirements)
    .update(minor)
    .update(process.arch)
    .digest('hex')
    .slice(0, 16);
  const path = join(options.projectDir, '.local', 'emulator', key);
  const failure = await install(python, path, options);
  if (failure === undefined) {
    return { command: python.command, path, description: `moto ${pinned}, installed in .local/emulator` };
  }
  const found = await importable(python);
  if (found !== undefined && isSupported(found, pinned)) {
    const description = `moto ${found}, the one that ${python.command} already has (${failure})`;
    options.onProgress(`The pinned emulator cannot be installed; using ${description}`);
    return { command: python.command, description };
  }
  throw new OperationError({
    code: 'EMULATOR_FAILED',
    summary: `Failed to install emulator/requirements.txt (${failure})`,
    hint: `Give pip access to a package index, or install moto[server] ${pinned} for this Python${found === undefined ? '' : `, which has ${found}`}.`,
  });
}
