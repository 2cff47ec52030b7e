import { isVariableInUse, SPRING_DATASOURCE } from '../../../src/roles/application/database-names';
import { writtenFiles } from '../../support/user-data/fake-server';
import { SERVERS } from '../../support/user-data/servers';

test('isTakenVariable accepts the default names of Spring', () => {
  expect(Object.values(SPRING_DATASOURCE).filter(isVariableInUse)).toEqual([]);
});

test('isTakenVariable rejects every variable that the application scripts use', () => {
  const texts = writtenFiles(SERVERS.application)
    .filter(({ path }) => /(run-application|\.sh|\/(docker|application)\.env)$/.test(path))
    .map(({ content }) => content);
  const used = texts.flatMap((text) =>
    [...text.matchAll(/\$\{?([A-Z_]{2,})|^([A-Z_]+)=|(?:--env "?|export )([A-Z_]+)=/gm)].map(
      ([, ...names]) => names.find(Boolean) ?? '',
    ),
  );
  expect(used).toEqual(expect.arrayContaining(['REGION', 'HOSTNAME', 'SERVER_PORT', 'DOCKER_CONFIG']));
  // Its value is among the container's options before any other name is exported.
  expect([...new Set(used)].filter((name) => !isVariableInUse(name))).toEqual(['DATABASE_URL']);
});
