import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findHost } from '../../src/hcp/host';
import { tokenVariable } from '../../src/core/state-backend';

let home: string;
let fetched: string[];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'devloop-host-'));
  mkdirSync(join(home, '.terraform.d'));
  fetched = [];
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(home, { recursive: true });
});

/** What hosts say of their services, by the address asked; anything else does not answer. */
function services(documents: Readonly<Record<string, object | string>>): void {
  jest.spyOn(globalThis, 'fetch').mockImplementation((address) => {
    fetched.push(String(address));
    const document = documents[String(address)];
    if (document === undefined)
      return Promise.reject(new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } }));
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    const response = new Response(text);
    Object.defineProperty(response, 'url', { value: String(address) });
    return Promise.resolve(response);
  });
}

const find = (hostname: string, env: Record<string, string> = {}) =>
  findHost(hostname, { HOME: home, ...env });
const file = (name: string, text: string): string => {
  writeFileSync(join(home, name), text);
  return join(home, name);
};

const DISCOVERY = 'https://app.terraform.io/.well-known/terraform.json';
const HOST_BLOCK = 'host "app.terraform.io" {\n  services = { "tfe.v2" = "http://127.0.0.1:8000/api" }\n}\n';
const token = (text: string) => `credentials "app.terraform.io" {\n  token = "${text}"\n}\n`;

test.each(['s3cr3t\nt0ken', 's3cr3t\r\n', ' s3cr3t', 's3cr3t\u2026'])(
  'findHost rejects an invalid header value as token without printing it: %j',
  async (bad) => {
    services({ [DISCOVERY]: { 'tfe.v2': '/api/v2/' } });
    const refused = await find('app.terraform.io', { TF_TOKEN_app_terraform_io: bad }).catch(String);
    expect(refused).toContain('TF_TOKEN_app_terraform_io: is no token: it has a line break or another');
    expect(refused).not.toContain('s3cr3t');
    expect(fetched).toEqual([]);
  },
);

test('findHost names a CLI configuration that is not valid JSON and prints none of it', async () => {
  const TF_CLI_CONFIG_FILE = file(
    'own.tfrc.json',
    '{"credentials": {"app.terraform.io": {"token": s3cr3t}}}',
  );
  const refused = await find('app.terraform.io', { TF_CLI_CONFIG_FILE }).catch(String);
  expect(refused).toContain('own.tfrc.json (not valid JSON)');
  expect(refused).not.toContain('s3cr3t');
});

describe('API address', () => {
  const TF_TOKEN_app_terraform_io = 'x';

  test.each([
    ['/api/v2/', 'https://app.terraform.io/api/v2/'],
    ['https://elsewhere.example.com:8443/tfe/v2', 'https://elsewhere.example.com:8443/tfe/v2/'],
  ])('is discovered from the host: %s', async (address, expected) => {
    services({ [DISCOVERY]: { 'modules.v1': '/m/', 'tfe.v2': address } });
    const { api } = await find('app.terraform.io', { TF_TOKEN_app_terraform_io });
    expect(api.href).toBe(expected);
    expect(fetched).toEqual([DISCOVERY]);
  });

  test('is read from the CLI configuration without a request to the host', async () => {
    services({});
    const TF_CLI_CONFIG_FILE = file('own.tfrc', HOST_BLOCK);
    const { api } = await find('app.terraform.io', { TF_TOKEN_app_terraform_io, TF_CLI_CONFIG_FILE });
    expect(api.href).toBe('http://127.0.0.1:8000/api/');
    expect(fetched).toEqual([]);
  });

  test('is rejected with one message when the host does not answer', async () => {
    services({});
    await expect(find('app.terraform.io', { TF_TOKEN_app_terraform_io })).rejects.toThrow(
      'state.hostname: "app.terraform.io" cannot be reached (ENOTFOUND)\nCheck the host name and the network.',
    );
  });

  test.each([[{ 'modules.v1': '/m/' }], ['<html>'], [{}]])(
    'is rejected with one message when the host answers %j',
    async (document) => {
      services({ [DISCOVERY]: document });
      await expect(find('app.terraform.io', { TF_TOKEN_app_terraform_io })).rejects.toThrow(
        `state.hostname: "app.terraform.io" does not serve HCP Terraform's API (tfe.v2)\n` +
          'Name a host of HCP Terraform or Terraform Enterprise, e.g. app.terraform.io.',
      );
    },
  );
});

describe('API token', () => {
  beforeEach(() =>
    services({
      [DISCOVERY]: { 'tfe.v2': '/' },
      'https://my-own.example.com/.well-known/terraform.json': { 'tfe.v2': '/' },
    }),
  );
  const tokenOf = async (hostname: string, env: Record<string, string> = {}) => {
    const found = await find(hostname, env);
    return [found.tokenFrom, found.token];
  };

  test.each([
    ['app.terraform.io', 'TF_TOKEN_app_terraform_io'],
    ['my-own.example.com', 'TF_TOKEN_my__own_example_com'],
    ['my-own.example.com', 'TF_TOKEN_my-own.example.com'],
  ])('of %s is read from %s', async (hostname, name) => {
    expect(await tokenOf(hostname, { [name]: 'abc', TF_TOKEN_other_example_com: 'x' })).toEqual([
      name,
      'abc',
    ]);
  });

  test('is read from the file of terraform login', async () => {
    const credentials = { credentials: { 'app.terraform.io': { token: 'from login' } } };
    file('.terraform.d/credentials.tfrc.json', JSON.stringify(credentials));
    expect(await tokenOf('app.terraform.io')).toEqual(['the CLI configuration', 'from login']);
  });

  test('is read from the CLI configuration, over which the environment takes precedence', async () => {
    file('.terraformrc', `plugin_cache_dir = "$HOME/.cache"\n${token('from file')}`);
    expect(await tokenOf('app.terraform.io')).toEqual(['the CLI configuration', 'from file']);
    const TF_TOKEN_app_terraform_io = 'from environment';
    expect(await tokenOf('app.terraform.io', { TF_TOKEN_app_terraform_io })).toEqual([
      'TF_TOKEN_app_terraform_io',
      'from environment',
    ]);
  });

  test('is read only from the file that TF_CLI_CONFIG_FILE names', async () => {
    file('.terraformrc', token('from home'));
    expect(await tokenOf('app.terraform.io', { TF_CLI_CONFIG_FILE: file('own', token('own')) })).toEqual([
      'the CLI configuration',
      'own',
    ]);
    await expect(tokenOf('app.terraform.io', { TF_CLI_CONFIG_FILE: file('own', '') })).rejects.toThrow(
      'is not set',
    );
  });

  test('is reported as missing with a hint and without a request', async () => {
    await expect(tokenOf('my-own.example.com', { TF_TOKEN_my__own_example_com: '' })).rejects.toThrow(
      'TF_TOKEN_my__own_example_com: is not set, and the CLI configuration has no credentials for my-own.example.com; ' +
        'accepted: the token of a user or a team: set the variable, or run terraform login my-own.example.com',
    );
    expect(fetched).toEqual([]);
    expect(tokenVariable('my-own.example.com')).toBe('TF_TOKEN_my__own_example_com');
  });

  test('is rejected in a file that is not HCL, with the file and the position', async () => {
    const broken = file('broken', 'credentials "a" {');
    await expect(tokenOf('app.terraform.io', { TF_CLI_CONFIG_FILE: broken })).rejects.toThrow(
      /^Failed to read the CLI configuration \S+broken \([^]*:1,17-18: [^]*\)\nCorrect the file: /,
    );
  });
});
