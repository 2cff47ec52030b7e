import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type * as images from '../../../src/roles/images';
import { temporaryFolder } from '../../support/processes/terraform';
import { describeWithTools } from '../../support/processes/tools';
import { FakeServer } from '../../support/user-data/fake-server';
import { SERVERS } from '../../support/user-data/servers';

const mockDigest = `sha256:${'0123456789abcdef'.repeat(4)}`;

jest.mock('../../../src/roles/images', (): typeof images => {
  const actual = jest.requireActual<typeof images>('../../../src/roles/images');
  const imageOf: (typeof images)['imageOf'] = (name) => {
    const image = actual.imageOf(name);
    return { ...image, reference: `${image.reference.replace(/@.*/, '')}@${mockDigest}` };
  };
  return {
    ...actual,
    imageOf,
    imageValues: (...names) =>
      Object.fromEntries(names.map((name) => [`${name}Image`, imageOf(name).reference])),
  };
});

// Many small processes, on a machine that may be busy.
jest.setTimeout(120_000);

describeWithTools(['Linux', 'bash', 'awk', 'free'], 'Images with digests', () => {
  const folder = temporaryFolder('pinned-images');

  test.each([
    ['jenkins', 'run-jenkins', ['docker', 'data-volume'], 2],
    ['elk', 'run-elk', ['docker', 'data-volume'], 4],
    ['application', 'run-filebeat', ['docker', 'filebeat'], 1],
  ] as const)('are looked up, pulled and run by the digest in %s (%s)', (role, script, env, count) => {
    const double = new FakeServer(mkdtempSync(join(folder, 'server-')), SERVERS[role]);
    double.real('mkdir', 'awk', 'free');
    double.fake('docker', '[[ $1 != image ]]');
    double.fake('chown');
    for (const name of ['getent', 'install', 'head', 'base64']) double.fake(name);
    const { status } = double.run(`usr/local/bin/${script}`, [...env], {
      DATA: join(double.memory, 'data'),
      HOSTNAME: 'server',
    });
    expect(status).toBe(0);
    const uses = ['docker image inspect', 'docker pull', 'docker run'].map((use) =>
      double.calls.filter((call) => call.startsWith(use)),
    );
    expect(uses.map((calls) => calls.length)).toEqual([count, count, 1]);
    expect(uses.flat().filter((call) => !call.includes(`@${mockDigest}`))).toEqual([]);
  });
});
