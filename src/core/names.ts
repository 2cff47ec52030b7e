import { createHash } from 'node:crypto';

/** A DNS label: what a name may be that becomes a host, a tag and part of AWS names. RFC 1035, in lower case. */
export const DNS_LABEL = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** AWS: "Elastic Load Balancing: Name": load balancers and target groups have at most 32 characters. */
export const LOAD_BALANCER_NAME_LENGTH = 32;

/** RDS instance identifiers and DNS labels have at most 63 characters, and project-environment-server keeps to it. */
export const PREFIXED_NAME_LENGTH = 63;

/** Start of the names that AWS keeps apart: an environment's own. */
export const namePrefix = ({ project, name }: { readonly project: string; readonly name: string }): string =>
  `${project}-${name}`;

const HASH_LENGTH = 6;

/** Six hexadecimal digits that stand for `text`, the same ever after. */
export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);

/** `name` with a hash of `distinguisher` behind it, cut so that the whole has at most `length` characters. */
export function hashedName(name: string, distinguisher: string, length: number): string {
  const room = length - HASH_LENGTH - 1;
  return `${name.slice(0, room).replace(/-+$/, '')}-${shortHash(distinguisher)}`;
}

/** `name` itself where it fits, else cut with a hash of the whole, so that two long names never become one. */
export const fittingName = (name: string, length: number): string =>
  name.length <= length ? name : hashedName(name, name, length);

/** A Terraform identifier for a construct path: `network/public-a` becomes `network_public_a`. */
export const terraformName = (segments: readonly string[]): string =>
  segments.join('_').replace(/[^A-Za-z0-9_]/g, '_');
