import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { list } from 'tar';
import { archiveOf } from '../../src/hcp/archive';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'devloop-archive-'));
  folder = join(root, 'stack');
  put('cdk.tf.json', {});
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, content: object | string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}

async function entries(): Promise<string[]> {
  const paths: string[] = [];
  const reader = list({ onReadEntry: ({ path }) => paths.push(path) });
  await finished(Readable.from([await archiveOf(folder)]).pipe(reader));
  return paths;
}

test('archiveOf contains the synthesized files and the lock file, and no files written by Terraform', async () => {
  put('.terraform.lock.hcl', '');
  put('assets/script/1234/setup.sh', '');
  put('.terraform/providers/registry.terraform.io/hashicorp/aws/terraform-provider-aws', '');
  put('.terraform/terraform.tfstate', '');
  put('terraform.tfstate', '');
  put('terraform.tfstate.backup', '');
  put('terraform.tfstate.1700000000.backup', '');
  put('.terraform.tfstate.lock.info', '');
  put('saved.tfplan', '');
  put('crash.log', '');
  expect(await entries()).toEqual(['.terraform.lock.hcl', 'assets/script/1234/setup.sh', 'cdk.tf.json']);
});

test('archiveOf returns the same bytes for the same folder', async () => {
  put('a.txt', 'x');
  expect(await archiveOf(folder)).toEqual(await archiveOf(folder));
});

test('archiveOf contains modules, files and links inside the folder', async () => {
  put('modules/one/main.tf', '');
  put('setup.sh', '');
  symlinkSync('setup.sh', join(folder, 'link.sh'));
  put('cdk.tf.json', {
    module: { one: { source: './modules/one' }, two: { source: 'terraform-aws-modules/vpc/aws' } },
    locals: { text: '${file("${path.module}/setup.sh")}', other: '${templatefile("setup.sh", {})}' },
    output: { doc: { value: 'cd ../other && cat /etc/hosts' } },
  });
  expect(await entries()).toEqual(['cdk.tf.json', 'link.sh', 'modules/one/main.tf', 'setup.sh']);
});

const ACCEPTED = "Use paths within the stack's folder: a remote run has no other files.";

test.each([
  [{ module: { one: { source: '../shared' } } }, '"../shared" is the source of a module outside the folder'],
  [
    { module: { one: { source: '/opt/shared' } } },
    '"/opt/shared" is the source of a module outside the folder',
  ],
  [{ locals: { key: '${file("~/.ssh/id.pub")}' } }, '"~/.ssh/id.pub" is read, and is outside the folder'],
  [
    { locals: { key: '${filebase64("${path.module}/../x.zip")}' } },
    '"../x.zip" is read, and is outside the folder',
  ],
  [
    { locals: { key: '${templatefile("/etc/x.tpl", {})}' } },
    '"/etc/x.tpl" is read, and is outside the folder',
  ],
])('archiveOf rejects %j, which a remote run cannot read', async (configuration, problem) => {
  put('cdk.tf.json', configuration);
  await expect(archiveOf(folder)).rejects.toThrow(`cdk.tf.json: ${problem}\n${ACCEPTED}`);
});

test('archiveOf rejects a link to a file outside the folder', async () => {
  writeFileSync(join(root, 'secret'), '');
  symlinkSync('../secret', join(folder, 'link'));
  await expect(archiveOf(folder)).rejects.toThrow(
    `link: "../secret" is where a link leads, outside the folder\n${ACCEPTED}`,
  );
});
