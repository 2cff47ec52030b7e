import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Values of a synth, by file and path. White space and the order of keys do not matter. */
export interface Synthesis {
  /** Version of the library, e.g. `0.21.0`. */
  readonly version: string;
  /** Version of the AWS provider, e.g. `5.100.0`. */
  readonly provider: string;
  readonly files: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Paths at which the library writes its version and the provider's, whose source may be abbreviated. */
const VERSION = /^((\/\/\.metadata\.)?version|terraform\.required_providers\.aws\.(version|source))$/;

interface Manifest {
  version: string;
  stacks: Record<string, { synthesizedStackPath: string }>;
}

interface StackJson {
  terraform: { required_providers: { aws: { version: string } } };
}

function values(json: unknown, path = ''): [string, string][] {
  if (typeof json !== 'object' || json === null || Object.keys(json).length === 0)
    return [[path, JSON.stringify(json)]];
  return Object.entries(json).flatMap(([key, value]) => values(value, path === '' ? key : `${path}.${key}`));
}

/** Reads the output directory of `cdktf synth`. */
export function readSynthesis(outdir: string): Synthesis {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(outdir, file), 'utf8'));
  const names = readdirSync(outdir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort();
  const { version, stacks } = read('manifest.json') as Manifest;
  const [first] = Object.values(stacks);
  const { terraform } = read(first?.synthesizedStackPath ?? '') as StackJson;
  const files = names.map((name): [string, ReadonlyMap<string, string>] => [
    name,
    new Map(values(read(name)).filter(([path]) => !VERSION.test(path))),
  ]);
  return { version, provider: terraform.required_providers.aws.version, files: new Map(files) };
}

/** Describes each value that differs between two synths. */
export function differences(one: Synthesis, other: Synthesis): string[] {
  const names = [...new Set([...one.files.keys(), ...other.files.keys()])].sort();
  return names.flatMap((name) => {
    const [here, there] = [one.files.get(name), other.files.get(name)];
    if (!here || !there) return [`${name}: only ${(here ? one : other).version} writes it`];
    const paths = [...new Set([...here.keys(), ...there.keys()])].sort();
    return paths
      .filter((path) => here.get(path) !== there.get(path))
      .map((path) => {
        const printed = [here, there].map((all) => all.get(path) ?? 'nothing');
        return `${name}: ${path} is ${printed[0]} with ${one.version}, ${printed[1]} with ${other.version}`;
      });
  });
}
