import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EmulatedAccount } from '../../src/emulator/account';
import { environmentTerraform } from '../../src/terraform/environment-stack';
import { describeWith } from '../support/processes/describe-with';
import { environment } from '../support/fixtures/environments';
import { accountWithProvider } from '../support/aws/own-account';
import { prepareInputChecks } from '../support/processes/input-checks';
import { temporaryFolder, terraform, terraformWith } from '../support/processes/terraform';

const privateKeys = {
  Ed25519: generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  RSA: generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ format: 'pem', type: 'pkcs1' })
    .toString(),
};
const IMAGE_WITH_PASSWORD = 'https://builder:ghp-c0rrecthorse@ghcr.io/team/shop:1';

/** The lines of a key between its first and its last, and a password: what no output may have. */
const secretsOf = (value: string): string[] =>
  value.includes('\n') ? value.trim().split('\n').slice(1, -1) : ['c0rrecthorse'];

describeWith(['terraform'], 'Input variables', () => {
  const folder = temporaryFolder('input-variables');

  const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGfI6TBZ0Nsu4vZ2rMUTPi6wpRQ3PgLAS5Z2bM3d9F8k';
  const rsa = (start: string, length: number, padding: string) =>
    `ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB${start}${'c'.repeat(length)}${padding}`;
  const RSA = rsa('AAABgQ', 513, '=');
  const GOOD = { admin_cidrs: ['203.0.113.7/32'], ssh_public_key: ED25519, app_image: 'nginx' };

  beforeAll(() => prepareInputChecks(folder));

  /** Terraform's sentences for values of the inputs, each on a line of its own; none where it takes them. */
  function complaints(values: object): string[] {
    const given = join(folder, 'given.tfvars.json');
    writeFileSync(given, JSON.stringify({ ...GOOD, ...values }));
    const { stdout } = terraform(
      folder,
      'plan',
      '-json',
      '-input=false',
      '-lock=false',
      `-var-file=${given}`,
    );
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { diagnostic?: { summary: string; detail: string } })
      .flatMap(({ diagnostic }) =>
        diagnostic ? [`${diagnostic.summary}: ${diagnostic.detail.split('\n\n')[0] ?? ''}`] : [],
      );
  }

  const notNull = (name: string) =>
    expect.stringMatching(
      new RegExp(`^Required variable not set: .* var.${name} .*: required variable may not be set to null.$`),
    ) as string;

  describe('admin_cidrs', () => {
    test.each([
      [['203.0.113.7/32']],
      [['203.0.113.0/24', '198.51.100.7/32']],
      [['10.20.0.0/16']],
      [['203.0.113.7/32', '203.0.113.7/32']],
    ])('accepts %j', (ranges) => {
      expect(complaints({ admin_cidrs: ranges })).toEqual([]);
    });

    const listed = (ranges: (string | null)[]) => ranges.map((range) => JSON.stringify(range)).join(', ');
    const none = (...ranges: (string | null)[]) =>
      `Invalid value for variable: admin_cidrs: ${listed(ranges)} is not an IPv4 range in CIDR notation; accepted: as 203.0.113.0/24; add /32 to a single address, as 203.0.113.7/32.`;
    const wide = (...ranges: (string | null)[]) =>
      `Invalid value for variable: admin_cidrs: ${listed(ranges)} is too wide; accepted: /16 to /32, so never the whole internet.`;
    const host = (...ranges: (string | null)[]) =>
      `Invalid value for variable: admin_cidrs: ${listed(ranges)} has host bits set; accepted: the network's first address, or /32 for a single address.`;

    test.each([
      [
        [],
        [
          'Invalid value for variable: admin_cidrs: [] is empty; accepted: one or more IPv4 ranges, as ["203.0.113.7/32"].',
        ],
      ],
      [['203.0.113.7'], [none('203.0.113.7')]],
      [['203.0.113.7', '203.0.113.8/32', 'home'], [none('203.0.113.7', 'home')]],
      [['203.0.113.7/33'], [none('203.0.113.7/33')]],
      [['203.0.113.256/32'], [none('203.0.113.256/32')]],
      [[''], [none('')]],
      [['2001:db8::/32'], [none('2001:db8::/32')]],
      [['::/0'], [none('::/0')]],
      [['0.0.0.0/0'], [wide('0.0.0.0/0')]],
      [['0.0.0.0/1', '128.0.0.0/1'], [wide('0.0.0.0/1', '128.0.0.0/1')]],
      [['203.0.113.7/32', '10.20.0.0/15'], [wide('10.20.0.0/15')]],
      [['203.0.113.7/24'], [host('203.0.113.7/24')]],
      [['10.0.0.1/8'], [host('10.0.0.1/8'), wide('10.0.0.1/8')]],
      [[null], [none(null)]],
      [null, [notNull('admin_cidrs')]],
    ])('rejects %j', (ranges, expected) => {
      expect(complaints({ admin_cidrs: ranges })).toEqual(expected);
    });
  });

  describe('ssh_public_key', () => {
    test.each([
      ['Ed25519', ED25519],
      ['Ed25519 with a comment', `${ED25519} somebody@example.com, laptop`],
      ['Ed25519 with the newline of its file', `${ED25519} somebody\n`],
      ['Ed25519 with the newline of Windows', `${ED25519}\r\n`],
      ['RSA', RSA],
      ['RSA of 2048 bits', rsa('AAABAQ', 342, '')],
      ['RSA of 4096 bits', rsa('AAACAQ', 684, '==')],
    ])('accepts %s', (_, key) => {
      expect(complaints({ ssh_public_key: key })).toEqual([]);
    });

    const refused = (start: string) =>
      `Resource precondition failed: ssh_public_key: ${start} is not a public key in OpenSSH format; accepted: the whole text of a .pub file, Ed25519 or RSA of 2048, 3072 or 4096 bits, as ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA... or ssh-rsa AAAAB3NzaC1yc2EAAAA....`;
    test.each([
      ['a private key', privateKeys.Ed25519, '"-----BEGIN "...'],
      ['a key of another type', 'ecdsa-sha2-nistp256 AAAAE2VjZHNh', '"ecdsa-sha2"...'],
      ['a type that is not the key’s', ED25519.replace('ssh-ed25519', 'ssh-rsa'), '"ssh-rsa AAA"...'],
      ['a key without its type', ED25519.replace('ssh-ed25519 ', ''), '"AAAAC3NzaC1"...'],
      ['the name of a file', '~/.ssh/id_ed25519.pub', '"~/.ssh/"...'],
      ['a truncated key', ED25519.slice(0, -1), '"ssh-ed25519"...'],
      ['a truncated RSA key', RSA.slice(0, 300), '"ssh-rsa AAA"...'],
      ['two keys', `${ED25519}\n${ED25519}`, '"ssh-ed25519"...'],
      ['two lines', 'a\nb', '"a"...'],
      ['nothing', '', '""'],
    ])('rejects %s and prints only its first characters', (_, key, start) => {
      expect(complaints({ ssh_public_key: key })).toEqual([refused(start)]);
    });

    test('rejects null', () => {
      expect(complaints({ ssh_public_key: null })).toEqual([notNull('ssh_public_key')]);
    });
  });

  describe('app_image', () => {
    const beginning = (image: string) =>
      `${JSON.stringify(image.slice(0, Math.min(11, image.length / 3)))}${image === '' ? '' : '...'}`;
    const digest = `sha256:${'0a'.repeat(32)}`;
    test.each([
      ['nginx'],
      ['team/shop:1.4.2'],
      [`ghcr.io/team/shop@${digest}`],
      [`localhost:5000/a/b_c/d__e/f--g.h:v1@${digest}`],
      ['123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/shop:1.4.2'],
    ])('accepts %s', (image) => {
      expect(complaints({ app_image: image })).toEqual([]);
    });

    test.each([
      [''],
      ['Shop:1'],
      ['https://ghcr.io/team/shop'],
      ['shop:'],
      ['shop:1 '],
      ['team//shop'],
      ['shop@sha256:0a'],
      ["shop'; reboot"],
      ['shop\n'],
      ['123456789012.dkr.ecr.ap-northeast-2.amazonaws.com'],
      ['123456789012.dkr.ecr.ap-northeast-2.amazonaws.com:1.4.2'],
      [IMAGE_WITH_PASSWORD],
      [`shop:${'v'.repeat(129)}`],
    ])('rejects %j', (image) => {
      expect(complaints({ app_image: image })).toEqual([
        `Resource precondition failed: app_image: ${beginning(image)} is not an image reference; accepted: registry/path:tag, as 123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/shop:1.4.2 or ghcr.io/team/shop@sha256: and 64 digits; the registry may be left out, tag and digest too; without a scheme or credentials.`,
      ]);
    });

    test('rejects null', () => {
      expect(complaints({ app_image: null })).toEqual([notNull('app_image')]);
    });
  });

  /** Everything that Terraform prints, in words and as JSON. */
  const outputs = (...flags: string[]) =>
    ['-no-color', '-json'].map((form) => {
      const { status, stdout, stderr } = terraform(
        folder,
        'plan',
        form,
        '-input=false',
        '-lock=false',
        ...flags,
      );
      return { status, text: stdout + stderr };
    });

  test.each([
    ['ssh_public_key', privateKeys.Ed25519],
    ['ssh_public_key', privateKeys.RSA],
    ['app_image', privateKeys.Ed25519],
    ['app_image', IMAGE_WITH_PASSWORD],
  ])('print no secret in %s, wherever it is set', (name, secret) => {
    const json = join(folder, 'secret.tfvars.json');
    writeFileSync(json, JSON.stringify({ ...GOOD, [name]: secret }));
    const hcl = join(folder, 'secret.tfvars');
    const others = Object.entries({ ...GOOD, [name]: undefined }).filter(([, value]) => value !== undefined);
    writeFileSync(
      hcl,
      [
        ...others.map(([key, value]) => `${key} = ${JSON.stringify(value)}`),
        `${name} = <<END`,
        secret,
        'END\n',
      ].join('\n'),
    );
    const rest = others.map(([key, value]) =>
      typeof value === 'string' ? `-var=${key}=${value}` : `-var=${key}=${JSON.stringify(value)}`,
    );
    for (const flags of [[`-var-file=${json}`], [`-var-file=${hcl}`], [...rest, `-var=${name}=${secret}`]]) {
      for (const { status, text } of outputs(...flags)) {
        expect(status).toBe(1);
        expect(text).toContain(`${name}: `);
        for (const line of secretsOf(secret)) expect(text).not.toContain(line);
      }
    }
  });

  /** Terraform prints the whole line of a wrong value: only a file with a line for each variable keeps another variable's value out. */
  test.each([
    ['[]', 'admin_cidrs: [] is empty'],
    ['null', 'Required variable not set'],
    ['"203.0.113.7/32"', 'list of string required'],
  ])('print no secret of another line where admin_cidrs is %s', (cidrs, printed) => {
    const key = privateKeys.RSA;
    const json = join(folder, 'lines.tfvars.json');
    writeFileSync(
      json,
      JSON.stringify({ admin_cidrs: JSON.parse(cidrs), ssh_public_key: key, app_image: key }, null, 2),
    );
    const hcl = join(folder, 'lines.tfvars');
    writeFileSync(
      hcl,
      `admin_cidrs = ${cidrs}\nssh_public_key = <<END\n${key}END\napp_image = ${JSON.stringify(key)}\n`,
    );
    for (const file of [json, hcl]) {
      for (const { status, text } of outputs(`-var-file=${file}`)) {
        expect(status).toBe(1);
        expect(text).toContain(printed);
        for (const line of secretsOf(key)) expect(text).not.toContain(line);
      }
    }
  });

  test('are all required', () => {
    const { status, stderr } = terraform(folder, 'plan', '-input=false', '-no-color', '-lock=false');
    expect(status).toBe(1);
    expect(stderr).toMatch(/The root module input variable "admin_cidrs" is not set/);
    expect(stderr).toMatch(/The root module input variable "app_image" is not set/);
    expect(stderr).toMatch(/The root module input variable "ssh_public_key" is not set/);
  });
});

describeWith(['terraform', 'python'], 'Plan of dev', () => {
  jest.setTimeout(120_000);

  let account: EmulatedAccount;
  beforeAll(async () => {
    account = await accountWithProvider();
  });
  afterAll(() => account.stop());

  test.each([
    ['ssh_public_key', privateKeys.RSA],
    ['app_image', IMAGE_WITH_PASSWORD],
    // Its beginning is that of an image in ECR, which a policy names.
    ['app_image', '123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/builder/C0rrect c0rrecthorse'],
  ])('prints no secret in %s', async (name, secret) => {
    const env = { ...account.env, [`TF_VAR_${name}`]: secret };
    const outdir = join(account.folder, 'secret');
    const dev = environmentTerraform({
      environment: environment({ state: { backend: 'local' } }),
      outdir,
      env,
      stateDir: outdir,
    });
    await dev.init();
    const { status, stdout, stderr } = terraformWith(env, dev.folder, 'plan', '-input=false', '-no-color');
    expect(status).toBe(1);
    const text = stdout + stderr;
    expect(text).toContain(`${name}: `);
    expect(text).toContain('aws_vpc.network');
    for (const line of secretsOf(secret)) expect(text).not.toContain(line);
  });
});
