import { SPRING_DATASOURCE } from '../../roles/application/database-names';
import { looksSecret } from '../../core/secret-values';
import { resourceVariables } from './storage';
import { type Check, type Draft, type Finding, present, type ServerDraft } from './draft';

/** Variables that the server gives every application. */
const GIVEN = ['MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED', 'SERVER_PORT', 'SPRING_CONFIG_IMPORT'];

/** Variables that the server gives the container by itself. */
function givenVariables(draft: Draft, { name, container }: ServerDraft): string[] {
  const { database } = draft;
  const given = [...GIVEN, ...resourceVariables(draft, name)];
  const isClient = present(database?.clients).some(([, client]) => client === name);
  return isClient
    ? [...given, ...Object.values({ ...SPRING_DATASOURCE, ...container?.databaseNames })]
    : given;
}

/** What is to be said of each variable of each container. */
const ofEachVariable = (
  draft: Draft,
  key: 'environment' | 'secrets',
  find: (name: string, value: string, server: ServerDraft) => Omit<Finding, 'path'> | undefined,
): Finding[] =>
  present(draft.servers).flatMap(([index, server]) =>
    Object.entries(server.container?.[key] ?? {}).flatMap(([name, value]) => {
      const finding = value === undefined ? undefined : find(name, value, server);
      const path = ['servers', index, 'container', key, name];
      return finding ? [{ ...finding, path }] : [];
    }),
  );

const namesOfOnesOwn: Check = (draft) =>
  (['environment', 'secrets'] as const).flatMap((key) =>
    ofEachVariable(draft, key, (name, _, server) =>
      givenVariables(draft, server).includes(name)
        ? { message: 'is a variable that the server sets itself', accepted: 'another name' }
        : undefined,
    ),
  );

const secretsOrSettings: Check = (draft) =>
  ofEachVariable(draft, 'secrets', (name, _, { container }) =>
    Object.hasOwn(container?.environment ?? {}, name)
      ? { message: 'is a variable of container.environment too', accepted: 'one of the two' }
      : undefined,
  );

/** A server reads what is in its own region. */
const secretsInTheRegion: Check = (draft) =>
  ofEachVariable(draft, 'secrets', (_, reference) => {
    const [arn, , , region] = reference.split(':');
    return arn !== 'arn' || draft.region === undefined || region === draft.region
      ? undefined
      : { message: 'is in another region than its server', accepted: `a secret in ${draft.region}` };
  });

const noSecrets: Check = (draft) =>
  ofEachVariable(draft, 'environment', (name, value) => {
    const why = looksSecret(name, value);
    return why === undefined
      ? undefined
      : {
          secret: true,
          message: `${why}, and environment is visible in plans and in the state`,
          accepted: 'a name below container.secrets',
        };
  });

export const containerSettingsChecks: readonly Check[] = [
  namesOfOnesOwn,
  secretsOrSettings,
  secretsInTheRegion,
  noSecrets,
];
