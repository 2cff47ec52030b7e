import { ConfigurationError } from '../../core/errors';
import { defineCommand, ENVIRONMENT } from '../define-command';
import { minutes, TIMEOUT } from '../minutes';
import { SYNTHESIZED, synthesizedEnvironment } from '../synthesized';

/** @throws ConfigurationError USAGE unless there is either a tag or `--rollback` */
function checkTarget(tag: string | undefined, rollback: boolean): void {
  if ((tag === undefined) === rollback) return;
  throw new ConfigurationError({
    code: 'USAGE',
    path: 'devloop deploy-image',
    message: tag === undefined ? 'has neither a tag nor --rollback' : 'has a tag beside --rollback',
    accepted: 'a tag in the repository of the image, or --rollback',
  });
}

export const deployImage = defineCommand({
  name: 'deploy-image',
  group: 'aws',
  summary: 'Make servers run another image of the registry, and follow that until each answers',
  description:
    'Checks that the image is in the repository of the environment and built for the processors of its servers, sets the parameter that ' +
    'servers read, starts an instance refresh and follows it. Needs registry: true. Exits with status 1 where it does not end well.',
  argument: {
    name: 'tag',
    description: 'tag of the image in its repository, e.g. 1.4.2',
    optional: true,
  },
  options: {
    environment: ENVIRONMENT,
    image: {
      type: 'string',
      value: 'NAME',
      description: 'Which image, where the environment has several: a name in var.images, or app',
    },
    rollback: { type: 'boolean', description: 'Go back to the image before' },
    synthesized: SYNTHESIZED,
    timeout: TIMEOUT,
  },
  examples: [
    { run: 'deploy-image 1.4.2 --environment prod', does: 'runs the image with this tag' },
    { run: 'deploy-image --rollback --environment prod', does: 'goes back to the image before' },
    { run: 'deploy-image 1.4.2 --image api --environment prod', does: 'where there are several images' },
  ],
  json: true,
  async run({ argument: tag, options, signal, result, say }) {
    checkTarget(tag, options.rollback);
    const timeout = minutes(options.timeout) * 60_000;
    const { deployImage: deploy } = await import('../../rollout/deploy-image');
    const { printRollout } = await import('../../rollout/report');
    const environment = await synthesizedEnvironment(options, 'deploy-image');
    const applications = await deploy({
      environment,
      env: { ...process.env },
      image: options.image,
      tag,
      timeout,
      signal,
      onProgress: say,
    });
    result({ environment: environment.name, applications }, printRollout(applications));
    return applications.every(({ done }) => done) ? 'done' : 'failed';
  },
});
