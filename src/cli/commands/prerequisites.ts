import { ConfigurationError } from '../../core/errors';
import { defineCommand } from '../define-command';
import { printTable } from '../output/table';

const NAMES = ['node', 'terraform', 'python'] as const;

export const prerequisites = defineCommand({
  name: 'prerequisites',
  group: 'offline',
  summary: 'Check that Node.js, Terraform and Python are installed, and new enough',
  options: {},
  examples: [{ run: 'prerequisites', does: 'one line a program' }],
  json: true,
  async run({ result }) {
    const { checkPrerequisites } = await import('../../system/prerequisites');
    const titles = new Map<string, string>();
    const found = NAMES.map((program) => {
      try {
        const { [program]: one } = checkPrerequisites([program]);
        titles.set(program, one.title);
        return { program, found: true, version: one.version, message: `found, as ${one.command}` };
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        return { program, found: false, version: null, message: error.message };
      }
    });
    const rows = found.map(({ program, version, message }) => [
      titles.get(program) ?? program,
      version ?? 'missing',
      message,
    ]);
    result(found, printTable(['program', 'version', 'result'], rows));
    return found.every((one) => one.found) ? 'done' : 'failed';
  },
});
