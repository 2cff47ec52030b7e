import {
  CreateTagsCommand,
  EC2Client,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { CreateRoleCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { DeleteObjectCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import { loadEnvironment } from '../../src/config';
import type { EmulatedAccount } from '../../src/emulator/account';
import { readLock } from '../../src/state/lock/s3-lock';
import { readObject } from '../../src/state/s3/object';
import { unlockState } from '../../src/state/unlock';
import { describeWith } from '../support/processes/describe-with';
import { clientOf, ownAccount } from '../support/aws/own-account';
import { serverCounts } from '../support/aws/server-counts';
import { ServersStack } from '../support/fixtures/servers-stack';
import { backend, SmallDeployment, tags } from '../support/fixtures/small-stack';
import { makeStateBucket } from '../support/state/state-backends';

const NAME = 's3://amzn-s3-demo-choose-a-name/devloop/dev/terraform.tfstate';
const NOBODY = `There is no lock on ${NAME}`;

describeWith(['terraform', 'python'], 'npm run unlock after a killed apply of servers', () => {
  jest.setTimeout(900_000);

  let account: EmulatedAccount;
  let s3: S3Client;
  beforeEach(async () => {
    account = await ownAccount();
    s3 = await makeStateBucket(account);
  });
  afterEach(() => account?.stop());

  const unlock = async (deployment: SmallDeployment, id?: string): Promise<string[]> => {
    const told: string[] = [];
    await unlockState({
      environment: loadEnvironment('dev'),
      id,
      stack: deployment.folder,
      folder: deployment.output,
      env: account.env,
      onProgress: (sentence) => told.push(sentence),
    });
    return told;
  };

  /** Terraform writes its state every 20 seconds at most, so the one that it wrote meanwhile may never have come to be. */
  const forgetState = async () => {
    const { bucket: Bucket, key: Key } = backend;
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
    for (const { VersionId } of Versions.filter((one) => one.Key === Key))
      await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
    expect(await readObject(backend, account.env)).toBeUndefined();
  };

  test('imports every type that can be imported, so that an apply finishes without duplicates', async () => {
    const deployment = new SmallDeployment(account, 'servers', ServersStack);
    const apply = await deployment.applyToGate();
    await apply.kill();
    await forgetState();
    const made = await serverCounts(account);
    const told = await unlock(deployment, (await readLock(backend, account.env))?.ID);
    expect(
      told
        .map((line) => line.replace(/^Imported \S+ as/, 'Imported … as'))
        .slice(2)
        .sort(),
    ).toEqual(
      [
        'aws_autoscaling_group.servers',
        'aws_cloudwatch_log_group.logs',
        'aws_ebs_volume.data',
        'aws_eip.address',
        'aws_iam_instance_profile.server_role_profile',
        'aws_iam_instance_profile.servers_role_profile',
        'aws_iam_role.server_role',
        'aws_iam_role.servers_role',
        'aws_instance.server',
        'aws_internet_gateway.gateway',
        'aws_key_pair.key_pair',
        'aws_launch_template.servers_launch_template',
        'aws_lb.load_balancer',
        'aws_lb_listener.listener',
        'aws_lb_listener_rule.rule',
        'aws_lb_target_group.target_group',
        'aws_route53_record.dns_server',
        'aws_route53_zone.dns',
        'aws_security_group.security_group',
        'aws_subnet.subnet_0',
        'aws_subnet.subnet_1',
        'aws_volume_attachment.data_attachment',
        'aws_vpc.vpc',
        'aws_vpc_security_group_egress_rule.security_group_to_server_tcp_80',
        'aws_vpc_security_group_ingress_rule.security_group_from_server_tcp_80',
      ].map((address) => `Imported … as ${address}`),
    );
    expect(await serverCounts(account)).toEqual(made);

    await deployment.terraform.apply();
    expect(await deployment.terraform.difference()).toBe('');
    expect(await serverCounts(account)).toEqual(made);
    const types = (await deployment.terraform.resources()).map((address) => address.replace(/\..*/, ''));
    const { targets, ...counts } = made;
    for (const [type, count] of Object.entries(counts))
      expect([type, types.filter((one) => one === type).length]).toEqual([type, count]);
    // One server on its own, and the group's two.
    expect(targets).toBe(3);

    // The group's servers are no state's, and one that was terminated is listed a while longer.
    const ec2 = new EC2Client(clientOf(account));
    const run = new RunInstancesCommand({ ImageId: 'ami-12c6146b', MinCount: 1, MaxCount: 1 });
    const InstanceIds = (await ec2.send(run)).Instances?.map(({ InstanceId = '' }) => InstanceId) ?? [];
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    await ec2.send(new CreateTagsCommand({ Resources: InstanceIds, Tags }));
    await expect(unlock(deployment)).rejects.toThrow(
      `:instance/${InstanceIds[0]}"]\nDelete them, or run terraform import`,
    );
    await ec2.send(new TerminateInstancesCommand({ InstanceIds }));
    expect(await unlock(deployment)).toEqual([NOBODY]);
  });

  test('does not import a role of the planned name with other tags', async () => {
    const deployment = new SmallDeployment(account, 'other', ServersStack);
    const iam = new IAMClient(clientOf(account));
    const roleOf = (RoleName: string, own: Record<string, string>) =>
      iam.send(
        new CreateRoleCommand({
          RoleName,
          AssumeRolePolicyDocument: '{}',
          Tags: Object.entries(own).map(([Key, Value]) => ({ Key, Value })),
        }),
      );
    await roleOf('devloop-dev-server', { ...tags, Environment: 'another', Name: 'devloop-dev-server' });
    expect(await unlock(deployment)).toEqual([NOBODY]);
    expect(await readObject(backend, account.env)).toBeUndefined();

    await roleOf('devloop-dev-servers', { ...tags, Name: 'by hand' });
    await expect(unlock(deployment)).rejects.toThrow(
      'Untracked resources of dev, with its tags but in no state: ["arn:aws:iam::123456789012:role/devloop-dev-servers (by hand)"]\nDelete them, or run terraform import',
    );
    expect(await deployment.terraform.resources()).toEqual([]);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'devloop-dev-server' }));
    expect(Role?.Tags).toContainEqual({ Key: 'Environment', Value: 'another' });
  });
});
