import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Plan } from '../../../src/plan/plan';

/** Groups of recorded plans: of this project's stack on an emulated account, and of resources that are built into Terraform. */
export type Group = 'own' | 'builtin';

/** Compressed: plans of a group differ in a few lines of hundreds of kilobytes. */
const fileOf = (group: Group): string => join(__dirname, `${group}.json.br`);

/** Plans as `terraform show -json` printed them, by name. */
export const recordedPlans = (group: Group): Readonly<Record<string, Plan>> =>
  JSON.parse(brotliDecompressSync(readFileSync(fileOf(group))).toString()) as Record<string, Plan>;

/** A window over all plans finds what they have in common. */
const PARAMS = {
  [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
  [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
};

export const writeRecorded = (group: Group, plans: object): void =>
  writeFileSync(fileOf(group), brotliCompressSync(JSON.stringify(plans), { params: PARAMS }));
