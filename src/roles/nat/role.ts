import type { PermissionStatement } from '../../iam/permission-statement';
import { AWS_ACTIONS } from '../aws-actions';
import { defineRole, HTTPS_PORT, SYSTEM_MEMORY, SYSTEM_VOLUME_SIZE } from '../role';

const arn = (service: string, region: string, kind: string): string =>
  `arn:aws:${service}:${region}:*:${kind}`;

/** Interface and instance have the same Name tag, which is a condition, and so do those of a successor. */
const statementsFor = (region: string, name: string): PermissionStatement[] => [
  { actions: AWS_ACTIONS.findInterface, resources: ['*'] },
  {
    actions: AWS_ACTIONS.attachInterface,
    resources: ['instance/*', 'network-interface/*'].map((kind) => arn('ec2', region, kind)),
    condition: { StringLike: { 'aws:ResourceTag/Name': name } },
  },
  {
    actions: AWS_ACTIONS.completeLaunch,
    resources: [arn('autoscaling', region, `autoScalingGroup:*:autoScalingGroupName/${name}`)],
  },
];

/** Not a role for configured servers: network.nat of mode "instance" has one. */
export const nat = defineRole({
  summary:
    'NAT instance: forwards what private servers send to the internet, under one address that it keeps',
  keys: { container: 'rejected', autoScaling: 'rejected', dataVolume: 'rejected', hostName: 'rejected' },
  installsFrom: HTTPS_PORT,
  replaceOnChange: true,
  minimumVolumeSize: SYSTEM_VOLUME_SIZE,
  minimumMemory: SYSTEM_MEMORY,
  page: undefined,
  applicationLogs: 'none',
  logGroup: false,
  runsContainers: false,
  images: [],
  folder: 'nat/files',
  packages: ['awscli-2', 'nftables'],
  services: ['nat.service'],
  values: ({ region, natName = '' }) => ({ region, natName }),
  sharedParts: () => [],
  statements: ({ region, natName = '' }) => statementsFor(region, natName),
  boundary: ({ region, prefix }) =>
    statementsFor(region, `${prefix}-nat-*`).map(({ actions, resources, condition }) => ({
      Effect: 'Allow',
      Action: actions,
      Resource: resources,
      ...(condition && { Condition: condition }),
    })),
});
