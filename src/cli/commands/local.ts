import { defineCommand, ENVIRONMENT_TO_READ } from '../define-command';

export const local = defineCommand({
  name: 'local',
  group: 'emulated',
  summary: 'Deploy an environment to an emulated AWS account, plan again, destroy it',
  description: 'Needs Terraform and Python. Nothing leaves this machine, and nothing is left running.',
  options: {
    environment: ENVIRONMENT_TO_READ,
    keep: { type: 'boolean', description: 'Leave it up until Ctrl-C, for another shell' },
  },
  examples: [
    { run: 'local', does: 'dev, from nothing to nothing' },
    { run: 'local --keep', does: 'prints the variables with which another shell reaches it' },
    { run: 'local --environment prod', does: 'shows that protected resources cannot be destroyed' },
  ],
  run: async (context) => (await import('../local-session')).runLocal(context),
});
