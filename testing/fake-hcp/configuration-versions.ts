import { found, one, type Resource, type Routes } from './api';
import type { Objects } from './objects';
import type { Queue } from './queue';
import { newRun } from './runs';
import { newId, type ConfigurationVersion, type Store } from './store';

const resource = (configuration: ConfigurationVersion): Resource => ({
  id: configuration.id,
  type: 'configuration-versions',
  attributes: {
    'auto-queue-runs': configuration.autoQueueRuns,
    error: null,
    'error-message': null,
    provisional: configuration.provisional,
    source: 'tfe-api',
    speculative: configuration.speculative,
    status: configuration.status,
    'status-timestamps': {},
  },
  relationships: { 'ingress-attributes': one('ingress-attributes', undefined) },
  links: { self: `/api/v2/configuration-versions/${configuration.id}` },
});

/** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/configuration-versions */
export function configurationVersionRoutes(store: Store, objects: Objects, queue: Queue): Routes {
  return {
    'POST /workspaces/:workspace/configuration-versions': ({ params, attributes, user }) => {
      const workspace = found(store.workspaces.get(params['workspace'] ?? ''));
      const uploaded = (archive: Buffer) => {
        Object.assign(configuration, { archive, status: 'uploaded' });
        if (configuration.autoQueueRuns) queue.add(newRun(store, objects, configuration, {}, user));
      };
      const configuration: ConfigurationVersion = {
        id: newId('cv'),
        workspace: workspace.id,
        speculative: attributes['speculative'] === true,
        provisional: attributes['provisional'] === true,
        autoQueueRuns: attributes['auto-queue-runs'] !== false,
        uploadUrl: objects.add({ write: uploaded }),
        status: 'pending',
        archive: undefined,
      };
      store.configurations.set(configuration.id, configuration);
      workspace.configurations.push(configuration);
      const { attributes: shown, ...rest } = resource(configuration);
      // Only the response to the creation contains the upload address.
      return {
        status: 201,
        data: { ...rest, attributes: { ...shown, 'upload-url': configuration.uploadUrl } },
      };
    },
    'GET /configuration-versions/:configuration': ({ params }) => ({
      data: resource(found(store.configurations.get(params['configuration'] ?? ''))),
    }),
  };
}
