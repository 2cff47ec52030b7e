import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROJECT_DIR } from '../../src/system/paths';
import { differences } from '../../src/tools/portability/compare';
import { ALTERNATIVES, type Alternative } from '../../src/tools/portability/alternatives';
import { checkTypes, copySource, install, synthesizeIn } from '../../src/tools/portability/synth';

/** That nothing differs, .ci/run shows with the whole command; here are its parts, with a difference. */
describe('npm run portability', () => {
  jest.setTimeout(300_000);

  const [terrain, newProvider] = ALTERNATIVES as [Alternative, Alternative];

  /** Within the project, whose other packages are found from there. */
  let folder: string;
  beforeAll(() => {
    mkdirSync(join(PROJECT_DIR, '.local'), { recursive: true });
    folder = mkdtempSync(join(PROJECT_DIR, '.local', 'test-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('leaves nothing when interrupted during the installation', async () => {
    const controller = new AbortController();
    const installing = install(terrain, folder, controller.signal);
    installing.catch(() => undefined);
    const begun = () => readdirSync(folder).some((name) => existsSync(join(folder, name, 'node_modules')));
    for (let tries = 0; tries < 600 && !begun(); tries += 1) await sleep(50);
    expect(begun()).toBe(true);
    controller.abort(new Error('interrupted'));
    await expect(installing).rejects.toThrow('interrupted');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('installs CDK Terrain, synthesizes with it, and reports a difference and an error of types', async () => {
    const installed = await install(terrain, folder);
    const source = join(installed, 'source');
    await copySource(terrain, source);
    const dev = join(source, 'src', 'config', 'environments', 'dev.ts');
    const text = readFileSync(dev, 'utf8');
    writeFileSync(
      dev,
      text.replace("healthCheckPath: '/actuator/health/liveness'", "healthCheckPath: '/healthy'"),
    );

    const cdktf = await synthesizeIn(PROJECT_DIR, join(folder, 'cdktf'));
    const synthesized = await synthesizeIn(source, join(folder, 'terrain'));
    expect([...synthesized.files.keys()]).toEqual([
      'manifest.json',
      'stacks/dev/cdk.tf.json',
      'stacks/prod/cdk.tf.json',
      'stacks/state/cdk.tf.json',
    ]);
    expect(differences(cdktf, synthesized)).toEqual([
      'stacks/dev/cdk.tf.json: resource.aws_lb_target_group.load_balancer_target_group.health_check.path is "/actuator/health/liveness" with 0.21.0, "/healthy" with 0.24.0',
    ]);

    writeFileSync(
      dev,
      text.replace('export const dev', "export const size: number = '1';\nexport const dev"),
    );
    await expect(checkTypes(source)).rejects.toThrow(
      "src/config/environments/dev.ts(5,14): error TS2322: Type 'string' is not assignable to type 'number'.",
    );
  });

  test('renames every import for version 6 of the provider', async () => {
    await copySource(newProvider, folder);
    const imports = readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => readFileSync(join(folder, 'src', name), 'utf8').match(/from '@?cdkt[^/']*/g) ?? []);
    expect([...new Set(imports)].sort()).toEqual(["from '@cdktn", "from 'cdktn"]);
  });
});
