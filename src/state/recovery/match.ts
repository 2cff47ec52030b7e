import { isDeepStrictEqual } from 'node:util';
import type { Tagged } from './tagged';

/** What a plan would make. */
export interface Planned {
  readonly address: string;
  readonly type: string;
  /** Its arguments, as far as they are known. */
  readonly after: Readonly<Record<string, unknown>>;
}

/** Terraform's resource for something that is there already, and the id to import it by. */
export interface ResourceImport {
  readonly address: string;
  readonly id: string;
}

type ImportId = (resource: Tagged, details: Details) => string | undefined;

const byId: ImportId = ({ id }) => id;
const byArn: ImportId = ({ arn }) => arn;
const byDetail =
  (name: string): ImportId =>
  ({ id }, details) =>
    details.get(id)?.[name] as string | undefined;
/** The last name in an ARN. */
const byLastName: ImportId = ({ arn }) => arn.split('/').at(-1);
/** Terraform makes these by taking over what AWS made: there is nothing to import. */
const ITSELF = 'itself';

/** Kind and import id of each tagged type of the platform. hashicorp/aws: "Import", in each resource's page. */
export const TYPES: Readonly<Record<string, readonly [kind: string, importId: ImportId | typeof ITSELF]>> = {
  aws_vpc: ['ec2:vpc', byId],
  aws_subnet: ['ec2:subnet', byId],
  aws_internet_gateway: ['ec2:internet-gateway', byId],
  aws_nat_gateway: ['ec2:natgateway', byId],
  aws_eip: ['ec2:elastic-ip', byId],
  aws_route_table: ['ec2:route-table', byId],
  aws_default_route_table: ['ec2:route-table', ITSELF],
  aws_security_group: ['ec2:security-group', byId],
  aws_default_security_group: ['ec2:security-group', ITSELF],
  aws_vpc_security_group_ingress_rule: ['ec2:security-group-rule', byId],
  aws_vpc_security_group_egress_rule: ['ec2:security-group-rule', byId],
  aws_instance: ['ec2:instance', byId],
  aws_ebs_volume: ['ec2:volume', byId],
  aws_launch_template: ['ec2:launch-template', byId],
  aws_autoscaling_group: ['autoscaling:autoScalingGroup', byLastName],
  aws_iam_role: ['iam:role', byLastName],
  aws_iam_instance_profile: ['iam:instance-profile', byLastName],
  aws_cloudwatch_log_group: ['logs:log-group', byId],
  aws_key_pair: ['ec2:key-pair', byDetail('key_name')],
  aws_lb: ['elasticloadbalancing:loadbalancer', byArn],
  aws_lb_target_group: ['elasticloadbalancing:targetgroup', byArn],
  aws_lb_listener: ['elasticloadbalancing:listener', byArn],
  aws_lb_listener_rule: ['elasticloadbalancing:listener-rule', byArn],
  aws_db_instance: ['rds:db', byId],
  aws_db_subnet_group: ['rds:subgrp', byId],
  aws_db_parameter_group: ['rds:pg', byId],
};

/** Parts that have no tags: their import ids follow from what they are parts of. */
export const PARTS: Readonly<Record<string, readonly string[]>> = {
  aws_route: ['route_table_id', '_', 'destination_cidr_block'],
  aws_route_table_association: ['subnet_id', '/', 'route_table_id'],
  aws_volume_attachment: ['device_name', ':', 'volume_id', ':', 'instance_id'],
};

/** Further arguments of tagged things by id: what tells apart those whose tags are the same, or what they are imported by. */
export type Details = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** An Auto Scaling group has its tags in blocks of their own. */
function tagsOf({ tags_all: tags, tag: blocks = [] }: Planned['after']): unknown {
  const list = blocks as readonly { readonly key: string; readonly value: string }[];
  return tags ?? Object.fromEntries(list.map(({ key, value }) => [key, value]));
}

function isSame(one: Planned, other: Tagged, details: Details): boolean {
  if (TYPES[one.type]?.[0] !== other.kind || !isDeepStrictEqual(tagsOf(one.after), other.tags)) return false;
  return Object.entries(details.get(other.id) ?? {}).every(([name, value]) => {
    const wanted = one.after[name] ?? undefined;
    return wanted === undefined || wanted === value;
  });
}

export interface Matches {
  readonly imports: readonly ResourceImport[];
  /** Tagged things that are no one resource's of the plan, or whose import id is not known. */
  readonly others: readonly Tagged[];
}

/** Pairs what is in AWS with what a plan would make, where each is the only one for the other. */
export function match(untracked: readonly Tagged[], planned: readonly Planned[], details: Details): Matches {
  const imports: ResourceImport[] = [];
  const others: Tagged[] = [];
  for (const resource of untracked) {
    const [one, ...more] = planned.filter((candidate) => isSame(candidate, resource, details));
    const rivals = one && untracked.filter((other) => isSame(one, other, details));
    if (!one || more.length > 0 || rivals?.length !== 1) {
      others.push(resource);
      continue;
    }
    const importId = TYPES[one.type]?.[1];
    if (importId === ITSELF) continue;
    const id = importId?.(resource, details);
    if (id === undefined) others.push(resource);
    else imports.push({ address: one.address, id });
  }
  return { imports, others };
}

/** What a plan would make of the parts that have no tags, where what they are parts of is there: they may be there too. */
export const possibleParts = (planned: readonly Planned[]): ResourceImport[] =>
  planned.flatMap(({ address, type, after }) => {
    const words = PARTS[type]?.map((word) => (/^\W$|^_$/.test(word) ? word : after[word]));
    return words?.every((word) => typeof word === 'string') ? [{ address, id: words.join('') }] : [];
  });
