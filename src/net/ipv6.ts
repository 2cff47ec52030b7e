import { parseIpv4 } from './ipv4';

/** Length of an IPv6 address in bits. */
export const IPV6_BITS = 128;
/** Number of IPv6 addresses. */
export const IPV6_SIZE = 1n << BigInt(IPV6_BITS);

const GROUPS = 8;
const GROUP = /^[0-9a-f]{1,4}$/i;

/** Parses the groups on one side of `::`. The last 32 bits may be an IPv4 address. */
function groupsOf(text: string, isEnd: boolean): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const embedded = isEnd ? parseIpv4(parts.at(-1) ?? '') : undefined;
  const hex = embedded === undefined ? parts : parts.slice(0, -1);
  if (!hex.every((part) => GROUP.test(part))) return undefined;
  const tail = embedded === undefined ? [] : [Math.floor(embedded / 65_536), embedded % 65_536];
  return [...hex.map((part) => parseInt(part, 16)), ...tail];
}

/** Parses `2001:db8::7` to an unsigned 128-bit number. Returns undefined for any other text. RFC 4291, section 2.2. */
export function parseIpv6(text: string): bigint | undefined {
  const [start = '', end, ...more] = text.split('::');
  const [head, tail] = [groupsOf(start, end === undefined), groupsOf(end ?? '', true)];
  if (head === undefined || tail === undefined || more.length > 0) return undefined;
  const missing = GROUPS - head.length - tail.length;
  if (end === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  return groups.reduce((sum, group) => (sum << 16n) + BigInt(group), 0n);
}

/** Parses a prefix length, 0 to 128. Returns undefined for any other text. */
export const parseIpv6Prefix = (text: string): number | undefined =>
  /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= IPV6_BITS ? Number(text) : undefined;

/** Formats an unsigned 128-bit number as `2001:db8::7`. RFC 5952. */
export function formatIpv6(address: bigint): string {
  const groups = Array.from({ length: GROUPS }, (_, i) =>
    ((address >> BigInt(16 * (GROUPS - 1 - i))) & 0xffffn).toString(16),
  );
  const runs = groups.map((_, i) => groups.slice(i).findIndex((group) => group !== '0'));
  const lengths = runs.map((length, i) => (length < 0 ? GROUPS - i : length));
  const longest = Math.max(...lengths);
  if (longest < 2) return groups.join(':');
  const at = lengths.indexOf(longest);
  return `${groups.slice(0, at).join(':')}::${groups.slice(at + longest).join(':')}`;
}
