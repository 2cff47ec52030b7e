import { join } from 'node:path';
import { filesFolder, runReach } from '../support/run-reach';

const PLAN = join(__dirname, '..', 'topology', 'plans', 'modules', 'plan.json');
const { folder, write } = filesFolder('reach-variables');

/** A server whose count, ports and sources are variables. */
const NETWORK = `
variable "cidrs" {
  type = list(string)
  validation {
    condition     = !contains(var.cidrs, "0.0.0.0/0")
    error_message = "not the internet"
  }
}
variable "port" {
  type    = number
  default = 22
}
variable "servers" {
  type = map(object({ open = optional(bool, true) }))
}
variable "label" {}
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_default_route_table" "main" {
  default_route_table_id = aws_vpc.main.default_route_table_id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_subnet" "a" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.1.0/24"
  map_public_ip_on_launch = true
}
resource "aws_security_group" "web" {
  vpc_id = aws_vpc.main.id
  ingress {
    from_port   = var.port
    to_port     = var.port
    protocol    = "tcp"
    cidr_blocks = var.cidrs
  }
}
resource "aws_instance" "web" {
  for_each               = { for name, server in var.servers : name => server if server.open && var.label != "off" }
  subnet_id              = aws_subnet.a.id
  vpc_security_group_ids = [aws_security_group.web.id]
}
`;

const file = write('plain/main.tf', NETWORK);
const json = write('plain.tfvars.json', {
  cidrs: ['203.0.113.0/24'],
  servers: { a: {}, b: { open: false } },
  label: '${x}',
});
const hcl = write(
  'plain.tfvars',
  'cidrs = ["198.51.100.0/24"]\nservers = { "a" = {} }\nlabel = "on"\n# comment\nport = 1 + 21\n',
);
const SERVERS = ['--var', 'servers={ a = {}, b = { open = false } }', '--var', 'label=on'];
const CIDRS = ['--var', 'cidrs=["203.0.113.0/24"]'];

async function ask(from: string, to: string, port: number, ...args: string[]): Promise<string> {
  const line = [...args, '--from', from, '--to', to, '--port', String(port)];
  const { stdout, stderr } = await runReach(args.includes('--file') ? line : ['--file', file, ...line]);
  return stdout.split(':')[0] || stderr;
}

describe('A variable without a value', () => {
  it.each([
    ['203.0.113.9', 'aws_instance.web["a"]', 22],
    ['internet', 'aws_instance.web', 22],
  ])('is as unknown as what is computed from it: %s to %s', async (from, to, port) => {
    expect(await ask(from, to, port)).toBe('unknown');
  });
});

