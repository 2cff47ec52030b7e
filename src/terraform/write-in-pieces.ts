import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ISynthesisSession, TerraformStack } from 'cdktf';

/** Characters that are written at a time. */
const PIECE = 2 ** 20;

/** Writable in CDKTF's manifest, as its own synthesizer writes annotations there. */
interface StackManifest {
  synthesizedStackPath: string;
}

type Add = (text: string) => void;

const membersOf = (node: object): (readonly [label: string, value: unknown])[] =>
  Array.isArray(node)
    ? node.map((item: unknown) => ['', item ?? null])
    : Object.entries(node)
        .filter(([, value]) => value !== undefined)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([key, value]) => [`${JSON.stringify(key)}: `, value]);

/** Adds JSON with sorted keys and two spaces, as CDKTF writes it. */
function addJson(node: unknown, line: string, add: Add): void {
  if (typeof node !== 'object' || node === null) return add(JSON.stringify(node));
  const [open, close] = Array.isArray(node) ? '[]' : '{}';
  const inner = `${line}  `;
  let before = open;
  for (const [label, value] of membersOf(node)) {
    add(`${before}${inner}${label}`);
    addJson(value, inner, add);
    before = ',';
  }
  add(`${before === ',' ? '' : open}${line}${close}`);
}

function writeJson(file: string, json: object): void {
  const descriptor = openSync(file, 'w');
  try {
    let pending = '';
    addJson(json, '\n', (text) => {
      pending += text;
      if (pending.length < PIECE) return;
      writeSync(descriptor, pending);
      pending = '';
    });
    writeSync(descriptor, pending);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Makes a stack write its JSON in pieces. CDKTF makes the whole text several times over, which is a third of the memory of a large synth.
 * It still does all that it does beside, and writes an empty stack to a file that is deleted.
 */
export function writeInPieces(stack: TerraformStack): void {
  const { synthesizer } = stack;
  stack.synthesizer = {
    synthesize(session: ISynthesisSession): void {
      const json = stack.toTerraform();
      const manifest = session.manifest.forStack(stack) as StackManifest;
      const path = manifest.synthesizedStackPath;
      const standIn = `${path}.empty`;
      Object.defineProperty(stack, 'toTerraform', { value: () => ({}), configurable: true });
      manifest.synthesizedStackPath = standIn;
      try {
        synthesizer.synthesize(session);
      } finally {
        delete (stack as { toTerraform?: unknown }).toTerraform;
        manifest.synthesizedStackPath = path;
        rmSync(join(session.outdir, standIn), { force: true });
      }
      writeJson(join(session.outdir, path), json);
    },
  };
}
