import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import type { Environment } from '../config';
import { ConfigurationError } from '../core/errors';
import { fileErrorMeaning } from '../core/file-errors';
import { type BackendSettings, backendSettings } from '../core/state-backend';

/** Stack of an environment, with the facts of its configuration that its JSON contains. */
export interface SynthesizedEnvironment {
  /** Returns the directory of the stack, after it synthesized the stack, if it is not synthesized yet. */
  readonly synthesize: () => string;
  readonly name: string;
  readonly project: string;
  readonly region: string;
  readonly backend: BackendSettings;
}

const text = z.string().min(1);

/** The `backend` or `cloud` block. */
const backendShape = z.union([
  z
    .object({ backend: z.object({ s3: z.object({ bucket: text, key: text, region: text }) }) })
    .transform(({ backend: { s3 } }): BackendSettings => ({ type: 's3', ...s3 })),
  z
    .object({
      cloud: z.object({
        hostname: text,
        organization: text,
        workspaces: z.object({ name: text, project: text.optional() }),
      }),
    })
    .transform(
      ({ cloud: { hostname, organization, workspaces } }): BackendSettings => ({
        type: 'cloud',
        hostname,
        organization,
        workspace: workspaces.name,
        ...(workspaces.project !== undefined && { project: workspaces.project }),
      }),
    ),
  z
    .object({ backend: z.object({ local: z.object({ path: text }) }) })
    .transform(({ backend: { local } }): BackendSettings => ({ type: 'local', file: basename(local.path) })),
]);

const stackShape = z.object({
  terraform: backendShape,
  provider: z.object({
    aws: z.tuple([
      z.object({
        region: text,
        default_tags: z.tuple([z.object({ tags: z.object({ Project: text, Environment: text }) })]),
      }),
    ]),
  }),
});

/** JSON of a file, otherwise why there is none. */
function parsed(file: string): { readonly json?: unknown; readonly reason?: string } {
  try {
    return { json: JSON.parse(readFileSync(file, 'utf8')) as unknown };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    return { reason: code === undefined ? 'its JSON is damaged' : fileErrorMeaning(code) };
  }
}

/**
 * Reads an environment that was synthesized before, e.g. by another job. Does not read the configuration.
 *
 * @param output output directory of `cdktf synth`
 * @throws ConfigurationError USAGE if the directory does not contain the environment's stack
 */
export function readSynthesized(output: string, environment: string): SynthesizedEnvironment {
  const folder = join(output, 'stacks', environment);
  const { json, reason } = parsed(join(folder, 'cdk.tf.json'));
  const stack = stackShape.safeParse(json);
  const tags = stack.data?.provider.aws[0].default_tags[0].tags;
  if (!stack.success || tags?.Environment !== environment) {
    throw new ConfigurationError({
      code: 'USAGE',
      path: '--synthesized',
      given: output,
      message: `has no stack of ${environment}${reason === undefined ? '' : ` (${reason})`}`,
      accepted: 'the output folder of a synth of this project, cdktf.out',
    });
  }
  const { terraform: backend, provider } = stack.data;
  return { synthesize: () => folder, name: environment, project: tags.Project, region: provider.aws[0].region, backend };
}

/** The stack of a configured environment, which is synthesized on demand. */
export const synthesizedFrom = (
  environment: Environment,
  synthesize: () => string,
): SynthesizedEnvironment => {
  const { name, project, region } = environment;
  return { synthesize, name, project, region, backend: backendSettings(environment) };
};
