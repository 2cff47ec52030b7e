import {
  ANYWHERE,
  APP,
  BASE,
  everythingOut,
  group,
  ingress,
  instance,
  members,
  ref,
  rows,
  sg,
  terraform,
  type Body,
  type Expected,
  type Resources,
  type Row,
} from './network';

export const LB = 'aws_lb.web';
export const ELB = 'aws_elb.web';
export const GROUP = 'aws_lb_target_group.app';
export const SCALING = 'aws_autoscaling_group.app';
export const SERVICE = 'aws_ecs_service.app';
export const NIC = 'aws_network_interface.app';
export const ENDPOINT = 'aws_vpc_endpoint.api';
export const DATABASE = 'aws_db_instance.main';

export const inside: Body = { subnets: [ref('aws_subnet.private')], security_groups: [sg('app')] };
export const forward = (to: string): Body => ({ type: 'forward', target_group_arn: to });
/** An application load balancer that listens on 80, and its target group on 8080. */
export const balancer = (targets: Body = {}, more: Resources = {}): Resources => ({
  [LB]: { name: 'web', subnets: [ref('aws_subnet.public')], security_groups: [sg('lb')] },
  'aws_lb_listener.http': {
    load_balancer_arn: ref(LB, 'arn'),
    port: 80,
    protocol: 'HTTP',
    default_action: forward(ref(GROUP, 'arn')),
  },
  [GROUP]: { name: 'app', port: 8080, protocol: 'HTTP', vpc_id: ref('aws_vpc.main'), ...targets },
  ...more,
});
export const classic = (more: Body = {}): Resources => ({
  [ELB]: {
    name: 'web',
    subnets: [ref('aws_subnet.public')],
    security_groups: [sg('lb')],
    listener: { lb_port: 80, instance_port: 8080, lb_protocol: 'http', instance_protocol: 'http' },
    ...more,
  },
});
export const scaling = (more: Body = {}): Resources => ({
  'aws_launch_template.app': { vpc_security_group_ids: [sg('app')] },
  [SCALING]: {
    vpc_zone_identifier: [ref('aws_subnet.private')],
    launch_template: { id: ref('aws_launch_template.app') },
    ...more,
  },
});
export const attachment = (more: Body): Resources => ({
  'aws_lb_target_group_attachment.app': { target_group_arn: ref(GROUP, 'arn'), target_id: ref(APP), ...more },
});
export const nic = (more: Body = {}): Resources => ({
  [NIC]: { subnet_id: ref('aws_subnet.private'), security_groups: [sg('app')], ...more },
});

/** Groups for the balancer and its targets, and an instance, with what a row adds. */
const network = (parts: readonly Resources[], blocks: object = {}): object => ({
  ...terraform(
    BASE,
    group('lb'),
    group('app'),
    everythingOut('lb'),
    ingress('lb', 80, ANYWHERE),
    ingress('app', 8080, members('lb')),
    ingress('app', 8081, members('lb')),
    instance('app', 'private'),
    ...parts,
  ),
  ...blocks,
});
export const variable = (...names: string[]): object => ({
  variable: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
});
export const data = (type: string, body: Body): object => ({ data: { [type]: { found: body } } });

/** A row: its claim, what the network has beside the groups and the instance, the answer, and further blocks. */
type Question = readonly [claim: string, parts: readonly Resources[], expected: Expected, blocks?: object];
export const ask = (page: string, from: string, to: string, port: number, ...questions: Question[]): Row[] =>
  questions.flatMap(([claim, parts, expected, blocks]) =>
    rows(page, network(parts, blocks), [claim, from, to, port, expected]),
  );
