/** A web page for administrators. */
export interface WebPage {
  /** TCP port that the server serves it on. */
  readonly port: number;
  /** Name of what serves it, as `Jenkins`. */
  readonly service: string;
  /** Path that it answers with 200 without a login. */
  readonly healthCheckPath: string;
}

/** What a server is for, as far as configuration and the network are concerned. */
export interface ServerRole {
  /** TCP port of the internet over which it installs what it runs; left out where it runs nothing. */
  readonly installsFrom?: number;
  /** Whether it keeps data, on a volume that outlives it: then it is one server, which no changed script replaces. */
  readonly keepsData: boolean;
  readonly page?: WebPage;
  /** GiB of the root volume that its images need beside the system; left out where any volume has room. */
  readonly leastVolumeSize?: number;
}

/** TCP port of the internet that packages, images and AWS itself come over. */
export const HTTPS_PORT = 443;

/** Port on which Logstash takes what Beats send. Elastic: "Beats input plugin". */
export const BEATS_PORT = 5044;

export const SERVER_ROLES = {
  application: { installsFrom: HTTPS_PORT, keepsData: false },
  jenkins: {
    installsFrom: HTTPS_PORT,
    keepsData: true,
    page: { port: 8080, service: 'Jenkins', healthCheckPath: '/login' },
  },
  elk: {
    installsFrom: HTTPS_PORT,
    keepsData: true,
    page: { port: 5601, service: 'Kibana', healthCheckPath: '/api/status' },
    leastVolumeSize: 16,
  },
  plain: { keepsData: false },
} as const satisfies Record<string, ServerRole>;

export type ServerRoleName = keyof typeof SERVER_ROLES;

export const roleOf = (name: ServerRoleName): ServerRole => SERVER_ROLES[name];

/** Name of a server's data volume where configuration gives none. */
export const defaultVolumeName = (server: string): string => `${server}-data`;
