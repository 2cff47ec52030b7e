import { join } from 'node:path';
import type { Environment } from '../config';
import { ConfigurationError } from '../core/errors';
import { type CloudBackendSettings, backendName, backendSettings } from '../core/state-backend';
import { runInCloud } from '../hcp/attended-run';
import { command } from './define-command';
import { synthesizeEnvironment } from '../terraform/environment-stack';
import { checkPrerequisites } from '../system/prerequisites';

/** Where an environment runs; only one whose state is there can. */
function cloudPlace(environment: Environment): CloudBackendSettings {
  const backend = backendSettings(environment);
  if (backend.type === 'cloud') return backend;
  throw new ConfigurationError({
    code: 'USAGE',
    path: '--environment',
    given: environment.name,
    message: `has its state in ${backendName(backend)}`,
    accepted: 'an environment whose state is in HCP Terraform: npm run move-state -- --to cloud',
  });
}

/** `npm run cloud`: an environment's plan, or its plan and apply, as a run of HCP Terraform. */
export function cloudCommand(load: (name: string) => Environment): void {
  command(
    {
      environment: { type: 'string', default: 'dev' },
      'plan-only': { type: 'boolean', default: false },
      message: { type: 'string', default: 'npm run cloud' },
    },
    async ({ environment: name, 'plan-only': planOnly, message }, signal) => {
      const environment = load(String(name));
      const backend = cloudPlace(environment);
      checkPrerequisites(['node']);
      await runInCloud({
        backend,
        planOnly: planOnly === true,
        message: String(message),
        signal,
        synthesize: () => synthesizeEnvironment(environment, join('.local', 'cloud', environment.name)),
        onProgress: (sentence) => console.log(sentence),
        write: (text) => void process.stdout.write(text),
      });
    },
  );
}
