/** Where the other side of a connection is. */
export type AclScope = 'internet' | 'vpc';

/** TCP ports on which connections cross the border of a tier, each with the widest place of the other side. */
type Ports = ReadonlyMap<number, AclScope>;

/** What passes the borders of a tier's subnets, by who opens the connection. */
export interface TierTraffic {
  readonly inbound: Ports;
  readonly outbound: Ports;
  /** Whether UDP passes, from and to the VPC. */
  readonly hasUdp: boolean;
  /** What opens connections: AWS's balancers and gateways take other ports for answers than servers do. */
  readonly clients: 'servers' | 'gateways';
  /** Whether a load balancer, or another service of AWS, is among servers and connects to others of them. */
  readonly hasBalancer: boolean;
}

export type AclDirection = 'ingress' | 'egress';

/** A rule that allows traffic. */
export interface AclRule {
  readonly key: string;
  readonly number: number;
  readonly direction: AclDirection;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  /** First and last port. Undefined for ICMP. */
  readonly ports: readonly [number, number] | undefined;
  readonly cidr: string;
}

/** Numbers of rules for more than one port. Others have the number of their port; 32,766 is the highest that AWS takes. */
const NUMBERS = { answersToBalancers: 32_763, icmp: 32_764, udp: 32_765, answers: 32_766 } as const;

const LAST_PORT = 65_535;

/**
 * First port for answers: Linux takes 32,768 and above, and the ports whose numbers are taken go with them; gateways and balancers
 * take 1,024 and above. AWS: "Ephemeral ports".
 */
const FIRST_ANSWER = { servers: NUMBERS.answersToBalancers, gateways: 1024 } as const;

const ANYWHERE = '0.0.0.0/0';

const widest = (ports: Ports): AclScope => ([...ports.values()].includes('internet') ? 'internet' : 'vpc');

/** The rules of a tier's ACL, in the order of their numbers. */
export function rulesOfTier(
  { inbound, outbound, hasUdp, clients, hasBalancer }: TierTraffic,
  vpc: string,
): AclRule[] {
  const directions = [
    { direction: 'ingress', opened: inbound, answered: outbound, first: FIRST_ANSWER[clients] },
    // Whoever connects to the tier may be a gateway or a balancer.
    { direction: 'egress', opened: outbound, answered: inbound, first: FIRST_ANSWER.gateways },
  ] as const;
  return directions.flatMap(({ direction, opened, answered, first }) => {
    const cidrOf = (scope: AclScope): string => (scope === 'internet' ? ANYWHERE : vpc);
    // A port above has no number of its own, and is opened as the answers are.
    const wide = new Map([
      ...answered,
      ...[...opened].filter(([port]) => port >= NUMBERS.answersToBalancers),
    ]);
    const answers = wide.size > 0 ? widest(wide) : undefined;
    const toBalancers = hasBalancer && direction === 'ingress';
    const isAnswer = (port: number, scope: AclScope): boolean =>
      (answers !== undefined && port >= first && (answers === 'internet' || scope === 'vpc')) ||
      (toBalancers && port >= FIRST_ANSWER.gateways && scope === 'vpc');
    const rules: Omit<AclRule, 'direction'>[] = [
      ...[...opened]
        .filter(([port, scope]) => !isAnswer(port, scope))
        .map(([port, scope]) => ({
          key: `tcp-${port}`,
          number: port,
          protocol: 'tcp' as const,
          ports: [port, port] as const,
          cidr: cidrOf(scope),
        })),
      ...(toBalancers
        ? [
            {
              key: 'answers-to-balancers',
              number: NUMBERS.answersToBalancers,
              protocol: 'tcp' as const,
              ports: [FIRST_ANSWER.gateways, LAST_PORT] as const,
              cidr: vpc,
            },
          ]
        : []),
      { key: 'icmp', number: NUMBERS.icmp, protocol: 'icmp', ports: undefined, cidr: ANYWHERE },
      ...(hasUdp
        ? [
            {
              key: 'udp',
              number: NUMBERS.udp,
              protocol: 'udp' as const,
              ports: [1, LAST_PORT] as const,
              cidr: vpc,
            },
          ]
        : []),
      ...(answers === undefined
        ? []
        : [
            {
              key: 'answers',
              number: NUMBERS.answers,
              protocol: 'tcp' as const,
              ports: [first, LAST_PORT] as const,
              cidr: cidrOf(answers),
            },
          ]),
    ];
    return rules.map((rule) => ({ ...rule, direction })).sort((one, other) => one.number - other.number);
  });
}
