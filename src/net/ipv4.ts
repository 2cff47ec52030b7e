/** Number of IPv4 addresses. */
export const IPV4_SIZE = 2 ** 32;
/** Length of an IPv4 address in bits. */
export const IPV4_BITS = 32;

const OCTET = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ADDRESS = new RegExp(`^${[OCTET, OCTET, OCTET, OCTET].join('\\.')}$`);
const PREFIX = /^(3[0-2]|[12]?\d)$/;

/** Parses `10.0.0.7` to an unsigned 32-bit number. Returns undefined for any other text. Octets have no leading zeros. */
export function parseIpv4(text: string): number | undefined {
  const match = ADDRESS.exec(text);
  return match?.slice(1).reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

/** Parses a prefix length, 0 to 32. Returns undefined for any other text. */
export const parseIpv4Prefix = (text: string): number | undefined =>
  PREFIX.test(text) ? Number(text) : undefined;

/** Formats an unsigned 32-bit number as `10.0.0.7`. */
export const formatIpv4 = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
