import { define, strings, variadic, type Fn } from './define';
import { giveUp, refuse } from './failures';

interface Block {
  readonly start: number;
  readonly prefix: number;
}

const NUMBERED = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

const address = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

function parse(text: string): Block {
  if (text.includes(':')) return giveUp('an IPv6 block');
  const numbers = (NUMBERED.exec(text) ?? []).slice(1);
  if (numbers.length === 0) return refuse('not a CIDR block');
  if (numbers.some((one) => one.length > 1 && one.startsWith('0')))
    return giveUp('a number that starts with 0');
  const [prefix = 0, ...octets] = [numbers[4], ...numbers.slice(0, 4)].map(Number);
  if (prefix > 32 || octets.some((octet) => octet > 255)) return refuse('not a CIDR block');
  const start = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return { start: start - (start % 2 ** (32 - prefix)), prefix };
}

function subnet(range: string, bits: number, index: number): string {
  const { start, prefix } = parse(range);
  if (bits < 0 || index < 0) return giveUp('a subnet below zero');
  const longer = prefix + bits;
  if (longer > 32 || index >= 2 ** bits) return refuse('no such subnet');
  return `${address(start + index * 2 ** (32 - longer))}/${longer}`;
}

function host(range: string, index: number): string {
  const { start, prefix } = parse(range);
  const size = 2 ** (32 - prefix);
  const at = index < 0 ? size + index : index;
  return at >= 0 && at < size ? address(start + at) : refuse('no such host');
}

/** Consecutive blocks of these sizes, each at the first place that fits after the one before. */
function subnets(range: string, bits: readonly number[]): string[] {
  const { start, prefix } = parse(range);
  const end = start + 2 ** (32 - prefix);
  let at = start;
  return bits.map((extra) => {
    if (extra < 1 || prefix + extra > 32) return refuse('no such subnet');
    const size = 2 ** (32 - prefix - extra);
    const first = Math.ceil(at / size) * size;
    at = first + size;
    return at > end ? refuse('too many subnets') : `${address(first)}/${prefix + extra}`;
  });
}

/** Functions of CIDR blocks. */
export const CIDR: Readonly<Record<string, Fn>> = {
  cidrsubnet: define(['string', 'whole', 'whole'], subnet),
  cidrhost: define(['string', 'whole'], host),
  cidrnetmask: define(['string'], (range) => address(2 ** 32 - 2 ** (32 - parse(range).prefix))),
  cidrsubnets: variadic(['string'], 'whole', ([range], bits) => strings(subnets(range, bits))),
};
