import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../src/system/paths';
import { Topology } from '../../src/topology';
import { addTopologyMatchers } from '../../src/topology/matchers';
import { ProjectCopy } from '../support/processes/project-copy';
import { describeWithTools } from '../support/processes/tools';
import { temporaryFolder } from '../support/processes/terraform';

// Two compilations of the whole project.
jest.setTimeout(300_000);

addTopologyMatchers(expect);

/** The diffs of one section of the manual's page, in their order. */
function diffsOf(heading: string): string[] {
  const page = readFileSync(join(PROJECT_DIR, 'docs', 'extending.md'), 'utf8');
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^```diff\n([^]*?)^```$/gm)].map(([, diff = '']) => diff);
}

describeWithTools(['git'], 'Walkthrough of a new server role', () => {
  const project = new ProjectCopy(temporaryFolder('extending-role'));
  const diffs = diffsOf('Add a server role');

  test('applies each diff', () => {
    expect(diffs).toHaveLength(6);
    for (const diff of diffs) expect(project.apply(diff)).toEqual({ status: 0, output: '' });
  });

  test('compiles', () => {
    expect(project.node('node_modules/typescript/bin/tsc', '--noEmit')).toEqual({ status: 0, output: '' });
  });

  test('synthesizes an environment whose network policy is verified', () => {
    expect(project.node('--import', 'tsx', 'main.ts')).toMatchObject({ status: 0 });
    const dev = Topology.read(project.read('cdktf.out/stacks/dev/cdk.tf.json'), 'dev');
    const cache = { to: 'aws_instance.servers_cache_server', port: 6379 };
    expect(dev).toReach({ from: 'aws_instance.servers_devloop_server', ...cache });
    expect(dev).not.toReach({ from: 'aws_instance.servers_jenkins_server', ...cache });
    expect(dev).not.toReach({ from: 'internet', ...cache });
  });

  test('gives the server its files, its unit and its log group', () => {
    const { locals, resource } = JSON.parse(project.read('cdktf.out/stacks/dev/cdk.tf.json')) as {
      locals: Record<string, string>;
      resource: Record<string, Record<string, object>>;
    };
    const userData = locals['servers_cache_server_script'];
    expect(userData).toContain('valkey/valkey:');
    expect(userData).toContain('cache.service');
    expect(resource['aws_cloudwatch_log_group']).toHaveProperty('servers_cache_server_logs');
    expect(resource['aws_instance']?.['servers_cache_server']).toMatchObject({
      user_data_replace_on_change: true,
    });
  });

  test('lists the role in the manual', () => {
    expect(project.node('--import', 'tsx', 'src/cli/write-documents.ts')).toMatchObject({ status: 0 });
    expect(project.read('docs/servers.md')).toContain('| `cache` | Valkey in a container');
  });
});

describeWithTools(['git'], 'The walk through a new part of AWS', () => {
  const project = new ProjectCopy(temporaryFolder('extending-part'));
  const diffs = diffsOf('Add a part of AWS');
  const synth = () => project.node('--import', 'tsx', 'main.ts');

  test('applies each diff', () => {
    expect(diffs).toHaveLength(7);
    for (const diff of diffs) expect(project.apply(diff)).toEqual({ status: 0, output: '' });
  });

  test('compiles', () => {
    expect(project.node('node_modules/typescript/bin/tsc', '--noEmit')).toEqual({ status: 0, output: '' });
  });

  test('synthesizes an environment whose network policy is verified', () => {
    expect(synth()).toMatchObject({ status: 0 });
    const dev = Topology.read(project.read('cdktf.out/stacks/dev/cdk.tf.json'), 'dev');
    const database = { to: 'aws_memorydb_cluster.memory_database', port: 6379 };
    expect(dev).toReach({ from: 'aws_instance.servers_devloop_server', ...database });
    expect(dev).not.toReach({ from: 'aws_instance.servers_jenkins_server', ...database });
    expect(dev).not.toReach({ from: 'internet', ...database });
  });

  test('encrypts the database in transit', () => {
    const { resource } = JSON.parse(project.read('cdktf.out/stacks/dev/cdk.tf.json')) as {
      resource: Record<string, Record<string, object>>;
    };
    expect(resource['aws_memorydb_cluster']?.['memory_database']).toMatchObject({
      tls_enabled: true,
      security_group_ids: ['${aws_security_group.memory_database_security_group.id}'],
    });
  });

  test('has an entry for every resource type, and sets every key', () => {
    const suites = ['resources/resource-types', 'config/shape'];
    const run = project.node(
      'node_modules/jest/bin/jest.js',
      '--selectProjects',
      'unit',
      '-w',
      '1',
      '--',
      ...suites,
    );
    expect(run).toMatchObject({ status: 0, output: expect.stringContaining('2 passed') as string });
  });

  test('refuses a client that is no server', () => {
    const clients = "memoryDatabase: { clients: ['devloop-server'] }";
    project.edit('src/config/environments/dev.ts', clients, "memoryDatabase: { clients: ['devloop'] }");
    expect(synth()).toMatchObject({
      status: 1,
      output: expect.stringContaining(
        'dev.memoryDatabase.clients[0]: "devloop" is not a server; accepted: devloop-server, elk-server, jenkins-server',
      ) as string,
    });
    project.edit('src/config/environments/dev.ts', "memoryDatabase: { clients: ['devloop'] }", clients);
  });

  test('fails where a rule opens the database and nothing declares it', () => {
    const open = (direction: string, own: string, other: string) =>
      `stack.addOverride('resource.aws_vpc_security_group_${direction}_rule.open', ${JSON.stringify({
        security_group_id: `\${aws_security_group.${own}.id}`,
        referenced_security_group_id: `\${aws_security_group.${other}.id}`,
        ip_protocol: 'tcp',
        from_port: 6379,
        to_port: 6379,
      })});`;
    const [database, jenkins] = ['memory_database_security_group', 'servers_jenkins_server_security_group'];
    project.edit(
      'main.ts',
      'new PlatformStack(app, environment, automation);',
      `{
        const stack = new PlatformStack(app, environment, automation);
        if (environment.name !== 'dev') continue;
        ${open('ingress', database, jenkins)}
        ${open('egress', jenkins, database)}
      }`,
    );
    expect(synth()).toMatchObject({
      status: 1,
      output: expect.stringContaining(
        'dev: aws_memorydb_cluster.memory_database: aws_instance.servers_jenkins_server reaches it on tcp 6379 through aws_vpc_security_group_ingress_rule.open and aws_vpc_security_group_egress_rule.open, which nothing declares: use allowFrom, or remove it',
      ) as string,
    });
  });
});