describe('A variable with a value', () => {
  it.each([
    ['on the command line', [...SERVERS, ...CIDRS]],
    ['in a file of JSON, in which text is text', ['--var-file', json]],
    ['in a file, and on the command line behind it', ['--var-file', hcl, ...CIDRS]],
    ['in two files, of which the last one wins', ['--var-file', hcl, '--var-file', json]],
  ])('is known: %s', async (_, args) => {
    const answers = [
      await ask('203.0.113.9', 'aws_instance.web["a"]', 22, ...args),
      await ask('198.51.100.9', 'aws_instance.web["a"]', 22, ...args),
      await ask('internet', 'aws_instance.web["a"]', 22, ...args),
      await ask('203.0.113.9', 'aws_instance.web["a"]', 8080, ...args),
    ];
    expect(answers).toEqual(['yes', 'no', 'no', 'no']);
  });

  it('loses against a file that is named behind it', async () => {
    const args = [...SERVERS, ...CIDRS, '--var-file', hcl];
    expect(await ask('203.0.113.9', 'aws_instance.web["a"]', 22, ...args)).toBe('no');
    expect(await ask('198.51.100.9', 'aws_instance.web["a"]', 22, ...args)).toBe('yes');
  });

  it('is converted to its type', async () => {
    const args = [...SERVERS, ...CIDRS, '--var', 'port=8080'];
    expect(await ask('203.0.113.9', 'aws_instance.web["a"]', 8080, ...args)).toBe('yes');
  });

  it('decides which instances there are', async () => {
    const args = ['--file', file, ...SERVERS, ...CIDRS, '--json'];
    const { ends } = JSON.parse((await runReach(args)).stdout) as { ends: { members: string[] }[] };
    expect(ends.flatMap(({ members }) => members)).toContain('aws_instance.web["a"]');
    expect(ends.flatMap(({ members }) => members)).not.toContain('aws_instance.web["b"]');
    const none = ['--file', file, '--var', 'servers={ a = {} }', '--var', 'label=off', ...CIDRS, '--json'];
    expect((await runReach(none)).stdout).not.toContain('aws_instance.web');
  });

  it('is read from the files that Terraform reads of itself in a folder, and loses against the command line', async () => {
    write('auto/main.tf', NETWORK);
    write('auto/terraform.tfvars', 'cidrs = ["192.0.2.0/24"]\nservers = { a = {} }\nlabel = "on"\n');
    write('auto/a.auto.tfvars', 'cidrs = ["198.51.100.0/24"]\n');
    write('auto/b.auto.tfvars.json', { cidrs: ['203.0.113.0/24'] });
    const auto = ['--file', join(folder, 'auto')];
    const to = 'aws_instance.web["a"]';
    expect(await ask('203.0.113.9', to, 22, ...auto)).toBe('yes');
    expect(await ask('198.51.100.9', to, 22, ...auto)).toBe('no');
    expect(await ask('192.0.2.9', to, 22, ...auto, '--var', 'cidrs=["192.0.2.0/24"]')).toBe('yes');
  });

  it('is not read from the shell', async () => {
    process.env['TF_VAR_cidrs'] = '["203.0.113.0/24"]';
    try {
      expect(await ask('203.0.113.9', 'aws_instance.web["a"]', 22, ...SERVERS)).toBe('unknown');
    } finally {
      delete process.env['TF_VAR_cidrs'];
    }
  });

  it('of an environment is known as well', async () => {
    const args = ['--environment', 'prod', '--var', 'admin_cidrs=["203.0.113.0/24"]'];
    const to = ['--to', 'bastion', '--port', '22'];
    expect((await runReach([...args, '--from', '203.0.113.9', ...to])).stdout).toMatch(/^yes: /);
    expect((await runReach([...args, '--from', '198.51.100.9', ...to])).stdout).toMatch(/^no: /);
  });
});

describe('A value that no variable takes', () => {
  const told = async (...args: string[]): Promise<{ status: number; lines: string[] }> => {
    const { status, stderr } = await runReach(['--file', file, ...args]);
    return { status, lines: stderr.split('\n') };
  };

  it('is refused together with every other on the command line', async () => {
    expect(
      await told('--var', 'cidr=["203.0.113.0/24"]', '--var', 'port=ssh', '--var', 'servers=[1'),
    ).toEqual({
      status: 64,
      lines: [
        '--var port: "ssh" is not of the variable\'s type; accepted: number',
        '--var servers: "[1" is not a constant value; accepted: map(object({ open = optional(bool, true) })), without references and functions',
        '--var: "cidr" is no variable of the configuration (did you mean cidrs?); accepted: one of cidrs, label, port, servers',
      ],
    });
  });

  it.each([
    ['is refused by its validation', ['--var', 'cidrs=["0.0.0.0/0"]'], /refused by a validation/],
    ['mentions something', ['--var', 'cidrs=[var.port]'], /not a constant value/],
    ['has no name', ['--var', 'cidrs'], /gives no variable a value; accepted: NAME=VALUE/],
    [
      'is in a file that is not there',
      ['--var-file', join(folder, 'none.tfvars')],
      /cannot be read: no such file or directory/,
    ],
    [
      'is in a file that is not valid',
      ['--var-file', write('bad.tfvars', 'x =\n')],
      /bad\.tfvars:1: is not valid/,
    ],
    ['belongs to a plan', ['--file', PLAN, ...CIDRS], /a plan or state holds the values of its variables/],
  ])('%s', async (_, args, sentence) => {
    const { status, stderr } = await runReach(args.includes('--file') ? args : ['--file', file, ...args]);
    expect(status).not.toBe(0);
    expect(stderr).toMatch(sentence);
    expect(stderr.split('\n')).toHaveLength(1);
  });

  it('is left out of a file with a warning, as Terraform has it', async () => {
    const more = write('more.tfvars', 'other = 1\nport = 80\n');
    const { status, lines } = await told('--var-file', more);
    expect({ status, lines }).toEqual({
      status: 0,
      lines: [`${more}: no variable other is declared; its value is left out`],
    });
  });
});
