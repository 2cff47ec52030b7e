import fc from 'fast-check';
import type { EnvironmentInput } from '../../src/config/schema';
import { REGION_ZONES } from '../../src/net/regions';
import { environments, serversNamed, shuffled } from '../support/fixtures/arbitraries';
import { type Arguments, byAddress, type Config, synth, synthText } from '../support/fixtures/synth';

const RUNS = { numRuns: 10 };

/** Two synthesized environments that differ in one thing. */
interface Change {
  readonly before: EnvironmentInput;
  readonly after: EnvironmentInput;
}

/** `address argument` of everything that is in both but differs. */
function differences(before: Config, after: Config): string[] {
  const [one, other] = [byAddress(before), byAddress(after)];
  return [...one].flatMap(([address, block]) => {
    const now = other.get(address);
    return now === undefined
      ? []
      : differing(unchecked(block), unchecked(now)).map((key) => `${address} ${key}`);
  });
}

/** Without preconditions: a check of the first image, as its variable, changes nothing in AWS. */
const unchecked = ({ lifecycle, ...others }: Arguments): Arguments => ({
  ...others,
  lifecycle: { ...(lifecycle as object | undefined), precondition: undefined },
});

function differing(one: Arguments, other: Arguments): string[] {
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  return keys.filter((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key]));
}

/** What is in one and not in the other. */
const beyond = (one: Config, other: Config): string[] =>
  [...byAddress(one).keys()].filter((address) => !byAddress(other).has(address));

/** What no change of the parts may touch: the provider, the state and the operator's inputs, but for the first image. */
const frame = ({ provider, terraform, variable }: Config) => {
  const { app_image: image, ...others } = variable;
  return { provider, terraform, others, image: image !== undefined };
};

/**
 * A thing more, and the same as a thing less: nothing that was there goes; what comes has the thing in its name; and of what
 * stays only the arguments that `may` change do.
 */
function expectAddition({ before, after }: Change, comes: RegExp, may: readonly string[] = []): void {
  const [less, more] = [synth(before), synth(after)];
  expect(beyond(less, more)).toEqual([]);
  expect(beyond(more, less).filter((address) => !comes.test(address))).toEqual([]);
  expect(beyond(more, less)).not.toEqual([]);
  expect(differences(less, more).filter((difference) => !may.includes(difference))).toEqual([]);
  expect(frame(more)).toEqual({ ...frame(less), image: 'app_image' in more.variable });
}

/** What the plan asks of addresses that no gateway has; it changes nothing in AWS. */
const ASKED_OF_ADDRESSES = ['filter', 'lifecycle'].map(
  (argument) => `data.aws_eips.network_released_addresses ${argument}`,
);

const spareZones = ({ region, network }: EnvironmentInput) =>
  [...(REGION_ZONES[region] ?? '')].filter((zone) => !network.zones.includes(zone));

test('Adding or removing a zone changes no other address and only the lists of all subnets', () => {
  const changes = environments
    .filter((before) => spareZones(before).length > 0)
    .chain((before) =>
      fc.record({ before: fc.constant(before), zone: fc.constantFrom(...spareZones(before)), at: fc.nat(3) }),
    );
  fc.assert(
    fc.property(changes, ({ before, zone, at }) => {
      const zones = [...before.network.zones];
      zones.splice(at, 0, zone);
      const after = { ...before, network: { ...before.network, zones } };
      const comes = new RegExp(`\\.network_(public|private|isolated|nat)_${zone}(_|$)`);
      expectAddition({ before, after }, comes, [
        'aws_lb.load_balancer subnets',
        'aws_db_subnet_group.database_subnet_group subnet_ids',
        ...ASKED_OF_ADDRESSES,
      ]);
    }),
    RUNS,
  );
});

/** A server that the environment takes: where sessions reach all of them, each reaches AWS. */
const newcomerTo = ({ network: { zones }, sessionManager }: EnvironmentInput) =>
  serversNamed('newcomer', zones).filter(
    ({ internetPorts }) => sessionManager !== true || internetPorts?.includes(443) === true,
  );

test('Adding or removing a server changes no other address and no argument', () => {
  const changes = environments.chain((before) =>
    fc.record({
      before: fc.constant(before),
      server: newcomerTo(before),
      at: fc.nat(5),
    }),
  );
  fc.assert(
    fc.property(changes, ({ before, server, at }) => {
      const servers = [...before.servers];
      servers.splice(at, 0, server);
      expectAddition(
        { before, after: { ...before, servers } },
        /newcomer|^data\.aws_(ssm_parameter\.machine_images|ec2_instance_type_offerings\.instance_types)_/,
      );
    }),
    RUNS,
  );
});

test('Adding a server to a group changes no other server', () => {
  fc.assert(
    fc.property(environments, fc.nat(4), (environment, more) => {
      const [{ name = '', zones = [] } = {}, ...others] = environment.servers;
      const first = { name, zones };
      const counted = (count: number) => ({ ...environment, servers: [{ ...first, count }, ...others] });
      const comes = new RegExp(`_${name}_[a-p]_\\d+(_known|_deployed)?$`);
      expectAddition({ before: counted(2), after: counted(3 + more) }, comes);
    }),
    RUNS,
  );
});

