import { type Check, present } from './draft';

const needsRegistry: Check = ({ registry, pipeline }) =>
  pipeline === undefined || registry !== false
    ? []
    : [
        {
          path: ['pipeline'],
          message: 'delivers to a registry, and there is none',
          accepted: 'registry: true, or no pipeline',
        },
      ];

const needsApplications: Check = ({ registry, servers }) =>
  registry !== true || present(servers).some(([, { container }]) => container !== undefined)
    ? []
    : [
        {
          path: ['registry'],
          message: 'is of an environment that runs no image',
          accepted: 'false, or a server with a container',
        },
      ];

const needsJenkins: Check = ({ pipeline, servers }) =>
  pipeline?.jenkins !== true || present(servers).some(([, { role }]) => role === 'jenkins')
    ? []
    : [
        {
          path: ['pipeline', 'jenkins'],
          message: 'is of an environment without Jenkins',
          accepted: 'false, or a server with role "jenkins"',
        },
      ];

export const deliveryChecks: readonly Check[] = [needsRegistry, needsApplications, needsJenkins];
