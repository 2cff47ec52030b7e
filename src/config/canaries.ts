import type { Environment } from './shape';

type ServerSettings = Environment['servers'][number];

/** Name of the second server group of a server with a canary. */
export const canaryName = (server: string): string => `${server}-canary`;

/** The second server group: the same definition with another image, as small as it can be. */
function canaryOf(server: ServerSettings): ServerSettings[] {
  const { canary, container, formerly, autoScaling, zones } = server;
  if (!canary || !container) return [];
  const size = autoScaling
    ? { autoScaling: { ...autoScaling, min: 1 } }
    : { count: 1, zones: [...zones].sort().slice(0, 1) };
  return [
    {
      ...server,
      ...size,
      name: canaryName(server.name),
      formerly: formerly === undefined ? undefined : canaryName(formerly),
      // A schedule runs the image of the server alone.
      container: { ...container, image: canary.image, schedules: undefined },
      canary: undefined,
      privateName: undefined,
    },
  ];
}

/** Keys that list servers. */
const CLIENT_KEYS = ['clients', 'producers', 'consumers'];

/** Wherever a server is one of the clients, its canary is one too. */
function withCanaryClients<T>(value: T, canaries: ReadonlySet<string>): T {
  if (Array.isArray(value)) return value.map((one: unknown) => withCanaryClients(one, canaries)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]: [string, unknown]) => [
    key,
    CLIENT_KEYS.includes(key) && Array.isArray(inner)
      ? (inner as string[]).flatMap((name) => (canaries.has(name) ? [name, canaryName(name)] : [name]))
      : withCanaryClients(inner, canaries),
  ]);
  return Object.fromEntries(entries) as T;
}

/** The environment with a server for each canary, which has the traffic and the access of the server that it is a canary of. */
export function withCanaries(environment: Environment): Environment {
  const canaries = environment.servers.flatMap(canaryOf);
  if (canaries.length === 0) return environment;
  const names = new Set(environment.servers.flatMap(({ name, canary }) => (canary ? [name] : [])));
  const both = (name: string): string[] => (names.has(name) ? [name, canaryName(name)] : [name]);
  const { servers, traffic, ...parts } = environment;
  return {
    ...withCanaryClients(parts, names),
    servers: [...servers, ...canaries],
    traffic: traffic.flatMap((rule) =>
      both(rule.from).flatMap((from) => both(rule.to).map((to) => ({ ...rule, from, to }))),
    ),
  };
}
