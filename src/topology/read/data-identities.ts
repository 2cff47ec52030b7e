import type { Json, JsonObject } from './json';

/** By which arguments a data source finds one resource, and of which types that is. */
interface Identity {
  readonly resources: RegExp;
  /** Arguments by the attribute of the resource whose value they take. */
  readonly by: Readonly<Record<string, readonly string[]>>;
}

const balancer: Identity = { resources: /^aws_a?lb$/, by: { arn: ['arn', 'id'], name: ['name'] } };
const targetGroup: Identity = {
  resources: /^aws_a?lb_target_group$/,
  by: { arn: ['arn', 'id'], name: ['name'] },
};
const listener: Identity = { resources: /^aws_a?lb_listener$/, by: { arn: ['arn', 'id'] } };

/** Data sources that find one resource by what is its own alone. */
const IDENTITIES: Readonly<Record<string, Identity>> = {
  aws_lb: balancer,
  aws_alb: balancer,
  aws_lb_target_group: targetGroup,
  aws_alb_target_group: targetGroup,
  aws_lb_listener: listener,
  aws_alb_listener: listener,
  aws_elb: { resources: /^aws_elb$/, by: { name: ['name', 'id'] } },
  aws_instance: { resources: /^aws_instance$/, by: { instance_id: ['id'] } },
  aws_network_interface: { resources: /^aws_network_interface$/, by: { id: ['id'] } },
  aws_autoscaling_group: { resources: /^aws_autoscaling_group$/, by: { name: ['name', 'id'] } },
  aws_subnet: { resources: /^aws_(default_)?subnet$/, by: { id: ['id'] } },
  aws_security_group: { resources: /^aws_(default_)?security_group$/, by: { id: ['id'] } },
  aws_route_table: { resources: /^aws_(default_)?route_table$/, by: { route_table_id: ['id'] } },
  aws_internet_gateway: { resources: /^aws_internet_gateway$/, by: { internet_gateway_id: ['id'] } },
  aws_nat_gateway: { resources: /^aws_nat_gateway$/, by: { id: ['id'] } },
  aws_ec2_transit_gateway: { resources: /^aws_ec2_transit_gateway$/, by: { id: ['id'] } },
  aws_vpc_peering_connection: { resources: /^aws_vpc_peering_connection$/, by: { id: ['id'] } },
  aws_vpc_endpoint: { resources: /^aws_vpc_endpoint$/, by: { id: ['id'] } },
  aws_prefix_list: { resources: /^aws_ec2_managed_prefix_list$/, by: { prefix_list_id: ['id'] } },
  aws_ec2_managed_prefix_list: {
    resources: /^aws_ec2_managed_prefix_list$/,
    by: { id: ['id'], name: ['name'] },
  },
  aws_launch_template: { resources: /^aws_launch_template$/, by: { id: ['id'], name: ['name'] } },
  aws_db_subnet_group: { resources: /^aws_db_subnet_group$/, by: { name: ['name', 'id'] } },
  aws_eks_cluster: { resources: /^aws_eks_cluster$/, by: { name: ['name', 'id'] } },
};

/** An argument that identifies a resource of one of these types by one of these attributes. */
export interface Identifying {
  readonly resources: RegExp;
  readonly attributes: readonly string[];
  readonly json: Json;
}

/** What a data source of this type finds a single resource by. */
export function identifying(type: string, body: JsonObject): readonly Identifying[] {
  const { resources, by } = IDENTITIES[type] ?? { resources: /$^/, by: {} };
  return Object.entries(by).flatMap(([argument, attributes]) => {
    const json = body[argument];
    return json === undefined || json === null ? [] : [{ resources, attributes, json }];
  });
}
