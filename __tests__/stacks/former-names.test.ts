import fc from 'fast-check';
import type { EnvironmentInput } from '../../src/config/schema';
import { environments } from '../support/fixtures/arbitraries';
import { certificateArn, changed } from '../support/fixtures/environments';
import { type Arguments, byAddress, type Config, synth } from '../support/fixtures/synth';

/** The environment with a server renamed wherever its name stands. */
function renamed(environment: EnvironmentInput, from: string, to: string): EnvironmentInput {
  const named = (name: string): string => (name === from ? to : name);
  const { servers, traffic = [], loadBalancer, database } = environment;
  return {
    ...environment,
    servers: servers.map((server) =>
      server.name === from ? { ...server, name: to, formerly: from } : server,
    ),
    traffic: traffic.map((rule) => ({ ...rule, from: named(rule.from), to: named(rule.to) })),
    loadBalancer: loadBalancer && { ...loadBalancer, target: named(loadBalancer.target) },
    database: database && { ...database, clients: (database.clients ?? []).map(named) },
  };
}

/** Arguments that AWS cannot change, as far as a server's name was in them. */
const FIXED = ['name', 'name_prefix', 'description', 'user_data', 'availability_zone', 'subnet_id'];

const resourcesOf = ({ resource }: Config) => byAddress({ resource });

function fixedOf(type: string, block: Arguments): unknown[] {
  // The description of a rule can change.
  const fixed = FIXED.filter((argument) => argument !== 'description' || type === 'aws_security_group');
  return fixed.map((argument) => block[argument]);
}

/** Where the resource of an address ends up: one move after the other. */
function destination({ moved = [] }: Config, address: string): string {
  const to = moved.find(({ from }) => from === address)?.to;
  return to === undefined ? address : destination({ moved } as unknown as Config, to);
}

const pairs = environments.chain((before) =>
  fc.constantFrom(...before.servers.map(({ name }) => name)).map((name) => ({
    before,
    name,
    after: renamed(before, name, 'newcomer'),
  })),
);

/** Literals of references to the former name in arguments that Terraform resolves. */
const text = (values: unknown[]): string => JSON.stringify(values).replaceAll('newcomer', 'NAME');

test('A renamed server takes every resource along, and what AWS cannot change stays', () => {
  fc.assert(
    fc.property(pairs, ({ before, name, after }) => {
      const [less, more] = [synth(before), synth(after)];
      const [old, now] = [resourcesOf(less), resourcesOf(more)];
      expect([...old.keys()].map((address) => destination(more, address)).sort()).toEqual([...now.keys()]);
      for (const [address, block] of old) {
        const type = address.split('.')[0] ?? '';
        const is = fixedOf(type, now.get(destination(more, address)) ?? {});
        expect(text(is)).toBe(text(fixedOf(type, block)).replaceAll(`servers_${name}`, 'servers_NAME'));
      }
    }),
    { numRuns: 10 },
  );
});

describe('formerly', () => {
  const instances = ({ moved = [] }: Config) =>
    moved.filter(({ from }) => /^aws_(instance|lb_target_group_attachment)\./.test(from));
  const application = (changes: object) =>
    synth(changed({ 'servers.0.formerly': 'devloop-server', ...changes }));

  test('is not in the JSON of an environment without it', () => {
    expect(synth(changed({}))).not.toHaveProperty('moved');
  });

  test('keeps the server that a count begins with', () => {
    expect(application({ 'servers.0.zones': ['c', 'a'], 'servers.0.count': 3 }).moved).toEqual([
      { from: 'aws_instance.servers_devloop_server', to: 'aws_instance.servers_devloop_server_a_1' },
      {
        from: 'aws_lb_target_group_attachment.load_balancer_target_devloop_server',
        to: 'aws_lb_target_group_attachment.load_balancer_target_devloop_server_a_1',
      },
    ]);
  });

  test('keeps the server of its zone where a count is taken away', () => {
    expect(application({}).moved).toEqual([
      { from: 'aws_instance.servers_devloop_server_a_1', to: 'aws_instance.servers_devloop_server' },
      {
        from: 'aws_lb_target_group_attachment.load_balancer_target_devloop_server_a_1',
        to: 'aws_lb_target_group_attachment.load_balancer_target_devloop_server',
      },
    ]);
  });

  test('follows a rename together with a new count', () => {
    const config = synth(
      changed({
        'servers.0.name': 'shop',
        'servers.0.formerly': 'devloop-server',
        'servers.0.count': 1,
        'loadBalancer.target': 'shop',
        'database.clients': ['shop'],
      }),
    );
    expect(destination(config, 'aws_instance.servers_devloop_server')).toBe('aws_instance.servers_shop_a_1');
    expect(instances(config)).toHaveLength(4);
  });

  test('moves no server into an Auto Scaling group', () => {
    const scaling = { min: 1, max: 2, targetCpu: 50 };
    const config = application({
      'servers.0.formerly': 'shop',
      'servers.0.autoScaling': scaling,
    });
    expect(instances(config)).toEqual([]);
    expect(config.moved?.map(({ to }) => to)).toEqual(
      expect.arrayContaining([
        'aws_autoscaling_group.servers_devloop_server',
        'aws_launch_template.servers_devloop_server_launch_template',
        'aws_autoscaling_attachment.load_balancer_target_devloop_server',
        'terraform_data.servers_devloop_server_image',
      ]),
    );
  });

  test('keeps the target group of a page', () => {
    const page = (server: object) =>
      synth(
        changed({
          'loadBalancer.certificateArn': certificateArn,
          'servers.2': {
            role: 'jenkins',
            zones: ['a'],
            dataVolume: { size: 20 },
            hostName: 'ci.example.com',
            ...server,
          },
        }),
      );
    const [before, after] = [
      page({ name: 'jenkins-server' }),
      page({ name: 'ci', formerly: 'jenkins-server' }),
    ];
    const groups = ({ resource }: Config) =>
      Object.values(resource['aws_lb_target_group'] ?? {}).map(({ name }) => name);
    expect(groups(after)).toEqual(groups(before));
  });
});
