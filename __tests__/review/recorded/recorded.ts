import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Plan } from '../../../src/plan/plan';

/** `builtin` needs no cloud; `platform` are changes of the environments on the emulator. */
type Kind = 'builtin' | 'platform';

/** Compressed: the plans differ in a few lines. */
const fileOf = (kind: Kind): string => join(__dirname, `${kind}.json.br`);

/** Plans as `terraform show -json` printed them, by name. */
export const recordedPlans = (kind: Kind): Readonly<Record<string, Plan>> =>
  JSON.parse(brotliDecompressSync(readFileSync(fileOf(kind))).toString()) as Record<string, Plan>;

/** A window over all plans finds what they have in common. */
const PARAMS = {
  [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
  [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
};

export const writeRecorded = (kind: Kind, plans: object): void =>
  writeFileSync(fileOf(kind), brotliCompressSync(JSON.stringify(plans), { params: PARAMS }));
