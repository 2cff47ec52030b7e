import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dev } from '../../src/config/environments/dev';
import { prod } from '../../src/config/environments/prod';
import { roleOf } from '../../src/roles';
import { renderUserData } from '../../src/roles/user-data';
import { synth } from '../support/fixtures/synth';
import { ROLES, SERVERS } from '../support/user-data/servers';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

const onChange = (replaces: boolean): string => (replaces ? 'replaced on change' : 'kept on change');

const ofRoles = ROLES.map(
  (role) => `${hash(renderUserData(SERVERS[role]))}  role ${role}: ${onChange(roleOf(role).replaceOnChange)}`,
);

const ofServers = [dev, prod].flatMap((input) => {
  const { locals = {}, check = {} } = synth(input);
  return Object.entries(locals)
    .filter(([name]) => name.endsWith('_script'))
    .map(([name, text]) => {
      const kept = `${name}_check` in check;
      return `${hash(String(text))}  ${input.name} ${name}: ${onChange(!kept)}`;
    });
});

test('User data matches the reviewed hashes in user-data.sha256.txt', () => {
  const golden = readFileSync(join(__dirname, 'user-data.sha256.txt'), 'utf8');
  expect(`${[...ofRoles, ...ofServers].join('\n')}\n`).toBe(golden);
});
