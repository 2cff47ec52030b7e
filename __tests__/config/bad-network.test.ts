import { CIDR_FORM, testProblems } from '../support/fixtures/bad-input';
import { plain } from '../support/fixtures/environments';

describe('network.cidr', () => {
  testProblems([
    [
      'not a private network address',
      { 'network.cidr': '8.8.0.0/16' },
      'dev.network.cidr: "8.8.0.0/16" is not a private network; accepted: a CIDR block within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 [CIDR_INVALID]',
    ],
    [
      'host bits set',
      { 'network.cidr': '10.0.1.0/16' },
      'dev.network.cidr: "10.0.1.0/16" has host bits set; accepted: 10.0.0.0/16 [CIDR_INVALID]',
    ],
    [
      'too small for AWS',
      { 'network.cidr': '10.0.0.0/29' },
      'dev.network.cidr: "10.0.0.0/29" is too small; accepted: /16 to /28 [CIDR_INVALID]',
    ],
    [
      'too small for its slots',
      { 'network.cidr': '10.0.0.0/24' },
      'dev.network.cidr: "10.0.0.0/24" is too small: the slot of public a, public c, private a, private c would be /32; accepted: /16 to /20, or a smaller range with every subnet stated in network.subnetCidrs [CIDR_INVALID]',
    ],
    [
      'too large',
      { 'network.cidr': '10.0.0.0/8' },
      'dev.network.cidr: "10.0.0.0/8" is too large; accepted: /16 to /28 [CIDR_INVALID]',
    ],
    [
      'no CIDR',
      { 'network.cidr': '10.0.0.0' },
      `dev.network.cidr: "10.0.0.0" is not an IPv4 network in CIDR notation; accepted: ${CIDR_FORM} [CIDR_INVALID]`,
    ],
    [
      'not concrete',
      { 'network.cidr': '${var.range}' },
      `dev.network.cidr: "\${var.range}" is not an IPv4 network in CIDR notation; accepted: ${CIDR_FORM} [CIDR_INVALID]`,
    ],
    [
      'missing',
      { 'network.cidr': undefined },
      'dev.network.cidr: is missing; accepted: a string [CONFIG_INVALID]',
    ],
    [
      'two problems of one value',
      { 'network.cidr': '172.0.0.0/29' },
      'dev.network.cidr: "172.0.0.0/29" is not a private network; accepted: a CIDR block within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 [CIDR_INVALID]',
      'dev.network.cidr: "172.0.0.0/29" is too small; accepted: /16 to /28 [CIDR_INVALID]',
    ],
  ]);
});

describe('network.subnetCidrs', () => {
  testProblems([
    [
      'a slot too small for a load balancer',
      { 'network.cidr': '10.0.0.0/20' },
      'dev.network.subnetCidrs.public.a: is too small for a load balancer (the slot of public a, 10.0.0.0/28); accepted: /16 to /27, or no loadBalancer [CIDR_INVALID]',
      'dev.network.subnetCidrs.public.c: is too small for a load balancer (the slot of public c, 10.0.0.32/28); accepted: /16 to /27, or no loadBalancer [CIDR_INVALID]',
    ],
    [
      'more servers than addresses',
      { ...plain(2), 'network.subnetCidrs': { private: { a: '10.0.100.0/28' } }, 'servers.2.count': 12 },
      'dev.network.subnetCidrs.private.a: "10.0.100.0/28" has 11 addresses for 13 servers (network.subnetCidrs.private.a 10.0.100.0/28); accepted: a larger range, or at most 11 servers in zone a [CIDR_INVALID]',
    ],
    [
      'outside the VPC',
      { 'network.subnetCidrs': { public: { a: '10.1.0.0/24' } } },
      'dev.network.subnetCidrs.public.a: "10.1.0.0/24" lies outside the VPC\'s 10.0.0.0/16; accepted: a CIDR block within 10.0.0.0/16 [CIDR_OUTSIDE]',
    ],
    [
      'overlapping another that is stated',
      {
        'network.subnetCidrs': { public: { a: '10.0.100.0/24' }, private: { c: '10.0.100.128/25' } },
      },
      'dev.network.subnetCidrs.private.c: "10.0.100.128/25" overlaps network.subnetCidrs.public.a 10.0.100.0/24; accepted: a range that no other subnet shares [CIDR_OVERLAP]',
    ],
    [
      'overlapping a slot',
      { 'network.subnetCidrs': { public: { a: '10.0.16.0/22' } } },
      'dev.network.subnetCidrs.public.a: "10.0.16.0/22" overlaps the slot of private a, 10.0.16.0/24; accepted: a range that no other subnet shares [CIDR_OVERLAP]',
      'dev.network.subnetCidrs.public.a: "10.0.16.0/22" overlaps the slot of private c, 10.0.18.0/24; accepted: a range that no other subnet shares [CIDR_OVERLAP]',
    ],
    [
      'host bits set',
      { 'network.subnetCidrs': { public: { a: '10.0.100.1/24' } } },
      'dev.network.subnetCidrs.public.a: "10.0.100.1/24" has host bits set; accepted: 10.0.100.0/24 [CIDR_INVALID]',
    ],
    [
      'too small',
      { 'network.subnetCidrs': { public: { a: '10.0.100.0/29' } } },
      'dev.network.subnetCidrs.public.a: "10.0.100.0/29" is not a size that a subnet can have; accepted: /16 to /28 [CIDR_INVALID]',
    ],
    [
      'of a zone without subnets',
      { 'network.subnetCidrs': { public: { b: '10.0.100.0/24' } } },
      'dev.network.subnetCidrs.public.b: "10.0.100.0/24" names zone b, which has no subnet; accepted: a, c, or add the zone to network.zones [REFERENCE_UNKNOWN]',
    ],
    [
      'of a tier that there is not',
      { 'network.subnetCidrs': { isolated: { a: '10.0.100.0/24' } } },
      'dev.network.subnetCidrs.isolated: {"a":"10.0.100.0/24"} belongs to a tier that does not exist; accepted: public, private; isolated where the tier of database or cache is "isolated" [CONFIG_INVALID]',
    ],
  ]);
});

