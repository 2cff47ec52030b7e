import { testProblems } from '../support/fixtures/bad-input';
import { plain } from '../support/fixtures/environments';

describe('Former name of a server', () => {
  const free = 'a name that no server or bastion has';
  testProblems([
    ['that nobody has', { 'servers.2.formerly': 'ci-server' }],
    [
      'of another server',
      { 'servers.2.formerly': 'elk-server' },
      `dev.servers[2].formerly: "elk-server" is the name of another server; accepted: ${free} [NAME_DUPLICATE]`,
    ],
    [
      'of the bastion',
      { 'servers.2.formerly': 'bastion-server' },
      `dev.servers[2].formerly: "bastion-server" is the name of another server; accepted: ${free} [NAME_DUPLICATE]`,
    ],
    [
      'that makes the name of another server',
      { 'servers.0.formerly': 'web', 'servers.0.count': 2, 'servers.2.name': 'web-a-2' },
      `dev.servers[0].formerly: "web" makes web-a-2, which is the name of another server; accepted: ${free} [NAME_DUPLICATE]`,
    ],
    [
      'that made the name of another server while it had a count',
      { 'servers.0.formerly': 'web', 'servers.2.name': 'web-a-1' },
      `dev.servers[0].formerly: "web" makes web-a-1, which is the name of another server; accepted: ${free} [NAME_DUPLICATE]`,
    ],
    [
      'of two servers',
      { 'servers.1.formerly': 'tools', 'servers.2.formerly': 'tools' },
      'dev.servers[2].formerly: "tools" is a duplicate; accepted: a former name for one server [NAME_DUPLICATE]',
    ],
    ['that is its own: it had a count', { 'servers.0.formerly': 'devloop-server' }],
    ['that is its own: it had no count', { 'servers.0.formerly': 'devloop-server', 'servers.0.count': 2 }],
    [
      'that is its own, with autoScaling',
      {
        'servers.0.formerly': 'devloop-server',
        'servers.0.autoScaling': { min: 1, max: 2, targetCpu: 50 },
      },
      'dev.servers[0].formerly: "devloop-server" is the current name, and an Auto Scaling group cannot adopt a server; accepted: the name that it had before, or no formerly [CONFIG_INVALID]',
    ],
    [
      'whose data volume another server has',
      { 'servers.2.formerly': 'ci', 'servers.1.dataVolume.name': 'ci-data' },
      'dev.servers[2].formerly: "ci" had the data volume ci-data, which another server claims; accepted: a volume for each server [NAME_DUPLICATE]',
    ],
    [
      'not a DNS label',
      { ...plain(1), 'servers.1.formerly': 'CI' },
      'dev.servers[1].formerly: "CI" is not a DNS label; accepted: lower-case letters, digits and hyphens, starting with a letter, at most 63 [CONFIG_INVALID]',
    ],
  ]);
});
