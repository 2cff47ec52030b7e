import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PROJECT_DIR } from '../../src/system/paths';
import { Topology } from '../../src/topology';
import { addTopologyMatchers } from '../../src/topology/matchers';
import { describeWithTools } from '../support/processes/tools';
import { temporaryFolder } from '../support/processes/terraform';

// Two compilations of the whole project.
jest.setTimeout(300_000);

addTopologyMatchers(expect);

/** What a clean checkout does not have. */
const LEFT_OUT = ['.git', '.gen', '.local', 'cdktf.out', 'dist', 'node_modules'];

/** The diffs of one section of the manual's page, in their order. */
function diffsOf(heading: string): string[] {
  const page = readFileSync(join(PROJECT_DIR, 'docs', 'extending.md'), 'utf8');
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^```diff\n([^]*?)^```$/gm)].map(([, diff = '']) => diff);
}

/** A copy of the project that shares its packages. */
class ProjectCopy {
  constructor(private readonly folder: string) {
    const filter = (path: string) => !LEFT_OUT.includes(basename(path));
    cpSync(PROJECT_DIR, folder, { recursive: true, filter });
    symlinkSync(join(PROJECT_DIR, 'node_modules'), join(folder, 'node_modules'));
  }

  public apply(diff: string) {
    const file = join(this.folder, 'step.diff');
    writeFileSync(file, diff);
    return this.run('git', 'apply', '--recount', '--unidiff-zero', file);
  }

  public node(...options: string[]) {
    return this.run(process.execPath, ...options);
  }

  public read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  private run(program: string, ...options: string[]) {
    const { status, stdout, stderr } = spawnSync(program, options, { cwd: this.folder, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  }
}

describeWithTools(['git'], 'The walk through a new server role', () => {
  const project = new ProjectCopy(temporaryFolder('extending-role'));
  const diffs = diffsOf('Add a server role');

  test('applies diff by diff', () => {
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
