import {
  ANYWHERE,
  BASE,
  WEB,
  check,
  everythingOut,
  group,
  ingress,
  ref,
  rows,
  terraform,
  type Body,
} from '../support/network';

const groups = [ref('aws_security_group.web')];
/** Its public subnet assigns no addresses. */
const network = (web: Body, ...more: readonly Record<string, Body>[]) =>
  terraform(
    BASE,
    { 'aws_subnet.public': { vpc_id: ref('aws_vpc.main'), cidr_block: '10.0.0.0/24' } },
    group('web'),
    everythingOut('web'),
    ingress('web', 80, ANYWHERE),
    { [WEB]: { subnet_id: ref('aws_subnet.private'), vpc_security_group_ids: groups, ...web } },
    ...more,
  );
const nic = (more: Body = {}) => ({
  'aws_network_interface.n': { subnet_id: ref('aws_subnet.public'), security_groups: groups, ...more },
});
const address = { 'aws_eip.web': { network_interface: ref('aws_network_interface.n') } };
const template = (interfaces: Body) => ({
  'aws_launch_template.t': { network_interfaces: [{ security_groups: groups, ...interfaces }] },
  'aws_autoscaling_group.g': {
    vpc_zone_identifier: [ref('aws_subnet.public')],
    launch_template: [{ id: ref('aws_launch_template.t') }],
  },
});

describe('public addresses of second interfaces and launch templates', () => {
  check([
    ...rows(
      'using-eni',
      network({}, nic({ attachment: [{ instance: ref(WEB), device_index: 1 }] }), address),
      ['an elastic address on a second interface', 'internet', WEB, 80, 'yes', 'aws_eip.web'],
    ),
    ...rows(
      'using-eni',
      network({}, nic(), address, {
        'aws_network_interface_attachment.a': {
          instance_id: ref(WEB),
          network_interface_id: ref('aws_network_interface.n'),
          device_index: 1,
        },
      }),
      ['attached by a resource of its own', 'internet', WEB, 80, 'yes', 'aws_eip.web'],
    ),
    ...rows(
      'using-eni',
      network({}, nic({ attachment: [{ instance: ref(WEB), device_index: 1 }] }), {
        'aws_eip.web': {},
        'aws_eip_association.a': {
          allocation_id: ref('aws_eip.web'),
          network_interface_id: ref('aws_network_interface.n'),
        },
      }),
      ['by an association with the interface', 'internet', WEB, 80, 'yes', 'aws_eip_association.a'],
    ),
    ...rows('using-eni', network({}, nic({ attachment: [{ instance: ref(WEB), device_index: 1 }] })), [
      'without one',
      'internet',
      WEB,
      80,
      'no: no route',
    ]),
    ...rows('using-eni', network({}, nic(), address), [
      'on an interface of nobody',
      'internet',
      WEB,
      80,
      'no: no route',
    ]),
    ...rows('create-launch-template', network({}, template({ associate_public_ip_address: true })), [
      'a launch template with one',
      'internet',
      'aws_autoscaling_group.g',
      80,
      'yes',
    ]),
    ...rows('create-launch-template', network({}, template({ associate_public_ip_address: '${var.open}' })), [
      'who knows',
      'internet',
      'aws_autoscaling_group.g',
      80,
      'unknown',
      'var.open',
    ]),
    ...rows('create-launch-template', network({}, template({})), [
      'neither it nor the subnet',
      'internet',
      'aws_autoscaling_group.g',
      80,
      'no: no public address',
    ]),
  ]);
});
