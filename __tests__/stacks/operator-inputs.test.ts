import { dev } from '../../src/config/environments/dev';
import { prod } from '../../src/config/environments/prod';
import { changed, plain } from '../support/environments';
import { synth } from '../support/synth';

const { variable, resource } = synth(dev);

test('an operator gives three things, the same for every environment', () => {
  expect(Object.keys(variable)).toEqual(['admin_cidrs', 'app_image', 'ssh_public_key']);
  expect(synth(prod).variable).toEqual(variable);
});

test('nobody asks for an image where there is no application', () => {
  const asked = Object.keys(synth(changed(plain(0))).variable);
  expect(asked).toEqual(['admin_cidrs', 'ssh_public_key']);
});

test.each([
  ['admin_cidrs', 'list(string)', 4],
  ['ssh_public_key', 'string', 1],
  ['app_image', 'string', 1],
])('%s is a %s that must be given, says what it is, and has %i rules', (name, type, rules) => {
  const input = variable[name] ?? {};
  expect(Object.keys(input)).toEqual(['description', 'nullable', 'type', 'validation']);
  expect(input).toMatchObject({
    type,
    nullable: false,
    description: expect.stringMatching(/\w+ \w+/) as string,
  });
  expect(input['validation']).toHaveLength(rules);
});

test('every rule names the variable, the value and what is accepted', () => {
  const rules = Object.entries(variable).flatMap(([name, { validation }]) =>
    (validation as { error_message: string }[]).map(({ error_message: message }) => [name, message] as const),
  );
  for (const [name, message] of rules) {
    expect(message.startsWith(`${name}: `)).toBe(true);
    expect(message).toMatch(/: (\[\]|"?\$\{.*\}).* (is|has) .*; accepted: .+\.$/);
  }
});

test('each is used where it belongs and nowhere else', () => {
  const uses = Object.entries(resource).flatMap(([type, blocks]) =>
    Object.entries(blocks).flatMap(([name, block]) =>
      (JSON.stringify(block).match(/var\.\w+/g) ?? []).map((input) => `${type}.${name} ${input}`),
    ),
  );
  expect(uses).toEqual([
    'aws_key_pair.key_pair var.ssh_public_key',
    'aws_vpc_security_group_ingress_rule.bastion_security_group_from_administrators_tcp_22 var.admin_cidrs',
  ]);
});
