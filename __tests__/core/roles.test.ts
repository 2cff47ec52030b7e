import { BEATS_PORT, roleOf, SERVER_ROLES } from '../../src/core/roles';
import { CONTAINER_PORTS, INTERNET_PORTS } from '../../src/user-data';

test('the ports of the roles are those of their containers', () => {
  expect(roleOf('jenkins').page?.port).toBe(CONTAINER_PORTS.jenkins);
  expect(roleOf('elk').page?.port).toBe(CONTAINER_PORTS.kibana);
  expect(BEATS_PORT).toBe(CONTAINER_PORTS.beats);
});

test('every role that runs something installs it over the port that its scripts use', () => {
  const ports = Object.values(SERVER_ROLES).map((role) =>
    'installsFrom' in role ? role.installsFrom : undefined,
  );
  expect(ports).toEqual([443, 443, 443, undefined]);
  expect(INTERNET_PORTS).toEqual([443]);
});
