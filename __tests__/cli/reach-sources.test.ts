import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../src/system/paths';
import { filesFolder, runReach } from '../support/run-reach';

const PLANS = join(__dirname, '..', 'topology', 'plans');
const styles = join(PLANS, 'styles');
const plan = join(styles, 'plan.json');
const { folder, write } = filesFolder('reach-sources');

const CLOSED = 'aws_security_group.db';
/** Configuration in HCL of a server, a database, and what a plan does not tell: a local, a condition, a dynamic block. */
const NETWORK = `
locals {
  open   = false
  groups = local.open ? [aws_security_group.wide.id] : [${CLOSED}.id] # closed
  ports  = { web = 8080 }
}
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_security_group" "app" {
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "wide" {
  vpc_id = aws_vpc.main.id
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "db" {
  vpc_id = aws_vpc.main.id
  dynamic "ingress" {
    for_each = local.ports
    iterator = port
    content {
      from_port       = port.value
      to_port         = port.value
      protocol        = "tcp"
      security_groups = [aws_security_group.app.id]
    }
  }
}
resource "aws_instance" "app" {
  subnet_id              = aws_subnet.a.id
  vpc_security_group_ids = [aws_security_group.app.id]
}
resource "aws_instance" "db" {
  subnet_id              = aws_subnet.a.id
  vpc_security_group_ids = local.groups
}
`;

async function verdict(from: string, to: string, port: number, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await runReach([...args, '--from', from, '--to', to, '--port', String(port)]);
  return stdout.split(':')[0] || stderr;
}

describe('reach --source', () => {
  it.each([
    ['aws_instance.web[0]', 'aws_instance.db', 5432, 'yes'],
    ['aws_instance.web[0]', 'module.cell["one"].aws_instance.box', 9000, 'yes'],
    ['internet', 'aws_instance.web[1]', 80, 'no'],
  ])('resolves what the plan leaves out: %s to %s on %i: %s', async (from, to, port, expected) => {
    expect(await verdict(from, to, port, '--plan', plan)).toBe('unknown');
    expect(await verdict(from, to, port, '--plan', plan, '--source', styles)).toBe(expected);
  });

  it('finds modules where terraform init installed them', async () => {
    const module = (body: string): string => `output "id" {\n  value = ${body}\n}\nvariable "ids" {}\n`;
    write('init/main.tf', 'module "pick" {\n  source = "example.com/org/pick/aws"\n  ids = []\n}\n');
    write('init/.terraform/modules/pick/main.tf', module('var.ids[0]'));
    const Modules = [
      { Key: '', Source: '', Dir: '.' },
      { Key: 'pick', Source: 'example.com/org/pick/aws', Dir: '.terraform/modules/pick' },
    ];
    write('init/.terraform/modules/modules.json', { Modules });
    const { readSources } = await import('../../src/reach/sources');
    const pick = (await readSources(join(folder, 'init'))).called('pick');
    expect(pick?.json['output']).toEqual({ id: [{ value: '${var.ids[0]}' }] });
  });
});

describe('reach with modules that call one another', () => {
  const refusal = async (path: string): Promise<string> => {
    const { status, stderr } = await runReach(['--file', join(folder, path)]);
    return `${status} ${stderr}`;
  };

  it('rejects a circle', async () => {
    write('circle/main.tf', 'module "a" {\n  source = "./a"\n}\n');
    write('circle/a/main.tf', 'module "b" {\n  source = "../a/../"\n}\n');
    expect(await refusal('circle')).toMatch(/^1 /);
    expect(await refusal('circle')).toContain('is called by itself, as module.a.module.b;');
  });

  it('rejects calls that double in each module', async () => {
    const calls = (source: string): object => ({ module: { a: { source }, b: { source } } });
    write('doubled/main.tf.json', calls('./m1'));
    for (let i = 1; i < 19; i++) write(`doubled/m${i}/main.tf.json`, calls(`../m${i + 1}`));
    write('doubled/m19/main.tf.json', { locals: {} });
    expect(await refusal('doubled')).toContain('calls too many modules; accepted: at most 10000 calls');
  });

  it('rejects expressions that are nested too deeply', async () => {
    write('deep/main.tf', `locals {\n  a = ${'('.repeat(20_000)}1${')'.repeat(20_000)}\n}\n`);
    expect(await refusal('deep')).toContain('main.tf: is nested too deeply;');
  });
});

