import { isInZone } from '../mail-zone';
import { type Check, type Draft, duplicates, type Entry, type Finding, present } from './draft';

/** Whether the load balancer has a certificate, its own or that of its domain. */
export const speaksHttps = ({ loadBalancer }: Draft): boolean =>
  loadBalancer?.certificateArn !== undefined || loadBalancer?.domain !== undefined;

/** Host names of routes, each once: routes share a host name with one another and with the domain. */
function routedHosts({ loadBalancer }: Draft): [PropertyKey[], string][] {
  const known = new Set([loadBalancer?.domain?.name]);
  return present(loadBalancer?.routes).flatMap(([index, { hosts }]) =>
    present(hosts).flatMap(([at, host]): [PropertyKey[], string][] => {
      if (known.has(host)) return [];
      known.add(host);
      return [[['loadBalancer', 'routes', index, 'hosts', at], host]];
    }),
  );
}

/** Host names of the load balancer with their paths. */
export const hostNamesOf = (draft: Draft): [PropertyKey[], string][] => [
  ...ownHostNames(draft),
  ...routedHosts(draft),
];

const ownHostNames = ({ servers, loadBalancer }: Draft): [PropertyKey[], string][] => [
  ...(loadBalancer?.domain?.name === undefined
    ? []
    : [[['loadBalancer', 'domain', 'name'], loadBalancer.domain.name] as [PropertyKey[], string]]),
  ...present(servers).flatMap(([index, { hostName }]): [PropertyKey[], string][] =>
    hostName === undefined ? [] : [[['servers', index, 'hostName'], hostName]],
  ),
];

const oneCertificate: Check = ({ loadBalancer }) =>
  loadBalancer?.certificateArn !== undefined && loadBalancer.domain !== undefined
    ? [
        {
          path: ['loadBalancer', 'certificateArn'],
          message: 'stands beside domain, which has a certificate of its own',
          accepted: 'one of the two',
        },
      ]
    : [];

const namesInTheZone: Check = (draft) => {
  const zone = draft.loadBalancer?.domain?.zone;
  if (zone === undefined) return [];
  return hostNamesOf(draft)
    .filter(([, name]) => !isInZone(name, zone))
    .map(([path]) => ({
      path,
      message: `is not in the zone ${zone}`,
      accepted: `a name that ends in .${zone}`,
    }));
};

const namesOnce: Check = (draft) =>
  duplicates(
    hostNamesOf(draft).map(([path, name]): Entry => [path, name]),
    'a host name for each server',
  );

const hstsNeedsHttps: Check = (draft): Finding[] =>
  draft.loadBalancer?.hsts === true && !speaksHttps(draft)
    ? [
        {
          path: ['loadBalancer', 'hsts'],
          message: 'requires a load balancer with HTTPS',
          accepted: 'false, or loadBalancer.domain',
        },
      ]
    : [];

/** Passwords and sessions of customers go in the clear over HTTP. */
const tlsWhereProtected: Check = (draft): Finding[] => {
  const { deletionProtection, loadBalancer } = draft;
  return deletionProtection === true && loadBalancer?.insecure === false && !speaksHttps(draft)
    ? [
        {
          path: ['loadBalancer', 'domain'],
          message: 'is missing: with deletionProtection on, requests would go over HTTP, unencrypted',
          accepted: 'a domain, the certificateArn of an ACM certificate, or loadBalancer.insecure: true',
        },
      ]
    : [];
};

export const domainChecks: readonly Check[] = [
  tlsWhereProtected,
  oneCertificate,
  namesInTheZone,
  namesOnce,
  hstsNeedsHttps,
];
