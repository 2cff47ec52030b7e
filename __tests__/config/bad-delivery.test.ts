import { type Row, testProblems } from '../support/fixtures/bad-input';
import { plain } from '../support/fixtures/environments';

describe('Registry and pipeline', () => {
  testProblems([
    ['both', { registry: true, pipeline: { github: { repository: 'team/shop' }, jenkins: true } }],
    [
      'a pipeline without a registry',
      { pipeline: { jenkins: true } },
      'dev.pipeline: {"jenkins":true} delivers to a registry, and there is none; accepted: registry: true, or no pipeline [CONFIG_INVALID]',
    ],
    [
      'a pipeline of Jenkins where there is none',
      { ...plain(2), registry: true, pipeline: { jenkins: true } },
      'dev.pipeline.jenkins: true is of an environment without Jenkins; accepted: false, or a server with role "jenkins" [CONFIG_INVALID]',
    ],
    [
      'a registry without an application',
      { ...plain(0), registry: true, 'database.clients': [], 'loadBalancer.target': 'jenkins-server' },
      'dev.registry: true is of an environment that runs no image; accepted: false, or a server with a container [CONFIG_INVALID]',
    ],
    [
      'a server whose role would have the name of the pipeline',
      { registry: true, pipeline: {}, 'servers.1.name': 'pipeline' },
      'dev.servers[1].name: "pipeline" is reserved for a part of the platform; accepted: a name other than administrators, bastion, database, internet, load-balancer, pipeline [NAME_INVALID]',
    ],
  ] satisfies Row[]);
});
