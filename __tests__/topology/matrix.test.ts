import { Topology, type MatrixGap } from '../../src/topology';
import { LIMITS } from '../../src/topology/limits';
import { matrixOf } from '../../src/topology/matrix';
import { Model } from '../../src/topology/model/topology-model';
import { readDocument } from '../../src/topology/read';
import { printMatrix } from '../../src/topology/print';
import {
  ANYWHERE,
  WEB_AND_APP,
  group,
  ingress,
  instance,
  ref,
  sg,
  terraform,
  type Body,
  type Resources,
} from './support/network';

const inside = {
  subnet_ids: [ref('aws_subnet.private')],
  security_group_ids: [ref('aws_security_group.app')],
};
const hosted: Resources = {
  'aws_opensearch_domain.logs': { domain_name: 'logs' },
  'aws_lambda_function.job': {},
  'aws_transfer_server.files': {},
  'aws_mq_broker.queue': { engine_type: 'RabbitMQ', publicly_accessible: true },
  'aws_eks_cluster.open': { vpc_config: inside },
  'aws_eks_cluster.closed': {
    vpc_config: { ...inside, endpoint_public_access: false, endpoint_private_access: true },
  },
  'aws_sagemaker_notebook_instance.lab': { subnet_id: ref('aws_subnet.private') },
  'aws_msk_cluster.events': {
    broker_node_group_info: {
      client_subnets: [ref('aws_subnet.private')],
      security_groups: [ref('aws_security_group.app')],
    },
  },
};
const PORTS = [22, 80, 443, 5671, 8080, 9094];

