import { relative } from 'node:path';
import { ConfigurationError } from '../../core/errors';
import { PROJECT_DIR } from '../../system/paths';
import { defineCommand } from '../define-command';
import { printTable } from '../output/table';

const DEFAULT_DAYS = '90';

function daysOf(given: string): number {
  if (/^\d{1,4}$/.test(given)) return Number(given);
  throw new ConfigurationError({
    code: 'USAGE',
    path: '--max-age',
    given,
    message: 'is not a number of days',
    accepted: 'a whole number from 0 to 9999',
  });
}

export const images = defineCommand({
  name: 'images',
  group: 'offline',
  summary: 'List the container images that servers run, their digests and how old these are',
  description:
    'Exits with status 2 if an image has no digest, or one that is older than --max-age. With --refresh, asks the registries for the ' +
    'digest and the architectures of each tag, and writes them to src/roles/images/compose.yaml.',
  options: {
    refresh: {
      type: 'boolean',
      description: 'Write what the registries have for each tag now; needs the network',
    },
    'max-age': {
      type: 'string',
      value: 'DAYS',
      description: 'Days after which a digest counts as old',
      default: DEFAULT_DAYS,
    },
  },
  examples: [
    { run: 'images', does: 'lists the images, without the network' },
    { run: 'images --refresh', does: 'pins each image by the digest of its tag' },
  ],
  json: true,
  async run({ options, signal, result, say }) {
    const days = daysOf(options['max-age']);
    const { readPins, stalePins, updatePins } = await import('../../tools/images/pins');
    const { IMAGES_FILE } = await import('../../roles/images');
    const changes = options.refresh ? await updatePins({ signal }) : [];
    for (const { before, after } of changes) say(`${before}\n  → ${after}`);
    if (options.refresh)
      say(`${changes.length} of ${readPins().length} changed in ${relative(PROJECT_DIR, IMAGES_FILE)}.`);
    const pins = readPins();
    const stale = stalePins(pins, days);
    const rows = pins.map(({ image, asOf, age, source, pinned }) => {
      const [tag = '', digest = 'no digest'] = image.split('@');
      return [
        tag,
        digest.slice(0, 19),
        asOf,
        `${age} days`,
        pinned ? source : 'npm run images -- --refresh pins it',
      ];
    });
    result(
      pins.map((pin) => ({ ...pin, stale: stale.includes(pin) })),
      printTable(['image', 'digest', 'as of', 'age', 'source'], rows),
    );
    return stale.length > 0 ? 'differs' : 'done';
  },
});
