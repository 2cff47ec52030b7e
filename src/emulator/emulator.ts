import { once } from 'node:events';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { isLoopback } from '../aws/endpoint';
import { ConfigurationError, OperationError } from '../core/errors';
import { emulatorPython, type EmulatorPython } from './install';
import { EMULATOR_DIR } from '../system/paths';
import { checkPrerequisites } from '../system/prerequisites';
import type { Variables } from '../core/variables';

export interface EmulatorOptions {
  /** Directory whose `.local/` contains the installation. @default the current directory */
  readonly projectDir?: string;
  /** Region for child processes. */
  readonly region: string;
  /** Called with a sentence before each long step. @default no reports */
  readonly onProgress?: (sentence: string) => void;
  /** Aborts installation and start. Only `stop` ends an emulator that has started. */
  readonly signal?: AbortSignal;
  /** @default process.env */
  readonly env?: Variables;
}

/** An AWS account on loopback. */
export interface Emulator {
  /** `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  /** Environment variables for child processes. `undefined` removes a variable. */
  readonly env: Variables;
  /** Version and source of moto. */
  readonly description: string;
  /** Deletes all resources of the emulated account. */
  reset(): Promise<void>;
  /** Stops the emulator and waits for its exit. Does nothing if it has stopped, or if another process started it. */
  stop(): Promise<void>;
}

/** Milliseconds. */
const START_TIMEOUT = 180_000;
const STOP_TIMEOUT = 5_000;
const LOOPBACK = '127.0.0.1,localhost,::1';

/** Variables that set endpoints, or select FIPS, dual-stack or regional ones, for the SDKs, the provider and the S3 backend. */
const ENDPOINT = /^(TF_)?AWS_\w*ENDPOINT\w*$/;
const ENDPOINT_URL = /^AWS_ENDPOINT_URL(_\w+)?$/;

function refuseRemoteEndpoints(env: Variables): void {
  const problems = Object.entries(env)
    .filter(([name, value]) => ENDPOINT.test(name) && value && !isLoopback(value))
    // Switches and hosts without a scheme are not rejected, because child processes do not receive them.
    .filter(([name, value]) => ENDPOINT_URL.test(name) || value?.includes('://'))
    .map(([path, given]) => ({
      code: 'ENDPOINT_REFUSED' as const,
      path,
      given,
      message: 'is not on this machine, and a test never deploys to a real account',
      accepted: 'a loopback address such as http://127.0.0.1:5000, or leave the variable unset',
    }));
  if (problems.length > 0) throw new ConfigurationError(problems);
}

/** Environment with dummy credentials, and without the user's profile, session, configuration files and proxies. */
function childEnv(endpoint: string, region: string, env: Variables): Variables {
  const endpoints = Object.keys(env).filter((name) => ENDPOINT.test(name));
  return {
    ...Object.fromEntries(endpoints.map((name) => [name, undefined])),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    // Unimplemented calls return status 500, which is retried for minutes by default.
    AWS_MAX_ATTEMPTS: '2',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_PROFILE: undefined,
    AWS_DEFAULT_PROFILE: undefined,
    AWS_SESSION_TOKEN: undefined,
    AWS_ROLE_ARN: undefined,
    AWS_WEB_IDENTITY_TOKEN_FILE: undefined,
    AWS_CA_BUNDLE: undefined,
    NO_PROXY: LOOPBACK,
    no_proxy: LOOPBACK,
  };
}

function failure(message: string): OperationError {
  const accepted = 'Use the moto that emulator/requirements.txt pins.';
  return new OperationError({ code: 'EMULATOR_FAILED', summary: `The emulator ${message}`, hint: accepted });
}

async function reset(endpoint: string): Promise<void> {
  const { ok, status } = await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
  if (!ok) throw failure(`cannot be reset (HTTP ${status})`);
}

interface Server {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** Starts the server. It exits when its standard input closes, so it never outlives this process. */
async function launch({ command, path }: EmulatorPython, signal?: AbortSignal): Promise<Server> {
  const server = execa(command, [join(EMULATOR_DIR, 'server.py'), '--exit-with-stdin'], {
    env: path === undefined ? {} : { PYTHONPATH: path },
    stdin: 'pipe',
    buffer: false,
    reject: false,
  });
  const stop = async (): Promise<void> => {
    server.stdin.end();
    const killer = setTimeout(() => server.kill('SIGKILL'), STOP_TIMEOUT);
    await server;
    clearTimeout(killer);
  };
  let complaint = '';
  server.stderr.on('data', (data: Buffer) => (complaint = `${complaint}${data.toString()}`.slice(-2_000)));
  try {
    const endpoint = await Promise.race([
      once(createInterface(server.stdout), 'line', { signal }).then(([line]) => String(line)),
      server.then(() => undefined),
      sleep(START_TIMEOUT, undefined, { ref: false }),
    ]);
    if (endpoint !== undefined) return { endpoint, stop };
    throw failure(
      `does not start (${complaint.trim().split('\n').at(-1) || 'no answer within three minutes'})`,
    );
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Provides an emulated AWS account on loopback: the one that `AWS_ENDPOINT_URL` names, or else moto with the patches in `emulator/`,
 * which is installed at first use. The emulator exits with this process.
 *
 * @throws ConfigurationError ENDPOINT_REFUSED if an endpoint is not a loopback address; PREREQUISITE_MISSING without Python
 * @throws OperationError EMULATOR_FAILED if moto can neither be installed nor found, or does not start
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const {
    region,
    signal,
    env = process.env,
    projectDir = process.cwd(),
    onProgress = () => undefined,
  } = options;
  refuseRemoteEndpoints(env);
  const given = env['AWS_ENDPOINT_URL'];
  if (given) {
    // An IP address selects path-style requests. With a name, S3 clients would resolve bucket.localhost.
    const endpoint = given.replace('//localhost', '//127.0.0.1').replace(/\/+$/, '');
    return {
      endpoint,
      env: childEnv(endpoint, region, env),
      description: `the emulator at ${endpoint}, as AWS_ENDPOINT_URL says`,
      reset: () => reset(endpoint),
      stop: async () => undefined,
    };
  }
  const { python } = checkPrerequisites(['python']);
  const found = await emulatorPython(python, { projectDir, onProgress, signal });
  onProgress(`Starting ${found.description}`);
  const { endpoint, stop } = await launch(found, signal);
  return {
    endpoint,
    env: childEnv(endpoint, region, env),
    description: found.description,
    reset: () => reset(endpoint),
    stop,
  };
}
