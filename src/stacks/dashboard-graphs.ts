import type { Graph, GraphLine } from '../constructs/dashboard';
import type { WatchedPlatform } from './watched-platform';

type Dimensions = GraphLine['dimensions'];

/** Makes lines of a namespace for one resource. */
const linesOf =
  (namespace: string, dimensions: Dimensions) =>
  (metric: string, statistic: string, label: string = metric): GraphLine => ({
    namespace,
    metric,
    dimensions,
    statistic,
    label,
  });

function loadBalancerGraphs({ loadBalancer }: WatchedPlatform): Graph[] {
  if (!loadBalancer) return [];
  const LoadBalancer = loadBalancer.arnSuffix;
  const balancer = linesOf('AWS/ApplicationELB', { LoadBalancer });
  const targets = linesOf('AWS/ApplicationELB', {
    LoadBalancer,
    TargetGroup: loadBalancer.targetGroupSuffix,
  });
  return [
    {
      title: 'Requests and errors',
      lines: [
        balancer('RequestCount', 'Sum', 'requests'),
        targets('HTTPCode_Target_5XX_Count', 'Sum', '5xx of the application'),
        balancer('HTTPCode_ELB_5XX_Count', 'Sum', '5xx of the load balancer'),
      ],
    },
    {
      title: 'Response time in seconds',
      lines: ['p50', 'p90', 'p99'].map((statistic) => targets('TargetResponseTime', statistic, statistic)),
    },
    {
      title: 'Targets',
      lines: [
        targets('HealthyHostCount', 'Minimum', 'healthy'),
        targets('UnHealthyHostCount', 'Maximum', 'unhealthy'),
      ],
    },
  ];
}

/** CPU of each server and group, in the order of the configuration. */
function serverLines({ environment, bastion, serverGroup }: WatchedPlatform): GraphLine[] {
  const cpu = (dimensions: Dimensions, label: string): GraphLine =>
    linesOf('AWS/EC2', dimensions)('CPUUtilization', 'Average', label);
  return [
    ...(bastion ? [cpu({ InstanceId: bastion.instanceId }, bastion.name)] : []),
    ...environment.servers.flatMap(({ name }) => {
      const { autoScalingGroup, servers } = serverGroup(name);
      return [
        ...(autoScalingGroup ? [cpu({ AutoScalingGroupName: autoScalingGroup.groupName }, name)] : []),
        ...[...servers].map(([server, { instanceId }]) => cpu({ InstanceId: instanceId }, server)),
      ];
    }),
  ];
}

function databaseGraphs({ database }: WatchedPlatform): Graph[] {
  if (!database) return [];
  const line = linesOf('AWS/RDS', { DBInstanceIdentifier: database.identifier });
  return [
    { title: 'CPU of the database in percent', lines: [line('CPUUtilization', 'Average')] },
    { title: 'Connections to the database', lines: [line('DatabaseConnections', 'Maximum')] },
    {
      title: 'Free memory and storage of the database in bytes',
      lines: [line('FreeableMemory', 'Average'), line('FreeStorageSpace', 'Minimum')],
    },
  ];
}

/** Connections of private servers to the internet: what limits gateways, or what an instance passes on. */
function natGraphs(platform: WatchedPlatform): Graph[] {
  const { natInstance } = platform.network;
  if (!natInstance) return [{ title: 'Port allocation errors of NAT gateways', lines: natLines(platform) }];
  const line = linesOf('AWS/EC2', { AutoScalingGroupName: natInstance.groupName });
  return [
    { title: 'Bytes through the NAT instance', lines: [line('NetworkIn', 'Sum'), line('NetworkOut', 'Sum')] },
  ];
}

function natLines({ network }: WatchedPlatform): GraphLine[] {
  return Object.entries(network.natGatewayIds).map(([zone, NatGatewayId]) =>
    linesOf('AWS/NATGateway', { NatGatewayId })('ErrorPortAllocation', 'Sum', `zone ${zone}`),
  );
}

/** Graphs of an environment: what users see first, then what they depend on. */
export const dashboardGraphs = (platform: WatchedPlatform): Graph[] => [
  ...loadBalancerGraphs(platform),
  { title: 'CPU of servers in percent', lines: serverLines(platform) },
  ...databaseGraphs(platform),
  ...natGraphs(platform),
];
