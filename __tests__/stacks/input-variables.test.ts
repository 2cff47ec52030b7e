import { dev, prod } from '../support/fixtures/configured';
import { changed, plain } from '../support/fixtures/environments';
import { addressesOf, argumentsAt, synth, waitsFor, withLocals } from '../support/fixtures/synth';

const config = synth(dev);
const { variable, resource } = config;

test('Input variables are the same three for every environment', () => {
  expect(Object.keys(variable)).toEqual(['admin_cidrs', 'app_image', 'ssh_public_key']);
  expect(synth(prod).variable).toEqual(variable);
});

test('Input variables exclude app_image without an application', () => {
  const asked = Object.keys(synth(changed(plain(0))).variable);
  expect(asked).toEqual(['admin_cidrs', 'ssh_public_key']);
});

test.each([
  ['admin_cidrs', 'list(string)'],
  ['ssh_public_key', 'string'],
  ['app_image', 'string'],
])('Input variable %s is a required %s with a description', (name, type) => {
  expect(variable[name]).toMatchObject({
    type,
    nullable: false,
    description: expect.stringMatching(/\w+ \w+/) as string,
  });
});

interface Rule {
  readonly condition: string;
  readonly error_message: string;
}

const { precondition } = argumentsAt(config, 'aws_key_pair.key_pair')['lifecycle'] as {
  precondition: Rule[];
};

// Terraform prints the value of what a failed condition names, and for a validation block the line of the variables file too.
test('Input variables that may contain a secret have no validation block and are in no condition', () => {
  expect(Object.keys(variable).filter((name) => 'validation' in (variable[name] ?? {}))).toEqual([
    'admin_cidrs',
  ]);
  expect(precondition.map(({ condition }) => condition)).toEqual([
    '${local.ssh_public_key_is_valid}',
    '${local.app_image_is_valid}',
  ]);
});

test('Resources that use such a variable depend on the key pair, which checks it', () => {
  const checked = 'local.app_image_is_valid ? var.app_image :';
  const users = addressesOf(config).filter((address) =>
    /var\.(ssh_public_key|app_image)/.test(
      withLocals(config, JSON.stringify(argumentsAt(config, address))).replaceAll(checked, ''),
    ),
  );
  const dependents = ['aws_instance.servers_devloop_server', 'terraform_data.key_pair_public_key'];
  expect([...users].sort()).toEqual([...dependents, 'aws_key_pair.key_pair'].sort());
  for (const address of dependents) expect(waitsFor(config, address)).toContain('aws_key_pair.key_pair');
});

test('Error messages name the variable, the value and what is accepted', () => {
  const validation = variable['admin_cidrs']?.['validation'] as Rule[];
  expect(validation).toHaveLength(4);
  for (const { error_message: message } of [...validation, ...precondition]) {
    expect(message).toMatch(/^(admin_cidrs|ssh_public_key|app_image): /);
    expect(message).toMatch(/: (\[\]|\$\{.*\}) (is|has) .*; accepted: .+\.$/);
  }
});

test('Input variables are used only in the resources that need them', () => {
  const uses = Object.entries(resource).flatMap(([type, blocks]) =>
    Object.entries(blocks).flatMap(([name, block]) =>
      (JSON.stringify({ ...block, lifecycle: undefined }).match(/var\.\w+/g) ?? []).map(
        (input) => `${type}.${name} ${input}`,
      ),
    ),
  );
  expect(uses).toEqual([
    'aws_key_pair.key_pair var.ssh_public_key',
    'aws_vpc_security_group_ingress_rule.bastion_security_group_from_administrators_tcp_22 var.admin_cidrs',
    'terraform_data.key_pair_public_key var.ssh_public_key',
  ]);
});
