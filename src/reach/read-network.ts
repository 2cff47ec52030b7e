import { dirname } from 'node:path';
import { Topology, isHcl, type Assignment } from '../topology';
import { STDIN, isFolder, nameOf, readText } from './read-text';
import { readSource, readSources, type WrittenModule } from './sources';
import { automaticValues } from './variables';

/** A network, with its source files, if any. */
export interface Network {
  readonly topology: Topology;
  readonly source?: WrittenModule | undefined;
  /** The JSON that was read; undefined for HCL. */
  readonly json?: unknown;
  /** Runs the validations of what made the network, and returns their messages. @default there are none */
  findings?(): readonly string[];
}

const ACCEPTED =
  'a plan or state as terraform show -json prints it, configuration in JSON, or a folder or file of .tf';

/** Input in addition to a file. */
export interface Beside {
  /** Directory of the configuration that a plan or a JSON configuration was made from. @default none */
  readonly sources?: string | undefined;
  readonly variables: readonly Assignment[];
}

const configured = (source: WrittenModule, path: string, variables: readonly Assignment[]): Network => ({
  topology: Topology.read(source.json, nameOf(path), { source, variables }),
  source,
});

/** Undefined for what is several documents, or framed by other lines. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads a network from a plan, a state or a configuration in JSON, or from a configuration in HCL (a file or
 * a directory).
 *
 * @throws ConfigurationError TOPOLOGY_UNREADABLE with the accepted formats, or TOPOLOGY_VARIABLE
 */
export async function readNetwork(path: string, { sources, variables }: Beside): Promise<Network> {
  if (isFolder(path))
    return configured(await readSources(path), path, [...(await automaticValues(path)), ...variables]);
  const text = readText(path, ACCEPTED);
  if (path.endsWith('.tf') || isHcl(text)) {
    const folder = path === STDIN ? '.' : dirname(path);
    return configured(await readSource({ path: nameOf(path), text }, folder), path, variables);
  }
  const source = sources === undefined ? undefined : await readSources(sources);
  const topology = Topology.read(text, nameOf(path), { source, variables });
  return { topology, source, json: parsed(text) };
}
