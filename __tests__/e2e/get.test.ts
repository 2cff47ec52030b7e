import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../src/system/paths';
import { run } from '../../src/system/processes';
import { terraformEnv } from '../../src/terraform/cli-environment';
import { terraformProgram } from '../../src/system/terraform-program';
import { describeWith } from '../support/processes/describe-with';

const MODULE = `
variable "who" {
  type        = string
  description = "Who is greeted"
}

output "text" {
  value = "Hello, \${var.who}"
}
`;

const APP = `
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { Greeting } from './.gen/modules/greeting';

const app = new App();
const stack = new TerraformStack(app, 'greeting');
const greeting = new Greeting(stack, 'greeting', { who: 'Seoul' });
new TerraformOutput(stack, 'text', { value: greeting.textOutput });
app.synth();
`;

describeWith(['terraform'], 'npm run get', () => {
  jest.setTimeout(300_000);

  let folder: string;
  beforeAll(() => {
    mkdirSync(join(PROJECT_DIR, '.local'), { recursive: true });
    folder = mkdtempSync(join(PROJECT_DIR, '.local', 'test-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("writes bindings to .gen for a module that a user adds to the project's cdktf.json, and a stack uses them", async () => {
    const settings = JSON.parse(readFileSync(join(PROJECT_DIR, 'cdktf.json'), 'utf8'));
    const terraformModules = [{ name: 'greeting', source: './module' }];
    mkdirSync(join(folder, 'module'));
    cpSync(join(PROJECT_DIR, 'bin'), join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'cdktf.json'), JSON.stringify({ ...settings, terraformModules }));
    writeFileSync(join(folder, 'module', 'main.tf'), MODULE);
    writeFileSync(join(folder, 'main.ts'), APP);

    const options = { cwd: folder, env: { ...terraformEnv(folder), CI: '1' } };
    await run('cdktf', ['get'], options);
    await run('cdktf', ['synth'], options);

    const stack = join(folder, 'cdktf.out', 'stacks', 'greeting');
    await run(terraformProgram(), ['init', '-input=false'], { ...options, cwd: stack });
    const { stdout: plan } = await run(terraformProgram(), ['plan', '-no-color'], { ...options, cwd: stack });
    expect(plan).toContain('+ text = "Hello, Seoul"');
  });
});
