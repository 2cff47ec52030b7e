import { join } from 'node:path';
import type { Environment } from '../config';
import { PlatformError } from '../core/errors';
import { type CloudPlace, placeName, statePlace } from '../core/state-backend';
import { runInCloud } from '../hcp/attended-run';
import { command } from './define-command';
import { synthesizeEnvironment } from '../terraform/environment-stack';
import { checkPrerequisites } from '../system/prerequisites';

/** Where an environment runs; only one whose state is there can. */
function cloudPlace(environment: Environment): CloudPlace {
  const place = statePlace(environment);
  if (place.backend === 'cloud') return place;
  throw new PlatformError({
    code: 'USAGE',
    path: '--environment',
    given: environment.name,
    message: `has its state in ${placeName(place)}`,
    accepted: 'an environment whose state is in Terraform Cloud: npm run move-state -- --to cloud',
  });
}

/** `npm run cloud`: an environment's plan, or its plan and apply, as a run of Terraform Cloud. */
export function cloudCommand(load: (name: string) => Environment): void {
  command(
    {
      environment: { type: 'string', default: 'dev' },
      'plan-only': { type: 'boolean', default: false },
      message: { type: 'string', default: 'npm run cloud' },
    },
    async ({ environment: name, 'plan-only': planOnly, message }, signal) => {
      const environment = load(String(name));
      const place = cloudPlace(environment);
      checkPrerequisites(['node']);
      await runInCloud({
        place,
        planOnly: planOnly === true,
        message: String(message),
        signal,
        synthesize: () => synthesizeEnvironment(environment, join('.local', 'cloud', environment.name)),
        report: (sentence) => console.log(sentence),
        write: (text) => void process.stdout.write(text),
      });
    },
  );
}