describe('Availability Zones', () => {
  testProblems([
    [
      'not in the region',
      { 'network.zones': ['a', 'c', 'e'] },
      'dev.network.zones[2]: "e" is not a zone of ap-northeast-2; accepted: a, b, c, d [REFERENCE_UNKNOWN]',
    ],
    [
      "a zone's full name",
      { 'network.zones': ['a', 'c', 'ap-northeast-2b'] },
      'dev.network.zones[2]: "ap-northeast-2b" is not a zone of ap-northeast-2; accepted: a, b, c, d [REFERENCE_UNKNOWN]',
    ],
    [
      'of another region',
      { region: 'ap-northeast-1', 'network.zones': ['a', 'c', 'b'] },
      'dev.network.zones[2]: "b" is not a zone of ap-northeast-1; accepted: a, c, d [REFERENCE_UNKNOWN]',
    ],
    [
      'the same twice',
      { 'network.zones': ['a', 'c', 'a'] },
      'dev.network.zones[2]: "a" is a duplicate; accepted: each zone once [NAME_DUPLICATE]',
    ],
    [
      'only one, with a load balancer and a database',
      { 'network.zones': ['a'], 'servers.1.zones': ['a'] },
      'dev.network.zones: ["a"] is one zone, but loadBalancer needs two; accepted: at least two zones, or no loadBalancer [CONFIG_INVALID]',
      'dev.network.zones: ["a"] is one zone, but database needs two; accepted: at least two zones, or no database [CONFIG_INVALID]',
    ],
    [
      'only one, with neither',
      { 'network.zones': ['a'], 'servers.1.zones': ['a'], loadBalancer: undefined, database: undefined },
    ],
    [
      'none',
      { 'network.zones': [] },
      'dev.network.zones: [] is too small; accepted: at least 1 entry [CONFIG_INVALID]',
    ],
    [
      'server in a zone without a subnet',
      { 'servers.1.zones': ['b'] },
      'dev.servers[1].zones[0]: "b" names zone b, which has no subnet; accepted: a, c, or add the zone to network.zones [REFERENCE_UNKNOWN]',
    ],
    [
      'server, where another zone is wrong too',
      { 'network.zones': ['a', 'z'] },
      'dev.network.zones[1]: "z" is not a zone of ap-northeast-2; accepted: a, b, c, d [REFERENCE_UNKNOWN]',
      'dev.servers[1].zones[0]: "c" names zone c, which has no subnet; accepted: a, or add the zone to network.zones [REFERENCE_UNKNOWN]',
    ],
    [
      'zones in capitals, and so no known zone',
      { 'network.zones': ['A', 'C'] },
      'dev.network.zones[0]: "A" is not a zone of ap-northeast-2; accepted: a, b, c, d [REFERENCE_UNKNOWN]',
      'dev.network.zones[1]: "C" is not a zone of ap-northeast-2; accepted: a, b, c, d [REFERENCE_UNKNOWN]',
    ],
    [
      'bastion in a zone without a subnet',
      { 'bastion.zone': 'b' },
      'dev.bastion.zone: "b" names zone b, which has no subnet; accepted: a, c, or add the zone to network.zones [REFERENCE_UNKNOWN]',
    ],
    [
      'NAT gateway in a zone without a subnet',
      { 'network.nat.zone': 'b' },
      'dev.network.nat.zone: "b" names zone b, which has no subnet; accepted: a, c, or add the zone to network.zones [REFERENCE_UNKNOWN]',
    ],
    [
      'several for one server',
      { 'servers.1.zones': ['a', 'c'] },
      'dev.servers[1].zones: ["a","c"] names several zones for one server; accepted: one zone, a count, or autoScaling [CONFIG_INVALID]',
    ],
    [
      'the same twice for a group of servers',
      { ...plain(1), 'servers.1.zones': ['a', 'a'], 'servers.1.count': 2 },
      'dev.servers[1].zones[1]: "a" is a duplicate; accepted: each zone once [NAME_DUPLICATE]',
    ],
  ]);
});
