import { EbsVolume } from '@cdktf/provider-aws/lib/ebs-volume';
import { Instance } from '@cdktf/provider-aws/lib/instance';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { VpcIpv4CidrBlockAssociation } from '@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Annotations, App } from 'cdktf';
import { loadEnvironment, loadStateBucket } from '../../src/config';
import { PlatformStack } from '../../src/stacks/platform-stack';
import { StateStack } from '../../src/stacks/state-stack';
import { synthesize } from '../../src/terraform/synthesize';
import { messagesOf } from '../support/fixtures/environments';

const outdir = mkdtempSync(join(tmpdir(), 'resource-checks-'));
afterAll(() => rmSync(outdir, { recursive: true }));

/** What is wrong with dev after changes in code, as a synth reports it; nothing is written then, of no stack. */
function problems(change: (stack: PlatformStack) => void): string[] {
  const app = new App({ outdir });
  new StateStack(app, loadStateBucket());
  const stack = new PlatformStack(app, loadEnvironment('dev'));
  change(stack);
  const messages = messagesOf(() => synthesize(app));
  for (const name of ['state', 'dev'])
    expect(existsSync(join(outdir, 'stacks', name, 'cdk.tf.json'))).toBe(messages.length === 0);
  return messages;
}

const subnet = (stack: PlatformStack, cidrBlock: string) =>
  new Subnet(stack, 'mine', { vpcId: stack.network.vpcId, cidrBlock });
const zone = { availabilityZone: 'ap-northeast-2a', size: 10 };

describe('Resources added in code', () => {
  test.each<[string, (stack: PlatformStack) => void, string[]]>([
    [
      'a subnet outside the VPC',
      (stack) => subnet(stack, '192.168.0.0/24'),
      [
        "dev: aws_subnet.mine: 192.168.0.0/24 lies outside the VPC's 10.0.0.0/16; accepted: a CIDR block within it [CIDR_OUTSIDE]",
      ],
    ],
    [
      'an unencrypted volume',
      (stack) => new EbsVolume(stack, 'mine', zone),
      [
        'dev: aws_ebs_volume.mine (dev/mine): encrypted leaves storage unencrypted; accepted: encrypted storage [STORAGE_UNENCRYPTED]',
      ],
    ],
    [
      'an instance with the root volume of its image',
      (stack) => new Instance(stack, 'mine', { ami: 'ami-0123456789abcdef0', instanceType: 't3.micro' }),
      [
        'dev: aws_instance.mine (dev/mine): root_block_device leaves storage unencrypted; accepted: encrypted storage [STORAGE_UNENCRYPTED]',
      ],
    ],
    [
      'an escape hatch that switches encryption off',
      (stack) => stack.addOverride('resource.aws_db_instance.database.storage_encrypted', false),
      [
        'dev: aws_db_instance.database (dev/database/Resource): storage_encrypted leaves storage unencrypted; accepted: encrypted storage [STORAGE_UNENCRYPTED]',
      ],
    ],
    [
      'a launch template with an unencrypted volume',
      (stack) =>
        new LaunchTemplate(stack, 'mine', {
          blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { volumeSize: 10 } }],
        }),
      [
        'dev: aws_launch_template.mine (dev/mine): block_device_mappings.ebs leaves storage unencrypted; accepted: encrypted storage [STORAGE_UNENCRYPTED]',
      ],
    ],
    [
      'an error of a construct of your own',
      (stack) => Annotations.of(stack).addError('the registry has no name'),
      ['dev: the registry has no name [STACK_INVALID]'],
    ],
  ])('are refused: %s', (_, change, expected) => {
    expect(problems(change)).toEqual(expected);
  });

  test.each<[string, (stack: PlatformStack) => void]>([
    [
      'a launch template that leaves a volume of its image out',
      (stack) =>
        new LaunchTemplate(stack, 'mine', {
          blockDeviceMappings: [{ deviceName: '/dev/xvdb', noDevice: 'true' }],
        }),
    ],
    [
      'a subnet in a second CIDR block',
      (stack) => {
        new VpcIpv4CidrBlockAssociation(stack, 'second', {
          vpcId: stack.network.vpcId,
          cidrBlock: '100.64.0.0/16',
        });
        subnet(stack, '100.64.1.0/24');
      },
    ],
    ['an encrypted volume', (stack) => new EbsVolume(stack, 'mine', { ...zone, encrypted: true })],
  ])('are accepted: %s', (_, change) => {
    expect(problems(change)).toEqual([]);
    rmSync(join(outdir, 'stacks'), { recursive: true });
  });
});
