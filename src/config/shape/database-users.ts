import * as z from 'zod';
import { clients, pattern } from '../fields';

/** PostgreSQL: "CREATE EXTENSION". */
const extension = pattern(
  /^[a-z][a-z0-9_-]*$/,
  'is not the name of an extension',
  'e.g. vector, in lower case',
);

/** Databases, extensions and users beside those of the application. */
export const databaseUsers = {
  databases: z
    .array(z.string())
    .default([])
    .describe('further databases on the same instance, of the user as which applications connect'),
  extensions: z
    .array(extension)
    .default([])
    .describe('extensions of PostgreSQL in every database, e.g. `vector` for pgvector'),
  users: z
    .array(
      z.strictObject({
        name: z.string().describe('name of the user, and of its secret after the environment'),
        access: z
          .enum(['read-only', 'read-write'])
          .describe('`read-only`, or `read-write`: rows of tables, not the tables themselves'),
        databases: z
          .array(z.string())
          .optional()
          .meta({ description: 'databases that it may use', whenOmitted: 'all of the environment' }),
        clients: clients
          .default([])
          .describe('names of servers without an application that may connect and read its secret'),
      }),
    )
    .default([])
    .describe(
      "users beside the application's; the first server with an application in `clients` creates them",
    ),
};
