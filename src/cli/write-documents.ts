import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { drawingOf } from '../drawing';
import { readEnvironment } from '../stacks/environment-topology';
import { usageShape } from '../cost/usage';
import { PROJECT_DIR } from '../system/paths';
import { staleSections, writeSections } from '../tools/docs/generate';
import { COMMANDS } from './commands';
import { DEFAULT_ENVIRONMENT } from './default-environment';
import { helpFile, reference } from './documents';
import { JSON_SCHEMAS } from './json-schemas';

/** The drawing of the README, with plain shapes: the icons of AWS are not copied into the project. */
function drawingOfDefault(): string {
  const topology = readEnvironment(DEFAULT_ENVIRONMENT);
  return drawingOf({
    title: `The network of the ${DEFAULT_ENVIRONMENT} environment`,
    inventory: topology.inventory(),
    matrix: topology.matrix(),
    icons: () => undefined,
  });
}

/** Generated files and their text. */
export const documents = (): Readonly<Record<string, string>> => ({
  help: helpFile(COMMANDS),
  'docs/commands.md': reference(COMMANDS),
  ...Object.fromEntries(
    Object.entries({ ...JSON_SCHEMAS, usage: usageShape }).map(([name, schema]) => [
      `docs/json/${name}.schema.json`,
      `${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`,
    ]),
  ),
});

/** Generated files about the environments, which people change. */
const drawings = (): Readonly<Record<string, string>> => ({
  [`docs/${DEFAULT_ENVIRONMENT}.svg`]: drawingOfDefault(),
});

/** Generated files that are out of date. */
export const stale = (files: Readonly<Record<string, string>> = documents()): string[] =>
  Object.entries(files)
    .filter(([file, text]) => {
      const path = join(PROJECT_DIR, file);
      return !existsSync(path) || readFileSync(path, 'utf8') !== text;
    })
    .map(([file]) => file);

/** `npm run docs` writes generated files and sections. With `--check` it fails if one is out of date. */
if (require.main === module) {
  const generated = { ...documents(), ...drawings() };
  const files = [...stale(generated), ...staleSections().map(({ file }) => file)];
  if (process.argv.includes('--check')) {
    for (const file of files) console.error(`${file} is stale: run npm run docs`);
    process.exitCode = files.length === 0 ? 0 : 1;
  } else {
    for (const [file, text] of Object.entries(generated)) {
      const path = join(PROJECT_DIR, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    writeSections();
    for (const file of files) console.log(file);
  }
}
