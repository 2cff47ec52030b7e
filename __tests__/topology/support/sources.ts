import { join } from 'node:path';
import { loadHcl2json } from '../../../src/core/hcl2json';
import type { ModuleSource } from '../../../src/topology';

type Body = Record<string, unknown>;

/** The configuration below a folder as Terraform's JSON syntax has it, modules of folders beside it included. */
export async function sourceOf(folder: string): Promise<ModuleSource> {
  const { convertFiles } = await loadHcl2json();
  const json = (await convertFiles(folder)) as Body;
  const calls = Object.entries((json['module'] ?? {}) as Record<string, Body[]>);
  const called = new Map(
    await Promise.all(
      calls.map(
        async ([name, [body]]) => [name, await sourceOf(join(folder, String(body?.['source'])))] as const,
      ),
    ),
  );
  return { json: json as ModuleSource['json'], called: (name) => called.get(name) };
}
