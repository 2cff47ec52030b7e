import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { ConfigurationError } from '../../src/core/errors';
import { archiveOf } from '../../src/hcp/archive';
import { Deployment } from '../../src/terraform/deployment';
import { synthesize } from '../../src/terraform/synthesize';
import { Terraform } from '../../src/terraform/terraform';
import { refuseSecretsInVariablesFiles } from '../../src/terraform/variables-files';
import { temporaryFolder } from '../support/processes/terraform';

const pem = (type: 'pkcs8' | 'sec1', passphrase?: string): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({
      format: 'pem',
      type,
      ...(passphrase !== undefined && { cipher: 'aes-256-cbc', passphrase }),
    })
    .toString();
const PKCS8 = pem('pkcs8');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const OPENSSH = `-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU\n-----END OPENSSH PRIVATE KEY-----\n`;
const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGfI6TBZ0Nsu4vZ2rMUTPi6wpRQ3PgLAS5Z2bM3d9F8k';

const KEY = 'a private key';
const json = (value: unknown): string => JSON.stringify({ admin_cidrs: 'x', ssh_public_key: value });
const hcl = (value: string): string => `ssh_public_key = ${value}\n`;

/** Whole text of a refusal, with the folder as FOLDER. */
function refusal(folder: string, env = {}): string | undefined {
  try {
    refuseSecretsInVariablesFiles(folder, env);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message.replaceAll(folder, 'FOLDER');
  }
}

const sentence = (file: string, what: string): string =>
  `${file}: holds ${what}, which Terraform would print along with a wrong value in the same line; accepted: no secret: ssh_public_key is the text of a .pub file, app_image has no credentials; set any other secret as TF_VAR_<name>`;

describe('Variables files', () => {
  const root = temporaryFolder('variables-files');
  const folderWith = (files: Readonly<Record<string, string>>): string => {
    const folder = mkdtempSync(join(root, 'stack-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return folder;
  };

  test.each([
    ['PKCS #8', json(PKCS8), KEY],
    ['SEC 1', json(pem('sec1')), KEY],
    ['an encrypted key', json(pem('pkcs8', 'secret')), KEY],
    ['OpenSSH', json(OPENSSH), KEY],
    ['a body of OpenSSH alone', json(OPENSSH.split('\n')[1]), KEY],
    ['PGP', json('-----BEGIN PGP PRIVATE KEY BLOCK-----\n'), KEY],
    ['PuTTY', json('PuTTY-User-Key-File-3: ssh-ed25519'), KEY],
    ['a list', json([ED25519, PKCS8]), KEY],
    ['escaped letters', json(PKCS8).replace('BEGIN', '\\u0042EGIN').replaceAll('/', '\\/'), KEY],
    ['broken JSON', json(PKCS8).slice(0, -1), KEY],
    ['a heredoc', hcl(`<<END\n${PKCS8}END`), KEY],
    ['an HCL string', hcl(JSON.stringify(PKCS8)), KEY],
    ['Base64', json(base64(PKCS8)), `${KEY} in Base64`],
    ['a URL with a password', json('https://builder:c0rrect@ghcr.io/shop:1'), 'a URL with a password'],
  ])('are refused with %s', (_, text, what) => {
    expect(refusal(folderWith({ 'terraform.tfvars.json': text }))).toBe(
      sentence('FOLDER/terraform.tfvars.json', what),
    );
  });

  test.each([
    ['a public key', json(ED25519)],
    ['a public key in PEM', json(PKCS8.replaceAll('PRIVATE', 'PUBLIC'))],
    ['a certificate in Base64', json(base64('-----BEGIN CERTIFICATE-----\nMIIB'))],
    ['an image by digest', json(`ghcr.io:443/team/shop@sha256:${'0a'.repeat(32)}`)],
    ['a URL with a port', json('https://registry.example.com:5000/shop')],
    ['a user without a password', json('https://builder@ghcr.io/shop')],
  ])('are accepted with %s', (_, text) => {
    expect(refusal(folderWith({ 'terraform.tfvars.json': text }))).toBeUndefined();
  });

  test('are those that Terraform loads by itself, in its order', () => {
    const text = json(PKCS8);
    const folder = folderWith({
      'b.auto.tfvars.json': text,
      'a.auto.tfvars': text,
      'terraform.tfvars': text,
      'terraform.tfvars.json': text,
      'other.tfvars': text,
      'cdk.tf.json': text,
    });
    expect(refusal(folder)?.split('\n')).toEqual(
      ['terraform.tfvars', 'terraform.tfvars.json', 'a.auto.tfvars', 'b.auto.tfvars.json'].map((name) =>
        sentence(`FOLDER/${name}`, KEY),
      ),
    );
  });

  test.each([
    ['TF_CLI_ARGS', '-var-file=one.tfvars'],
    ['TF_CLI_ARGS_plan', '-lock=false --var-file one.tfvars -no-color'],
    ['TF_CLI_ARGS_apply', '-var-file="one.tfvars"'],
    ['TF_CLI_ARGS_destroy', "'-var-file=one.tfvars'"],
  ])('are those that %s names: %s', (name, value) => {
    const folder = folderWith({ 'one.tfvars': hcl(JSON.stringify(PKCS8)) });
    expect(refusal(folder, { [name]: value })).toBe(sentence('FOLDER/one.tfvars', KEY));
    expect(refusal(folder, { [`X_${name}`]: value })).toBeUndefined();
  });

  test('that cannot be read are left to Terraform', () => {
    const folder = folderWith({});
    mkdirSync(join(folder, 'terraform.tfvars'));
    expect(refusal(folder, { TF_CLI_ARGS: '-var-file=none.tfvars -var-file' })).toBeUndefined();
    expect(refusal(join(folder, 'none'))).toBeUndefined();
  });

  describe('with a private key', () => {
    const stackFolder = (): string => {
      const folder = join(mkdtempSync(join(root, 'out-')), 'stacks', 'dev');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'terraform.tfvars.json'), json(PKCS8));
      return folder;
    };
    const output = (folder: string) => join(folder, '..', '..');
    const never = { TERRAFORM_BINARY_NAME: join(root, 'no-such-program') };

    test.each<[string, (folder: string) => unknown]>([
      ['a run of Terraform', (folder) => new Terraform(folder, { env: never }).run(['plan'])],
      [
        'a deployment',
        (folder) => new Deployment({ stack: 'dev', output: output(folder), env: never }).deploy(),
      ],
      ['an upload to HCP Terraform', (folder) => archiveOf(folder)],
      [
        'a synth, which precedes every command of the CDKTF CLI',
        (folder) => {
          const app = new App({ outdir: output(folder) });
          new TerraformStack(app, 'dev');
          synthesize(app);
        },
      ],
    ])('end %s before it starts', async (_, work) => {
      const folder = stackFolder();
      await expect(async () => work(folder)).rejects.toThrow(
        sentence(join(folder, 'terraform.tfvars.json'), KEY),
      );
    });
  });
});
