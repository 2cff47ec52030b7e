import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Plan } from '../../../src/plan/plan';

/** Compressed: the plans differ in a few lines. */
const RECORDED = join(__dirname, 'builtin.json.br');

/** Plans as `terraform show -json` printed them, by name. */
export const recordedPlans = (): Readonly<Record<string, Plan>> =>
  JSON.parse(brotliDecompressSync(readFileSync(RECORDED)).toString()) as Record<string, Plan>;

/** A window over all plans finds what they have in common. */
const PARAMS = {
  [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
  [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
};

export const writeRecorded = (plans: object): void =>
  writeFileSync(RECORDED, brotliCompressSync(JSON.stringify(plans), { params: PARAMS }));
