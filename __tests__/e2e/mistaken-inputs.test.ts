import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/processes/describe-with';
import { prepareInputChecks } from '../support/processes/input-checks';
import { temporaryFolder, terraform } from '../support/processes/terraform';

const PRIVATE = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ format: 'pem', type: 'pkcs8' })
  .toString();
const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGfI6TBZ0Nsu4vZ2rMUTPi6wpRQ3PgLAS5Z2bM3d9F8k';
const rsa = (start: string, length: number) =>
  `ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB${start}${'k'.repeat(length)}`;
const REGISTRY = '210987654321.dkr.ecr.eu-west-1.amazonaws.com';
const GOOD = { admin_cidrs: ['198.51.100.4/32'], ssh_public_key: ED25519, app_image: 'nginx' };

const NO_CIDR =
  'is not an IPv4 range in CIDR notation; accepted: as 203.0.113.0/24; add /32 to a single address';
const HOST_BITS = "has host bits set; accepted: the network's first address, or /32 for a single address.";
const WIDE = 'is too wide; accepted: /16 to /32, so never the whole internet.';
const KEY = 'is not a public key in OpenSSH format; accepted: the whole text of a .pub file, Ed25519 or RSA';
const IMAGE = 'is not an image reference; accepted: registry/path:tag, as';
const ofType = (name: string, problem: string) => `not suitable for var.${name} declared at .*: ${problem}`;
const notNull = (name: string) => `not suitable for var.${name} .*: required variable may not be set to null`;
const plain = (sentence: string) => sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The variable, its value, what Terraform prints, and what it must not print. */
type Mistake = readonly [name: keyof typeof GOOD, value: unknown, printed: string, secret?: string];

const cidrs = (value: unknown, sentence: string): Mistake => ['admin_cidrs', value, plain(sentence)];
const key = (value: string, start: string, secret?: string): Mistake => [
  'ssh_public_key',
  value,
  plain(`ssh_public_key: "${start}"... ${KEY}`),
  secret,
];
const image = (value: string, start: string, secret?: string): Mistake => [
  'app_image',
  value,
  plain(`app_image: "${start}"... ${IMAGE}`),
  secret,
];

const MISTAKES: readonly Mistake[] = [
  cidrs([], 'admin_cidrs: [] is empty; accepted: one or more IPv4 ranges'),
  cidrs(['198.51.100.4'], `admin_cidrs: "198.51.100.4" ${NO_CIDR}`),
  cidrs(['198.51.100.4\n'], `admin_cidrs: "198.51.100.4\\n" ${NO_CIDR}`),
  cidrs([' 198.51.100.4/32'], `admin_cidrs: " 198.51.100.4/32" ${NO_CIDR}`),
  cidrs(['2001:db8:7::/48'], `admin_cidrs: "2001:db8:7::/48" ${NO_CIDR}`),
  cidrs(['198.51.100.4/24'], `admin_cidrs: "198.51.100.4/24" ${HOST_BITS}`),
  cidrs(['0.0.0.0/0'], `admin_cidrs: "0.0.0.0/0" ${WIDE}`),
  cidrs(['12.0.0.0/8'], `admin_cidrs: "12.0.0.0/8" ${WIDE}`),
  ['admin_cidrs', null, notNull('admin_cidrs')],
  ['admin_cidrs', '198.51.100.4/32', ofType('admin_cidrs', 'list of string required')],
  ['admin_cidrs', { home: '198.51.100.4/32' }, ofType('admin_cidrs', 'list of string required')],
  ['admin_cidrs', [['198.51.100.4/32']], ofType('admin_cidrs', 'element 0: string required')],
  ['ssh_public_key', '', plain(`ssh_public_key: "" ${KEY}`)],
  key(PRIVATE, '-----BEGIN ', PRIVATE.split('\n')[1]),
  key(PRIVATE.split('\n')[1] ?? '', (PRIVATE.split('\n')[1] ?? '').slice(0, 11), PRIVATE.split('\n')[1]),
  key(ED25519.slice(0, 60), 'ssh-ed25519'),
  key(rsa('AAAAQQ', 86), 'ssh-rsa AAA'),
  key(rsa('AAAAgQ', 171), 'ssh-rsa AAA'),
  key(ED25519.replace(' ', '\n'), 'ssh-ed25519'),
  key('Tr0ub4dor&3', 'Tr0', 'Tr0ub4'),
  ['ssh_public_key', null, notNull('ssh_public_key')],
  ['ssh_public_key', [ED25519], ofType('ssh_public_key', 'string required')],
  ['app_image', '', plain(`app_image: "" ${IMAGE}`)],
  image(REGISTRY, '21098765432'),
  image(`${REGISTRY}/`, '21098765432'),
  image('shop:1 .4', 'sho'),
  image('docker pull shop', 'docke'),
  image('builder:Tr0ub4dor@ghcr.io/team/shop', 'builder:Tr0', 'Tr0ub4'),
  ['app_image', null, notNull('app_image')],
  ['app_image', ['nginx:1'], ofType('app_image', 'string required')],
];

test(`Input variables have ${MISTAKES.length} mistakes, each another`, () => {
  expect(MISTAKES.length).toBeGreaterThanOrEqual(15);
  expect(new Set(MISTAKES.map((row) => JSON.stringify(row.slice(0, 2)))).size).toBe(MISTAKES.length);
});

describeWith(['terraform'], 'A mistake in an input variable', () => {
  const folder = temporaryFolder('mistaken-inputs');
  beforeAll(() => prepareInputChecks(folder));

  /** What Terraform prints for a file of values, as a person writes one. */
  function plan(values: object) {
    const file = join(folder, 'given.tfvars.json');
    writeFileSync(file, JSON.stringify({ ...GOOD, ...values }, null, 2));
    const flags = ['-no-color', '-input=false', '-lock=false', `-var-file=${file}`];
    const { status, stdout, stderr } = terraform(folder, 'plan', ...flags);
    return { status, text: stdout + stderr };
  }

  test('is none in good values', () => {
    expect(plan({}).status).toBe(0);
  });

  const rows = MISTAKES.map((row): [string, Mistake] => [
    `${row[0]}: ${JSON.stringify(row[1]).slice(0, 30)}`,
    row,
  ]);

  test.each(rows)('is refused: %s', (_, [name, value, printed, secret]) => {
    const { status, text } = plan({ [name]: value });
    expect(status).toBe(1);
    expect(text.match(/^Error: /gm)).toEqual(['Error: ']);
    expect(text.replace(/\s+/g, ' ')).toMatch(new RegExp(printed));
    if (secret !== undefined) expect(text).not.toContain(secret);
  });
});
