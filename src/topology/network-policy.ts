import type { Answer, Matrix, MatrixEntry, Topology } from '.';
import { printAnswer } from './print';

/** What an environment's configuration says of its network, by Terraform address. */
export interface ExpectedAccess {
  /** The variable that holds the administrators' ranges. */
  readonly administrators: string;
  readonly bastion: string;
  readonly loadBalancer?: string | undefined;
  /** Private servers, and the TCP ports of the internet that each needs, at boot already. */
  readonly servers: readonly { readonly address: string; readonly internetPorts: readonly number[] }[];
  readonly database?: { readonly address: string; readonly clients: readonly string[] } | undefined;
}

/** A promise that the network does not keep. */
export interface Violation {
  readonly address: string;
  readonly message: string;
}

const SSH = 22;
const INTERNET = 'internet';

class PolicyVerifier {
  private readonly matrix: Matrix;
  private readonly members: ReadonlyMap<string, readonly string[]>;
  /** The ends of the matrix that an address is one of. */
  private readonly names = new Map<string, string[]>();
  private readonly entriesByGoal = new Map<string, MatrixEntry[]>();
  private readonly entriesByPair = new Map<string, MatrixEntry[]>();

  constructor(
    private readonly topology: Topology,
    private readonly expected: ExpectedAccess,
  ) {
    this.matrix = topology.matrix();
    this.members = new Map(this.matrix.ends.map(({ name, members }) => [name, members]));
    for (const { name, members } of this.matrix.ends) {
      for (const member of members) collect(this.names, member, name);
    }
    for (const entry of this.matrix.entries) {
      collect(this.entriesByGoal, entry.to, entry);
      collect(this.entriesByPair, `${entry.from} ${entry.to}`, entry);
    }
  }

  public violations(): Violation[] {
    return [...this.exposed(), ...this.bastion(), ...this.waysOut(), ...this.targets(), ...this.database()];
  }

  /** The internet reaches the load balancer's listeners, and nothing else. */
  private exposed(): Violation[] {
    return this.matrix.entries
      .filter(({ from }) => this.isOf(from, INTERNET))
      .flatMap((entry) => this.membersOf(entry.to).map((to) => ({ entry, to })))
      .filter(({ to }) => to !== this.expected.loadBalancer)
      .map(({ entry, to }) =>
        this.unwanted(to, INTERNET, entry, 'only the load balancer is for the internet'),
      );
  }

  /** Administrators reach the bastion's SSH, and nobody else does. */
  private bastion(): Violation[] {
    const { administrators, bastion } = this.expected;
    const others = this.entriesTo(bastion)
      .filter(
        ({ protocol, ports }) => protocol === 'tcp' && ports.some(({ from, to }) => from <= SSH && SSH <= to),
      )
      .flatMap((entry) => this.membersOf(entry.from).map((from) => ({ entry, from })))
      .filter(({ from }) => from !== administrators && from !== INTERNET);
    return [
      ...this.wanted(administrators, bastion, SSH, 'administrators log in there'),
      ...others.map(({ entry, from }) =>
        this.unwanted(bastion, from, entry, 'only administrators log in there'),
      ),
    ];
  }

  /** Private servers have a way out, if they need one at boot. */
  private waysOut(): Violation[] {
    return this.expected.servers.flatMap(({ address, internetPorts }) =>
      internetPorts.flatMap((port) =>
        this.wanted(address, INTERNET, port, 'the server needs it at boot', address),
      ),
    );
  }

  /** A load balancer reaches each of its targets on the traffic and the health check port. */
  private targets(): Violation[] {
    return this.topology
      .targets()
      .flatMap(({ from, to, protocol, port, certain }) =>
        certain || this.topology.reach(from, to, protocol, port).verdict === 'no'
          ? this.wanted(from, to, port, 'it is registered as a target', to, protocol)
          : [],
      );
  }

  /** The database is reached by the servers that configuration names, exactly, and reaches nothing. */
  private database(): Violation[] {
    const { database } = this.expected;
    if (!database) return [];
    const { address, clients } = database;
    const inwards = this.entriesTo(address).flatMap((entry) =>
      this.membersOf(entry.from).map((from) => ({ entry, from })),
    );
    const outwards = this.matrix.entries.filter(({ from }) => this.isOf(from, address));
    const reaching = new Set(inwards.filter(({ entry }) => entry.verdict === 'yes').map(({ from }) => from));
    return [
      ...inwards
        .filter(({ from }) => !clients.includes(from) && from !== INTERNET)
        .map(({ entry, from }) =>
          this.unwanted(address, from, entry, 'configuration does not name it as a client'),
        ),
      ...clients
        .filter((client) => !reaching.has(client))
        .map((client) => ({
          address,
          message: `${client} does not reach it on any port, though configuration names it as a client`,
        })),
      ...outwards.map((entry) => this.unwanted(address, address, entry, 'a database connects to nothing')),
    ];
  }

  /** Whether the matrix says so already. */
  private listed(from: string, to: string, protocol: 'tcp' | 'udp', port: number): boolean {
    const pairs = this.namesOf(from).flatMap((source) => this.namesOf(to).map((goal) => `${source} ${goal}`));
    return pairs
      .flatMap((pair) => this.entriesByPair.get(pair) ?? [])
      .some(
        (entry) =>
          entry.verdict === 'yes' &&
          entry.protocol === protocol &&
          entry.ports.some((range) => range.from <= port && port <= range.to),
      );
  }

  private entriesTo(address: string): MatrixEntry[] {
    return this.namesOf(address).flatMap((name) => this.entriesByGoal.get(name) ?? []);
  }

  private namesOf(address: string): readonly string[] {
    return this.names.get(address) ?? [];
  }

  private membersOf(name: string): readonly string[] {
    return this.members.get(name) ?? [name];
  }

  private isOf(name: string, address: string): boolean {
    return this.membersOf(name).includes(address);
  }

  private unwanted(address: string, from: string, entry: MatrixEntry, because: string): Violation {
    const ports = entry.ports
      .map((range) => (range.from === range.to ? range.from : `${range.from}-${range.to}`))
      .join(', ');
    const { protocol, unknown, to } = entry;
    const goal = from === address ? to : 'it';
    const fact = unknown
      ? `it cannot be ruled out that ${from} reaches ${goal} on ${protocol} ${ports} (not known: ${unknown.join('; ')})`
      : `${from} reaches ${goal} on ${protocol} ${ports}`;
    return { address, message: `${fact}; ${because}` };
  }

  private wanted(
    from: string,
    to: string,
    port: number,
    because: string,
    address = to,
    protocol: 'tcp' | 'udp' = 'tcp',
  ): Violation[] {
    if (this.listed(from, to, protocol, port)) return [];
    const answer = this.topology.reach(from, to, protocol, port);
    if (answer.verdict === 'yes') return [];
    return [{ address, message: `${summary(from, to, protocol, port, answer)}; ${because}` }];
  }
}

function summary(from: string, to: string, protocol: 'tcp' | 'udp', port: number, answer: Answer): string {
  const [, ...reason] = printAnswer({ from, to, protocol, port }, answer).split('\n');
  return `${from} does not surely reach ${to} on ${protocol} ${port} (${reason.map((line) => line.trim()).join(' ')})`;
}

/** What of an environment's promises its network does not keep: the resource and the reason. */
export function violations(topology: Topology, expected: ExpectedAccess): Violation[] {
  return new PolicyVerifier(topology, expected).violations();
}

function collect<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