describe('the matrix', () => {
  it('says of every pair what an answer says', () => {
    const topology = Topology.read(terraform(WEB_AND_APP, hosted, ingress('app', 9094, ANYWHERE)));
    const { ends, entries } = topology.matrix();
    const told = (from: string, to: string, port: number): string =>
      entries.find(
        (one) =>
          one.from === from &&
          one.to === to &&
          one.protocol === 'tcp' &&
          one.ports.some((range) => range.from <= port && port <= range.to),
      )?.verdict ?? 'no';
    const names = ends.map(({ name }) => name).filter((name) => !name.includes('…'));
    expect(names).toEqual(expect.arrayContaining(Object.keys(hosted)));
    const asked = names
      .flatMap((from) => names.map((to) => [from, to] as const))
      .filter(([from, to]) => from !== to && !(from === 'internet' && to === 'internet'))
      .flatMap(([from, to]) => PORTS.map((port) => [from, to, port] as const));
    // What an end connects to outside is listed for the internet as a whole.
    const differing = asked
      .map(([from, to, port]) => ({
        question: `${from} > ${to} ${port}`,
        matrix: told(from, to, port),
        answer: topology.reach(from, to, 'tcp', port).verdict,
      }))
      .filter(({ matrix, answer }) => matrix !== answer);
    expect(differing).toEqual([]);
  });

  const gaps: readonly (readonly [claim: string, resources: Resources, expected: readonly string[]])[] = [
    [
      'a type with subnets that is not read',
      { 'aws_batch_compute_environment.x': { compute_resources: {} } },
      ['aws_batch_compute_environment.x'],
    ],
    [
      'a type of the future',
      { 'aws_quantum_cluster.x': { subnet_ids: ['subnet-1'] } },
      ['aws_quantum_cluster.x'],
    ],
    ['a type of it that is in no network', { 'aws_quantum_key.x': { name: 'k' } }, []],
    ['an API on the internet', { 'aws_apigatewayv2_api.x': { name: 'a' } }, ['aws_apigatewayv2_api.x']],
    ['instances of a fleet', { 'aws_spot_fleet_request.x': {} }, ['aws_spot_fleet_request.x']],
    ['what a stack makes', { 'aws_cloudformation_stack.x': {} }, ['aws_cloudformation_stack.x']],
    ['other clouds', { 'google_compute_instance.x': {} }, ['google_compute_instance.x']],
    ['charts, which may make load balancers', { 'helm_release.x': {} }, ['helm_release.x']],
    ['utilities', { 'random_id.x': {}, 'null_resource.x': {}, 'tls_private_key.x': {} }, []],
    ['parts of a network', { 'aws_eip.x': {}, 'aws_db_subnet_group.x': { subnet_ids: [] } }, []],
    ['what is elsewhere', { 'aws_s3_bucket.x': {}, 'aws_iam_role.x': {} }, []],
    ['what is read', hosted, []],
  ];
  const members = (notKnown: readonly MatrixGap[]) => notKnown.flatMap((gap) => gap.members);
  it.each(gaps)('names as not known: %s', (_, resources, expected) => {
    const matrix = Topology.read(terraform(WEB_AND_APP, resources)).matrix();
    expect(members(matrix.notKnown)).toEqual(expected);
    const text = printMatrix(matrix);
    for (const one of expected) expect(text).toContain(`  - ${one}: `);
    expect(text.includes('Everything else: no.')).toBe(expected.length === 0);
  });

  it('tells apart classes whose addresses have the same in common', () => {
    const web = (name: string, of: string): Resources =>
      instance(name, 'public', { vpc_security_group_ids: [sg(of)] });
    const topology = Topology.read(
      terraform(
        WEB_AND_APP,
        group('open'),
        group('closed'),
        ingress('open', 22, ANYWHERE),
        ...[web('web_a', 'open'), web('web_b', 'open'), web('web_c', 'closed'), web('web_d', 'closed')],
      ),
    );
    const { ends, entries } = topology.matrix();
    expect(new Set(ends.map(({ name }) => name)).size).toBe(ends.length);
    const reached = entries.filter(({ from }) => from === 'internet').map(({ to }) => to);
    const reachedMembers = ends
      .filter(({ name }) => reached.includes(name))
      .flatMap(({ members }) => members);
    expect(reachedMembers).toEqual(['aws_instance.web', 'aws_instance.web_a', 'aws_instance.web_b']);
  });

  it('says of a file with calls of modules alone that nothing is known', () => {
    const module = { vpc: { source: 'terraform-aws-modules/vpc/aws' }, web: { source: './web' } };
    const matrix = Topology.read({ module }).matrix();
    expect(members(matrix.notKnown)).toEqual(['module.vpc', 'module.web']);
    expect(printMatrix(matrix)).not.toContain('Everything else');
  });

  const many = Object.fromEntries(
    ['a', 'b', 'c'].map((name) => [
      `aws_instance.${name}`,
      { subnet_id: ref('aws_subnet.public'), vpc_security_group_ids: [`sg-${name}`] },
    ]),
  );
  it.each([
    ['endpoints', { ...LIMITS, classes: { ...LIMITS.classes, most: 2 } }, 'more than 2 different endpoints'],
    ['pairs', { ...LIMITS, pairs: { ...LIMITS.pairs, most: 2 } }, 'more than 2 pairs of endpoints'],
  ])('refuses a file with too many %s, in a sentence', (_, limits, message) => {
    const model = new Model(readDocument(terraform(WEB_AND_APP, many)));
    expect(() => matrixOf(model, new Map(), limits)).toThrow(message);
    expect(matrixOf(model, new Map()).entries).not.toEqual([]);
  });

  it.each(['[', '{"a":'])('refuses arguments that are nested too deeply (%s)', (open) => {
    const [depth, close] = [50_000, open === '[' ? ']' : '}'];
    const deep = `${open.repeat(depth)}${open === '[' ? '' : '1'}${close.repeat(depth)}`;
    const text = `{"resource":{"aws_instance":{"w":{"subnet_id":${deep}}}}}`;
    expect(() => Topology.read(text).matrix()).toThrow('is nested too deeply');
  });

  it('shortens an id that is endless', () => {
    const body = { subnet_id: 'x'.repeat(10_000) };
    expect(printMatrix(Topology.read(terraform({ 'aws_instance.w': body })).matrix()).length).toBeLessThan(
      2000,
    );
  });

  it('shortens a long list', () => {
    const fleets = Object.fromEntries(
      Array.from({ length: 9 }, (_, i): [string, Body] => [`aws_ec2_fleet.f${i}`, {}]),
    );
    const text = printMatrix(Topology.read(terraform(fleets)).matrix());
    expect(text).toContain('aws_ec2_fleet.f0, aws_ec2_fleet.f1, aws_ec2_fleet.f2 and 6 more: ');
  });
});
