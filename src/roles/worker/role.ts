import { application } from '../application/role';
import { defineRole } from '../role';
import { WITHOUT_PORT } from '../shared/parts';

/** An application to which nobody connects. */
export const worker = defineRole({
  ...application,
  summary:
    "A container of the application's image without a port, e.g. for background work, with access to the database",
  sharedParts: (server) => [...application.sharedParts(server), WITHOUT_PORT],
  // That of an application, which every boundary has.
  boundary: () => [],
});
