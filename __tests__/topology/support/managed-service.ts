import {
  ANYWHERE,
  BASE,
  everythingOut,
  group,
  ingress,
  instance,
  ref,
  sg,
  terraform,
  type Body,
  type Resources,
} from './network';

export const inside = { subnet_ids: [ref('aws_subnet.private')], security_group_ids: [sg('service')] };

/** Web, and a service whose group lets everything in. */
export const network = (...parts: readonly Resources[]) =>
  terraform(
    BASE,
    group('web'),
    instance('web', 'public'),
    everythingOut('web'),
    group('service'),
    ingress('service', 0, ANYWHERE, { ip_protocol: '-1' }),
    ...parts,
  );

export const no = 'no: no listener' as const;

export const brokers = (more: Body = {}): Body => ({
  broker_node_group_info: { client_subnets: [ref('aws_subnet.private')], security_groups: [sg('service')] },
  kafka_version: '3.6.0',
  ...more,
});

export const sasl = (more: Body) => ({ client_authentication: { sasl: more } });
