import { roleOf, type ServerRoleName } from '../../roles';
import { HTTPS_PORT } from '../../roles/role';
import { hasSessions } from '../access-mode';
import { type Check, type Draft, duplicates, ofEach, present, rolesWhere, type ServerDraft } from './draft';

type Ports = ServerDraft['internetPorts'];

const SSM = '"ssm" in network.endpoints';
const WITH_NAT = 'network.nat of mode "single", "per-zone" or "instance"';

/** Whether HTTPS is open. An invalid port, which has been reported, may be meant to be it. */
const isOpen = (ports: Ports): boolean =>
  ports === undefined ||
  present(ports).length < ports.length ||
  present(ports).some(([, port]) => port === HTTPS_PORT);

const lacksHttps = (purpose: string, ...instead: string[]) => ({
  message: `lacks ${HTTPS_PORT}, over which ${purpose}`,
  accepted: [`${HTTPS_PORT} among them`, ...instead].join(', or '),
});

const internetNeedsNat: Check = ({ servers, network }) =>
  network?.nat?.mode !== 'none'
    ? []
    : present(servers)
        .filter(([, { internetPorts }]) => (internetPorts?.length ?? 0) > 0)
        .map(([index]) => ({
          path: ['servers', index, 'internetPorts'],
          message: 'needs outbound internet access, which network.nat of mode "none" does not give',
          accepted: `[], or ${WITH_NAT}`,
        }));

const internetPortsOnce: Check = ({ servers, bastion }) =>
  [
    [['bastion', 'internetPorts'], bastion?.internetPorts] as const,
    ...present(servers).map(
      ([index, server]) => [['servers', index, 'internetPorts'], server.internetPorts] as const,
    ),
  ].flatMap(([path, ports]) =>
    duplicates(
      present(ports).map(([at, port]) => [[...path, at], `${port}`]),
      'each port once',
    ),
  );

/** The network has no endpoint for what packages and images come from, so NAT is the only way. */
const installsFromTheInternet: Check = (draft) =>
  ofEach(draft, (_, role, at) =>
    roleOf(role).installsFrom !== undefined && draft.network?.nat?.mode === 'none'
      ? [
          {
            path: at('role'),
            message:
              'installs what it runs from the internet, to which network.nat of mode "none" gives no way and no endpoint either',
            accepted: `${rolesWhere(({ installsFrom }) => installsFrom === undefined)}, or ${WITH_NAT}`,
          },
        ]
      : [],
  );

/** A plain server without any port is meant to be cut off, and gets no updates. */
function needOf(role: ServerRoleName, ports: Ports, draft: Draft) {
  const { network, access } = draft;
  const hasEndpoint = present(network?.endpoints).some(([, service]) => service === 'ssm');
  if (roleOf(role).installsFrom !== undefined)
    return network?.nat?.mode === 'none' ? [] : [lacksHttps(`role "${role}" installs what it runs`)];
  if (hasSessions(draft) && !hasEndpoint)
    return [
      access?.mode === 'session-manager'
        ? lacksHttps('access.mode "session-manager" reaches AWS', SSM)
        : lacksHttps('sessionManager reaches AWS', SSM, 'no sessionManager'),
    ];
  return ports?.length ? [lacksHttps('security updates come', '[] for a server that gets none')] : [];
}

const serversReachHttps: Check = (draft) =>
  ofEach(draft, ({ internetPorts }, role, at) =>
    isOpen(internetPorts)
      ? []
      : needOf(role, internetPorts, draft).map((need) => ({ path: at('internetPorts'), ...need })),
  );

const bastionReachesHttps: Check = ({ bastion }) =>
  bastion === undefined || isOpen(bastion.internetPorts)
    ? []
    : [{ path: ['bastion', 'internetPorts'], ...lacksHttps('the bastion installs what it runs') }];

export const internetChecks: readonly Check[] = [
  internetNeedsNat,
  internetPortsOnce,
  installsFromTheInternet,
  serversReachHttps,
  bastionReachesHttps,
];
