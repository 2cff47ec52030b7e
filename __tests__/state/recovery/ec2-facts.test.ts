import { lasting } from '../../../src/state/recovery/ec2-facts';
import { parse } from '../../../src/state/recovery/tagged';

const thing = (kind: string, id: string) => ({
  ...parse(`arn:aws:ec2:ap-northeast-2:123456789012:${kind}/${id}`),
  tags: {},
});
const ids = [
  'i-1',
  'i-over',
  'i-scaled',
  'nat-1',
  'nat-over',
  'vol-root',
  'vol-data',
  'vpc-1',
  'eni-root',
  'eni-own',
];
const kinds: Readonly<Record<string, string>> = {
  i: 'instance',
  eni: 'network-interface',
  nat: 'natgateway',
  vol: 'volume',
  vpc: 'vpc',
};
const resources = ids.map((id) => thing(kinds[id.replace(/-.*/, '')] ?? '', id));

const disk = (VolumeId: string, DeleteOnTermination: boolean) => ({ Ebs: { VolumeId, DeleteOnTermination } });
const card = (NetworkInterfaceId: string, DeviceIndex: number) => ({
  NetworkInterfaceId,
  Attachment: { DeviceIndex, DeleteOnTermination: DeviceIndex === 0 },
});
const facts = {
  tagged: new Set(ids),
  instances: [
    {
      InstanceId: 'i-1',
      State: { Name: 'running' as const },
      BlockDeviceMappings: [disk('vol-root', true), disk('vol-data', false)],
      NetworkInterfaces: [card('eni-root', 0), card('eni-own', 1)],
    },
    { InstanceId: 'i-over', State: { Name: 'terminated' as const } },
    {
      InstanceId: 'i-scaled',
      State: { Name: 'running' as const },
      Tags: [{ Key: 'aws:autoscaling:groupName', Value: 'devloop-dev-web' }],
    },
  ],
  natGateways: [
    { NatGatewayId: 'nat-1', State: 'available' as const },
    { NatGatewayId: 'nat-over', State: 'deleted' as const },
  ],
};
const idsOf = (found: ReturnType<typeof lasting>) => found.map(({ id }) => id);

test('lasting omits terminated resources, Auto Scaling instances, and volumes and interfaces deleted on termination', () => {
  expect(idsOf(lasting(resources, facts))).toEqual(['i-1', 'nat-1', 'vol-data', 'vpc-1', 'eni-own']);
});

test('lasting omits deleted resources that are still listed but have no tags', () => {
  const tagged = new Set(['i-1', 'vpc-1']);
  expect(idsOf(lasting(resources, { ...facts, tagged }))).toEqual(['i-1', 'vpc-1']);
});

test('lasting keeps resources outside EC2', () => {
  const role = { ...parse('arn:aws:iam::123456789012:role/devloop-dev-web'), tags: {} };
  expect(lasting([role], { tagged: new Set(), instances: [], natGateways: [] })).toEqual([role]);
});
