import { defineCommand } from '../define-command';

export const portability = defineCommand({
  name: 'portability',
  group: 'offline',
  summary: 'Check that CDK Terrain, which continues CDKTF, synthesizes the same JSON',
  description:
    'Installs CDK Terrain in a folder of its own, once. Exits with status 2 where something differs.',
  options: {},
  examples: [{ run: 'portability', does: 'synthesizes every environment with both, and compares' }],
  json: true,
  async run({ signal, result }) {
    const { comparePortability, portabilityText } = await import('../../tools/portability/portability');
    const comparison = await comparePortability(signal);
    result(comparison, portabilityText(comparison));
    return comparison.differences.length === 0 ? 'done' : 'differs';
  },
});
