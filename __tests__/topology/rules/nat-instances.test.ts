import { MASQUERADE, NAT, leading } from '../support/nat-instance';
import {
  ANYWHERE,
  APP,
  check,
  everythingOut,
  group,
  ingress,
  instance,
  ref,
  rows,
  type Body,
  type Resources,
} from '../support/network';

describe('NAT instances', () => {
  const page = 'VPC_NAT_Instance';
  const nat = (more: Body = {}, subnet = 'public'): Resources => ({
    ...group('nat'),
    ...instance('nat', subnet, { source_dest_check: false, user_data: MASQUERADE, ...more }),
  });
  const open = {
    ...everythingOut('nat'),
    ...ingress('nat', 0, { cidr_ipv4: '10.0.16.0/24' }, { ip_protocol: '-1' }),
  };
  const byInstance = { network_interface_id: ref(NAT, 'primary_network_interface_id') };
  const network = (more: Body, ...parts: readonly Resources[]) =>
    leading(byInstance, nat(more), open, ...parts);
  const nic: Resources = {
    'aws_network_interface.nat': {
      subnet_id: ref('aws_subnet.public'),
      security_groups: [ref('aws_security_group.nat')],
      source_dest_check: false,
      tags: { Name: 'lab-nat' },
    },
    'aws_eip.own': { network_interface: ref('aws_network_interface.nat') },
  };
  const launched = (name: string): Resources => ({
    'aws_launch_template.nat': { user_data: btoa(`${MASQUERADE}NAME=${name}\n`) },
  });
  const byInterface = { network_interface_id: ref('aws_network_interface.nat') };
  check([
    ...rows(
      page,
      network({}),
      ['translates', APP, 'internet', 443, 'yes', 'NAT instance'],
      ['lets nobody in', 'internet', APP, 443, 'no: no public address'],
    ),
    ...rows(page, leading({ instance_id: ref(NAT) }, nat(), open), [
      'by the id of the instance',
      APP,
      'internet',
      443,
      'yes',
    ]),
    ...rows(page, network({ user_data: undefined, user_data_base64: btoa(MASQUERADE) }), [
      'its user data in Base64',
      APP,
      'internet',
      443,
      'yes',
    ]),
    ...rows(page, network({ user_data: undefined }), [
      'perhaps it translates nothing',
      APP,
      'internet',
      443,
      'unknown',
      'translates addresses',
    ]),
    ...rows(
      page,
      network({ source_dest_check: true }),
      ['with the check it drops all', APP, 'internet', 443, 'no: no route', 'source_dest_check'],
      ['in both directions', 'internet', APP, 443, 'no: no route'],
    ),
    ...rows(page, network({ source_dest_check: undefined }), [
      'which is on by default',
      APP,
      'internet',
      443,
      'no: no route',
      'source_dest_check',
    ]),
    ...rows(page, network({ source_dest_check: '${var.check}' }), [
      'unless a variable decides',
      APP,
      'internet',
      443,
      'unknown',
      'var.check',
    ]),
    ...rows(page, leading(byInstance, nat(), everythingOut('nat')), [
      'its own group does not let it in',
      APP,
      'internet',
      443,
      'no: ingress rule',
      'aws_security_group.nat',
    ]),
    ...rows(page, leading(byInstance, nat(), ingress('nat', 443, ANYWHERE)), [
      'nor out',
      APP,
      'internet',
      443,
      'no: egress rule',
      'aws_security_group.nat',
    ]),
    ...rows(
      page,
      leading(byInstance, nat(), everythingOut('nat'), ingress('nat', 443, { cidr_ipv4: '10.0.16.0/24' })),
      ['on one port', APP, 'internet', 443, 'yes'],
      ['and on no other', APP, 'internet', 80, 'no: ingress rule'],
    ),
    ...rows(page, leading(byInstance, nat({}, 'private'), open), [
      'in a subnet without another route to the internet',
      APP,
      'internet',
      443,
      'no: no route',
      'lead back',
    ]),
    ...rows(page, network({ associate_public_ip_address: false }), [
      'without a public address',
      APP,
      'internet',
      443,
      'no: no public address',
    ]),
    ...rows(
      page,
      network({ associate_public_ip_address: false }, { 'aws_eip.own': { instance: ref(NAT) } }),
      ['with an elastic one', APP, 'internet', 443, 'yes'],
    ),
    ...rows(page, network({}, { 'aws_route.public_0_0_0_0_0': null }), [
      'in a subnet that is not public',
      APP,
      'internet',
      443,
      'no: no route',
    ]),
    ...rows(
      page,
      leading(byInterface, nat({ network_interface: { device_index: 0, ...byInterface } }), open, nic),
      ['by an interface of its own, which has the switch', APP, 'internet', 443, 'yes'],
    ),
    ...rows(
      page,
      leading(byInterface, nat({ network_interface: { device_index: 0, ...byInterface } }), open, nic, {
        'aws_network_interface.nat': { ...nic['aws_network_interface.nat'], source_dest_check: true },
      }),
      ['whose check is on', APP, 'internet', 443, 'no: no route', 'source_dest_check'],
    ),
    ...rows(page, leading(byInterface, group('nat'), open, nic), [
      'an interface that nobody is known to have',
      APP,
      'internet',
      443,
      'unknown',
      'translates addresses',
    ]),
    ...rows(
      page,
      leading(byInterface, group('nat'), open, nic, launched('lab-nat')),
      ['an interface that instances attach by its Name tag', APP, 'internet', 443, 'yes', 'NAT instance'],
      ['which lets nobody in', 'internet', APP, 443, 'no: no public address'],
    ),
    ...rows(page, leading(byInterface, group('nat'), open, nic, launched('lab-nat-b')), [
      'and one of another name',
      APP,
      'internet',
      443,
      'unknown',
      'translates addresses',
    ]),
    ...rows('VPC_Route_Tables', leading({ network_interface_id: 'eni-1' }), [
      'an interface elsewhere',
      APP,
      'internet',
      443,
      'unknown',
      'eni-1',
    ]),
  ]);
});
