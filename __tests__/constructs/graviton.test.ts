import { dev, prod } from '../support/fixtures/configured';
import { changed } from '../support/fixtures/environments';
import { SERVER_ROLE_NAMES } from '../../src/roles';
import { byAddress, ofType, synth } from '../support/fixtures/synth';

const ARM = '${data.aws_ssm_parameter.machine_images_arm64.insecure_value}';
const PARAMETER = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64';

/** dev with a server of each role, all on Graviton. */
const onGraviton = () => {
  const input = changed({ 'bastion.instanceType': 't4g.micro' }, dev);
  const plain = { name: 'plain-server', role: 'plain' as const, zones: ['a'] };
  const worker = { name: 'worker-server', role: 'worker' as const, zones: ['a'], container: {} };
  const servers = [...input.servers, plain, worker].map((server) => ({
    ...server,
    instanceType: 't4g.medium',
  }));
  return { ...input, servers };
};

describe('Servers on Graviton', () => {
  const input = onGraviton();
  const config = synth(input);

  test('are of every role', () => {
    expect([...new Set(input.servers.map(({ role }) => role))].sort()).toEqual([...SERVER_ROLE_NAMES].sort());
  });

  test('have the machine image for arm64, and no other is read', () => {
    const images = Object.entries(ofType(config, 'aws_instance')).map(([name, { ami }]) => [name, ami]);
    expect(images).toEqual(
      [
        'bastion',
        'servers_devloop_server',
        'servers_elk_server',
        'servers_jenkins_server',
        'servers_plain_server',
        'servers_worker_server',
      ].map((name) => [name, ARM]),
    );
    const parameters = [...byAddress(config)].filter(([address]) =>
      address.startsWith('data.aws_ssm_parameter.'),
    );
    expect(parameters.map(([, { name }]) => name)).toEqual([PARAMETER]);
  });

  test('have it in an Auto Scaling group as well', () => {
    const scaled = synth(changed({ 'servers.0.instanceType': 't4g.medium' }, prod));
    expect(ofType(scaled, 'terraform_data')['servers_devloop_server_image']?.['input']).toBe(ARM);
  });
});