test('Replacing a count by autoScaling, or the reverse, changes nothing else', () => {
  fc.assert(
    fc.property(environments, fc.boolean(), (environment, target) => {
      const application = { role: 'application' as const, container: { port: 8080 }, internetPorts: [443] };
      const { zones } = environment.network;
      const having = (scale: object): EnvironmentInput => ({
        ...environment,
        servers: [...environment.servers, { ...application, ...scale, name: 'shop', zones }],
        loadBalancer: {
          ...{
            port: 8080,
            healthCheckPath: '/',
            insecure: true,
            allowFrom: ['0.0.0.0/0'],
            ...environment.loadBalancer,
          },
          ...(target ? { target: 'shop', port: 8080 } : { target: environment.servers[0]?.name ?? '' }),
          ...(!target && { port: environment.servers[0]?.container?.port ?? 8080 }),
        },
      });
      const counted = synth(having({ count: 3 }));
      const scaling = synth(having({ autoScaling: { min: 2, max: 4, targetCpu: 50 } }));
      expect(differences(counted, scaling)).toEqual([]);
      const own = /_shop(_[a-p]_\d+(_known|_deployed)?|_launch_template|_cpu|_image)?$/;
      const exchanged = [...beyond(counted, scaling), ...beyond(scaling, counted)];
      expect(exchanged.filter((address) => !own.test(address))).toEqual([]);
      expect(beyond(scaling, counted).map((address) => address.replace(/\..*/, ''))).toEqual(
        [
          'aws_autoscaling_attachment',
          'aws_autoscaling_group',
          'aws_autoscaling_policy',
          'aws_launch_template',
          'terraform_data',
        ].filter((type) => target || type !== 'aws_autoscaling_attachment'),
      );
    }),
    RUNS,
  );
});

test('Adding or removing traffic changes two addresses and no argument', () => {
  const changes = environments.chain((before) => {
    const names = before.servers.map(({ name }) => name);
    const traffic = fc.record({
      from: fc.constantFrom(...names),
      to: fc.constantFrom(...names),
      port: fc.constant(4711),
    });
    return fc.record({ before: fc.constant(before), rule: traffic });
  });
  fc.assert(
    fc.property(changes, ({ before, rule }) => {
      const after = { ...before, traffic: [rule, ...(before.traffic ?? [])] };
      expectAddition({ before, after }, /_(in|e)gress_rule\..*_tcp_4711$/);
      expect(beyond(synth(after), synth(before))).toHaveLength(2);
    }),
    RUNS,
  );
});

test('a tag more, or less, changes the default tags of the provider, and what groups launch with', () => {
  fc.assert(
    fc.property(environments, (before) => {
      const after = { ...before, tags: { ...before.tags, Newcomer: 'yes' } };
      const [less, more] = [synth(before), synth(after)];
      const launched = /^(aws_autoscaling_group\..* tag|aws_launch_template\..* tag_specifications)$/;
      expect(differences(less, more).filter((difference) => !launched.test(difference))).toEqual([]);
      expect([beyond(less, more), beyond(more, less)]).toEqual([[], []]);
      expect({ ...frame(more), provider: undefined }).toEqual({ ...frame(less), provider: undefined });
      const project = { Project: before.project, Environment: 'any', ManagedBy: 'cdktf' };
      expect(more.provider.aws).toEqual([
        { region: before.region, default_tags: [{ tags: { ...after.tags, ...project } }] },
      ]);
    }),
    RUNS,
  );
});

test('Changing NAT from single to per-zone adds gateways and changes only the routes of other zones', () => {
  const single = environments.chain((environment) =>
    fc.constantFrom(...environment.network.zones).map((zone) => ({ environment, zone })),
  );
  fc.assert(
    fc.property(single, ({ environment, zone }) => {
      const having = (nat: EnvironmentInput['network']['nat']) => ({
        ...environment,
        network: { ...environment.network, nat },
      });
      const change = { before: having({ mode: 'single', zone }), after: having({ mode: 'per-zone' }) };
      const others = environment.network.zones.filter((other) => other !== zone);
      const { aws_instance: instances = {}, aws_autoscaling_group: scaling = {} } = synth(
        change.after,
      ).resource;
      const [servers, groups] = [Object.keys(instances), Object.keys(scaling)];
      expectAddition(change, new RegExp(`\\.network_nat_[${others.join('')}](_address)?$`), [
        ...others.map((other) => `aws_route.network_private_${other}_default_route nat_gateway_id`),
        ...servers.map((server) => `aws_instance.${server} depends_on`),
        ...groups.map((group) => `aws_autoscaling_group.${group} depends_on`),
        ...ASKED_OF_ADDRESSES,
      ]);
    }),
    RUNS,
  );
});

test('Reordering every list results in the same bytes', () => {
  const pairs = environments.chain((one) => shuffled(one).map((other) => ({ one, other })));
  fc.assert(
    fc.property(pairs, ({ one, other }) => expect(synthText(other)).toBe(synthText(one))),
    RUNS,
  );
});

test('Adding a server keeps the outputs of the others', () => {
  const changes = environments.chain((before) => newcomerTo(before).map((server) => ({ before, server })));
  fc.assert(
    fc.property(changes, ({ before, server }) => {
      const less = synth(before).output;
      const more = synth({ ...before, servers: [server, ...before.servers] }).output;
      const grown = ['server_addresses', 'ssh_config'];
      const constant = (outputs: Config['output']) =>
        Object.entries(outputs).filter(([name]) => !grown.includes(name));
      expect(constant(more)).toEqual(constant(less));
      expect(more['server_addresses']?.value).toMatchObject(less['server_addresses']?.value as object);
      const hosts = (outputs: Config['output']) =>
        String(outputs['ssh_config']?.value).trimEnd().split('\n\n');
      expect(hosts(more)).toEqual(expect.arrayContaining(hosts(less)));
    }),
    RUNS,
  );
});
