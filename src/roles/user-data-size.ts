import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** Maximum size of user data before encoding, in bytes. AWS: "Run commands when you launch an EC2 instance". */
export const MAX_BYTES = 16_384;

/** Characters that are assumed for an interpolation. Secret ARNs and image references with a digest are shorter. */
const INTERPOLATED = 256;

/** How much more other programs may need than this one: Terraform compresses with Go's library. */
const MARGIN = 1.1;

const INTERPOLATION = /(?<![$%])\$\{[^}]*\}/g;

/** Text that does not compress, and differs for each interpolation. */
const stuffing = (index: number): string =>
  Array.from({ length: INTERPOLATED / 64 }, (_, part) =>
    createHash('sha512').update(`${index}.${part}`).digest('base64').slice(0, 64),
  ).join('');

/** As Terraform may give it: interpolations have values, and escapes are gone. */
function withValues(text: string): string {
  let count = 0;
  return text.replace(INTERPOLATION, () => stuffing(count++)).replace(/([$%])\1(?=\{)/g, '$1');
}

/** Whether user data is over AWS's limit, so that servers get it compressed. cloud-init: "User-data formats", gzip. */
export const isCompressed = (userData: string): boolean =>
  Buffer.byteLength(withValues(userData)) > MAX_BYTES;

/** Maximum size in bytes as servers get it, before its base64 encoding. */
export function sizeOf(userData: string): number {
  const text = withValues(userData);
  const bytes = Buffer.byteLength(text);
  return bytes > MAX_BYTES ? Math.ceil(gzipSync(text).length * MARGIN) : bytes;
}
