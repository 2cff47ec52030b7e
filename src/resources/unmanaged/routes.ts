import type { Route, RouteTable } from '@aws-sdk/client-ec2';
import {
  type Attributes,
  type AwsResource,
  listed,
  type ManagedResources,
  named,
  type Unmanaged,
} from './resource';

/** Identifies a route by table and destination, because routes have no id. */
const routeId = (table: unknown, destination: unknown): string => `${String(table)} ${String(destination)}`;

const DESTINATIONS = ['destination_cidr_block', 'destination_ipv6_cidr_block', 'destination_prefix_list_id'];

/** Fields of a route's target. */
const TARGETS = [
  'GatewayId',
  'NatGatewayId',
  'InstanceId',
  'NetworkInterfaceId',
  'VpcPeeringConnectionId',
  'TransitGatewayId',
  'EgressOnlyInternetGatewayId',
  'LocalGatewayId',
  'CarrierGatewayId',
  'CoreNetworkArn',
] as const satisfies readonly (keyof Route)[];

function describeRoute(
  container: string | undefined,
  route: Route,
  managed: ManagedResources,
): AwsResource | undefined {
  const { DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId, Origin } = route;
  const destination = DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? DestinationPrefixListId;
  const target = TARGETS.map((name) => route[name]).find((value) => value !== undefined);
  // AWS manages local and propagated routes. Routes of gateway endpoints are reported with their endpoint.
  if (Origin !== 'CreateRoute' || target?.startsWith('vpce-')) return undefined;
  const description = `route ${destination} to ${managed.addressOf(target) ?? target}`;
  return { ids: [routeId(container, destination)], container, description };
}

const isMain = ({ Associations }: RouteTable): boolean => Associations?.some(({ Main }) => Main) ?? false;

export const unmanagedRoutes: Unmanaged = {
  lists: [
    listed(
      (aws) => aws.routeTables(),
      ({ RouteTableId: id, Routes = [] }, managed) =>
        managed.owns(id) && !managed.statesInline(id, 'route')
          ? Routes.flatMap((route) => describeRoute(id, route, managed) ?? [])
          : undefined,
    ),
  ],
  identifiers: (route: Attributes) =>
    DESTINATIONS.map((name) => routeId(route['route_table_id'], route[name])),
};

export const unmanagedRouteTables: Unmanaged = {
  lists: [
    listed(
      (aws) => aws.routeTables(),
      (table) => {
        const { RouteTableId: id, VpcId: container, Tags } = table;
        return isMain(table)
          ? undefined
          : { ids: [id], container, description: named('route table', id, Tags) };
      },
    ),
  ],
};
