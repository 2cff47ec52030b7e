import { defineCommand, ENVIRONMENT } from '../define-command';
import { minutes, TIMEOUT } from '../minutes';
import { SYNTHESIZED, synthesizedEnvironment } from '../synthesized';

export const rollout = defineCommand({
  name: 'rollout',
  group: 'aws',
  summary: 'Follow the rollout of the application image until each server answers',
  description:
    'Follows the instance refresh and the health of the targets. Exits with status 1 where the rollout does not end well, with the ' +
    "reason and the last lines of the container's log. Changes nothing without --rollback.",
  options: {
    environment: ENVIRONMENT,
    synthesized: SYNTHESIZED,
    rollback: {
      type: 'boolean',
      description: 'First go back to the previous version of the launch template, and so to its image',
    },
    timeout: TIMEOUT,
  },
  examples: [
    { run: 'rollout --environment prod', does: 'after a deploy: waits until each server answers' },
    {
      run: 'rollout --environment prod --rollback',
      does: 'goes back to the previous image, and waits for it',
    },
    { run: 'rollout --environment prod --json', does: 'the same for programs' },
  ],
  json: true,
  async run({ options, signal, result, say }) {
    const { rollout: follow } = await import('../../rollout');
    const { printRollout } = await import('../../rollout/report');
    const timeout = minutes(options.timeout) * 60_000;
    const environment = await synthesizedEnvironment(options, 'rollout');
    const applications = await follow({
      environment,
      env: { ...process.env },
      timeout,
      rollback: options.rollback,
      signal,
      onProgress: say,
    });
    result({ environment: environment.name, applications }, printRollout(applications));
    return applications.every(({ done }) => done) ? 'done' : 'failed';
  },
});
