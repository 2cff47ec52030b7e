import { ConfigurationError } from '../../core/errors';
import { PROJECT_DIR } from '../../system/paths';
import { defineCommand, ENVIRONMENT } from '../define-command';
import { minutes, TIMEOUT } from '../minutes';
import { SYNTHESIZED, synthesizedEnvironment } from '../synthesized';

export const rollout = defineCommand({
  name: 'rollout',
  group: 'aws',
  summary: 'Follow the rollout of the application image until each server answers',
  description:
    'Follows the instance refresh and the health of the targets. Exits with status 1 where the rollout does not end well, with the ' +
    "reason and the last lines of the container's log. Changes nothing without --rollback or --one-by-one.",
  options: {
    environment: ENVIRONMENT,
    synthesized: SYNTHESIZED,
    rollback: {
      type: 'boolean',
      description: 'First go back to the previous version of the launch template, and so to its image',
    },
    'one-by-one': {
      type: 'boolean',
      description:
        'First apply what changes the servers of a count, one after the other, each once all others answer; the rest is left to the next apply',
    },
    timeout: TIMEOUT,
  },
  examples: [
    { run: 'rollout --environment prod', does: 'after a deploy: waits until each server answers' },
    {
      run: 'rollout --environment prod --rollback',
      does: 'goes back to the previous image, and waits for it',
    },
    {
      run: 'rollout --environment staging --one-by-one',
      does: 'replaces servers of a count, without a moment in which more than one is away',
    },
    { run: 'rollout --environment prod --json', does: 'the same for programs' },
  ],
  json: true,
  async run({ options, signal, result, say }) {
    const { rollback, 'one-by-one': oneByOne } = options;
    if (rollback && oneByOne)
      throw new ConfigurationError({
        code: 'USAGE',
        path: '--one-by-one',
        message: 'conflicts with --rollback',
        accepted: 'one of the two; for servers of a count, --one-by-one with the previous image',
      });
    const { rollout: follow } = await import('../../rollout');
    const { rolloutOneByOne } = await import('../../rollout/one-by-one');
    const { printRollout } = await import('../../rollout/report');
    const timeout = minutes(options.timeout) * 60_000;
    const environment = await synthesizedEnvironment(options, 'rollout');
    const given = { environment, env: { ...process.env }, timeout, signal, onProgress: say };
    const applications = oneByOne
      ? await rolloutOneByOne({
          ...given,
          stateDir: options.synthesized === undefined ? PROJECT_DIR : undefined,
        })
      : await follow({ ...given, rollback });
    result({ environment: environment.name, applications }, printRollout(applications));
    return applications.every(({ done }) => done) ? 'done' : 'failed';
  },
});
