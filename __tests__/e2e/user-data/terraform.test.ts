import { App, Fn, TerraformLocal, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf';
import fc from 'fast-check';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RoleName } from '../../../src/roles';
import { renderUserData } from '../../../src/roles/user-data';
import { fill } from '../../../src/roles/fill';
import { describeWith } from '../../support/processes/describe-with';
import { givenText } from '../../support/user-data/fake-server';
import { temporaryFolder, terraform } from '../../support/processes/terraform';
import { ROLES, SERVERS } from '../../support/user-data/servers';

// Many small processes, on a machine that may be busy.
jest.setTimeout(120_000);

describeWith(['terraform'], 'User data rendered by Terraform', () => {
  const outdir = temporaryFolder('user-data');

  function outputsOf(folder: string): Record<string, string> {
    expect(terraform(folder, 'init', '-input=false', '-no-color')).toMatchObject({ status: 0, stderr: '' });
    expect(terraform(folder, 'apply', '-auto-approve', '-input=false', '-no-color')).toMatchObject({
      status: 0,
      stderr: '',
    });
    const { stdout } = terraform(folder, 'output', '-json');
    return Object.fromEntries(
      Object.entries(JSON.parse(stdout) as Record<string, { value: string }>).map(([name, { value }]) => [
        name,
        value,
      ]),
    );
  }

  test('equals the files byte for byte, with the values that only Terraform knows', () => {
    const app = new App({ outdir });
    const stack = new TerraformStack(app, 'user-data');
    const variable = (id: string, value: string) =>
      new TerraformVariable(stack, id, { type: 'string', default: value }).stringValue;
    // Each text of the settings is a variable of Terraform's, one of them only a part of a text.
    const { container } = SERVERS.application;
    const { database } = container;
    const [before = '', host = '', after = ''] = /^(.*\/\/)(.*)(:3306.*)$/.exec(database.url)?.slice(1) ?? [];
    const withVariables: Partial<Record<RoleName, string>> = {
      bastion: renderUserData({
        ...SERVERS.bastion,
        logGroup: variable('bastion_log_group', SERVERS.bastion.logGroup),
      }),
      application: renderUserData({
        ...SERVERS.application,
        elkAddress: variable('elk_address', SERVERS.application.elkAddress),
        container: {
          ...container,
          image: variable('image', container.image),
          database: {
            ...database,
            url: `${before}${variable('host', host)}${after}`,
            secretArn: variable('secret_arn', database.secretArn),
          },
        },
      }),
      jenkins: renderUserData({
        ...SERVERS.jenkins,
        dataVolume: {
          ...SERVERS.jenkins.dataVolume,
          volumeId: variable('volume', SERVERS.jenkins.dataVolume.volumeId),
        },
      }),
    };
    for (const role of ROLES) {
      const told = withVariables[role] ?? renderUserData(SERVERS[role]);
      const text = new TerraformLocal(stack, `${role}_text`, told);
      new TerraformOutput(stack, `${role}-direct`, { value: told, staticId: true });
      // A launch template wants it so.
      new TerraformOutput(stack, `${role}-local`, {
        value: Fn.base64encode(text.asString),
        staticId: true,
      });
    }
    app.synth();

    const given = outputsOf(join(outdir, 'stacks', 'user-data'));
    for (const role of ROLES) {
      const intended = givenText(SERVERS[role]);
      expect(given[`${role}-direct`]).toBe(intended);
      expect(Buffer.from(given[`${role}-local`] ?? '', 'base64').toString()).toBe(intended);
    }
  });

  test('preserves any text', () => {
    const odd = fc.string({ unit: fc.constantFrom('$', '%', '{', '}', '"', '\\', '\n', '-', '!', 'é') });
    const texts = fc.sample(odd, 500);
    const output = Object.fromEntries(texts.map((text, index) => [`t${index}`, { value: fill(text, {}) }]));
    const folder = join(outdir, 'any');
    mkdirSync(folder);
    writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify({ output }));
    const given = outputsOf(folder);
    expect(texts.map((_, index) => given[`t${index}`])).toEqual(texts);
  });
});
