import { join } from 'node:path';
import { roleOf } from '../../src/roles';
import { renderUserData } from '../../src/roles/user-data';
import { expectGolden } from '../support/golden';
import { hashLine } from '../support/user-data/hashes';
import { ROLES, SERVERS } from '../support/user-data/servers';

test('User data matches the reviewed hashes in user-data.sha256.txt', () => {
  const lines = ROLES.map((role) =>
    hashLine(renderUserData(SERVERS[role]), `role ${role}`, roleOf(role).replaceOnChange),
  );
  expectGolden(join(__dirname, 'user-data.sha256.txt'), `${lines.join('\n')}\n`);
});
