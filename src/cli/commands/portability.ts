import { defineCommand } from '../define-command';

export const portability = defineCommand({
  name: 'portability',
  group: 'offline',
  summary: 'Check that CDK Terrain, which continues CDKTF, synthesizes the same JSON, with provider 6 too',
  description:
    'Installs CDK Terrain, with the same and with version 6 of the AWS provider, in folders of their own, once. Type-checks the source ' +
    'with each, and exits with status 2 where the JSON differs.',
  options: {},
  examples: [{ run: 'portability', does: 'synthesizes every environment with each, and compares' }],
  json: true,
  async run({ signal, result }) {
    const { comparePortability, portabilityText } = await import('../../tools/portability/portability');
    const comparison = await comparePortability(signal);
    result(comparison, portabilityText(comparison));
    return comparison.alternatives.some(({ differences }) => differences.length > 0) ? 'differs' : 'done';
  },
});
