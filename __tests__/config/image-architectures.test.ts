import type * as images from '../../src/roles/images';
import { environment, messagesOf } from '../support/fixtures/environments';

jest.mock('../../src/roles/images', (): typeof images => {
  const actual = jest.requireActual<typeof images>('../../src/roles/images');
  return {
    ...actual,
    imageOf: (name) => ({
      ...actual.imageOf(name),
      ...(name === 'kibana' && { architectures: ['amd64'] }),
      ...(name === 'jenkins' && { architectures: ['arm64'] }),
    }),
  };
});

const ACCEPTED = 'or another image in src/roles/images/compose.yaml [CONFIG_INVALID]';

/** The elk server is servers[1], the Jenkins server servers[2]. */
const typed = (elk: string, jenkins: string) => () =>
  environment({ 'servers.1.instanceType': elk, 'servers.2.instanceType': jenkins });

test('Instance types are refused if their images are not built for them', () => {
  expect(messagesOf(typed('t4g.medium', 't3.medium'))).toEqual([
    `dev.servers[1].instanceType: "t4g.medium" is arm64, which kibana:9.5.6 is not built for; accepted: a type of the architecture amd64, ${ACCEPTED}`,
    `dev.servers[2].instanceType: "t3.medium" is amd64, which jenkins/jenkins:2.580.2-lts-jdk21 is not built for; accepted: a type of the architecture arm64, ${ACCEPTED}`,
  ]);
});

test('Instance types are accepted if their images are built for them', () => {
  expect(messagesOf(typed('t3.medium', 't4g.medium'))).toEqual([]);
});
