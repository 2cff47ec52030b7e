import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileOf } from '../../support/user-data/fake-server';
import { temporaryFolder } from '../../support/processes/terraform';
import { describeWithTools, tool, TOOLS_PATH } from '../../support/processes/tools';
import { SERVERS } from '../../support/user-data/servers';

describeWithTools(['bash', 'sed'], 'Bastion', () => {
  const folder = temporaryFolder('bastion');
  const rules = join(folder, 'rules.d');

  /** What the unit runs, on rules in a folder of the test's own. */
  function makeWayForRules(): void {
    const unit = fileOf(SERVERS.bastion, '/etc/systemd/system/bastion.service');
    const [, command = ''] = /^ExecStart=\/bin\/bash -c '(.*)'$/m.exec(unit) ?? [];
    const script = command.replaceAll('/etc/audit/rules.d', rules);
    const { status, stderr } = spawnSync(tool('bash'), ['--norc', '-c', script], {
      env: { PATH: TOOLS_PATH },
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  }

  test.each([
    ['as the package of audit has it', '-a task,never'],
    ['as auditctl lists it', '-a never,task'],
  ])('removes only the audit rule that disables auditing, %s', (_, rule) => {
    const text = '# First rule - delete all\n-D\n\n# Remove it if you need syscall\n# auditing.\n';
    const own = fileOf(SERVERS.bastion, '/etc/audit/rules.d/sessions.rules');
    mkdirSync(rules, { recursive: true });
    writeFileSync(join(rules, 'audit.rules'), `${text}${rule}\n`);
    writeFileSync(join(rules, 'sessions.rules'), own);
    makeWayForRules();
    expect(readFileSync(join(rules, 'audit.rules'), 'utf8')).toBe(text);
    expect(readFileSync(join(rules, 'sessions.rules'), 'utf8')).toBe(own);
  });
});