describe('reach with HCL', () => {
  const main = write('hcl/main.tf', NETWORK);
  it.each([
    ['a folder', join(folder, 'hcl')],
    ['a file', main],
    ['a file of another name', write('network.hcl', NETWORK)],
  ])('reads %s', async (_, path) => {
    expect(await verdict('aws_instance.app', 'aws_instance.db', 8080, '--file', path)).toBe('yes');
    expect(await verdict('aws_instance.app', 'aws_instance.db', 22, '--file', path)).toBe('no');
  });

  it('reads override files and JSON files', async () => {
    write('overridden/main.tf', NETWORK);
    write('overridden/more.tf.json', {
      resource: {
        aws_vpc_security_group_ingress_rule: {
          more: {
            security_group_id: '${aws_security_group.db.id}',
            referenced_security_group_id: '${aws_security_group.app.id}',
            ip_protocol: 'tcp',
            from_port: 9000,
            to_port: 9000,
          },
        },
      },
    });
    const file = ['--file', join(folder, 'overridden')];
    const ask = (port: number) => verdict('aws_instance.app', 'aws_instance.db', port, ...file);
    expect(await ask(9000)).toBe('yes');
    expect(await ask(8080)).toBe('yes');
    write(
      'overridden/main_override.tf',
      'resource "aws_security_group" "db" {\n  ingress = []\n}\nlocals {\n  open = false\n}\n',
    );
    expect(await ask(8080)).toBe('no');
    expect(await ask(9000)).toBe('yes');
  });

  it('reads HCL or a plan from standard input', () => {
    const run = (input: string, ...args: string[]): string =>
      execFileSync(
        process.execPath,
        [join(PROJECT_DIR, 'bin/devloop.mjs'), 'reach', '--file', '-', ...args],
        {
          cwd: folder,
          input,
          encoding: 'utf8',
        },
      );
    const asked = ['--from', 'aws_instance.app', '--to', 'aws_instance.db', '--port', '8080'];
    expect(run(NETWORK, ...asked)).toMatch(/^yes: /);
    expect(run(readFileSync(plan, 'utf8'))).toMatch(/^FROM +TO +PORTS$/m);
  });
});

describe('reach with unreadable input', () => {
  it('reports every file of a folder', async () => {
    write('broken/a.tf', 'resource "aws_vpc" "a" {\n');
    write('broken/b.tf', '\n"x" = 1 1\n');
    write('broken/c.tf.json', '[]');
    const { status, stderr } = await runReach(['--file', join(folder, 'broken')]);
    expect({ status, lines: stderr.replaceAll(`${folder}/broken/`, '').split('\n') }).toEqual({
      status: 1,
      lines: [
        'a.tf:1: is not valid: Unclosed configuration block; accepted: what terraform validate accepts',
        expect.stringMatching(/^b\.tf:2: is not valid: .+; accepted: what terraform validate accepts$/),
        'c.tf.json: is JSON, but not Terraform; accepted: an object',
      ],
    });
  });

  it.each([
    ['an empty folder', ['--file', join(folder, 'empty')], /holds no \.tf or \.tf\.json file/],
    ['sources that are no folder', ['--plan', plan, '--source', plan], /is not a folder/],
    ['sources of an environment', ['--source', styles], /^--source: lies beside a file/],
  ])('exits with one message for %s', async (_, args, sentence) => {
    write('empty/README.md', '');
    const { status, stderr } = await runReach(args);
    expect(status).not.toBe(0);
    expect(stderr).toMatch(sentence);
    expect(stderr.split('\n')).toHaveLength(1);
  });
});
