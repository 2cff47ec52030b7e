import { GetHostedZoneCommand } from '@aws-sdk/client-route-53';
import { type Check, fail, pass, unchecked } from '../check';
import { domainZone, withoutDot, zoneOf } from '../zones';

/** Errors of a resolver that mean that a name has no such records. Node.js: "DNS error codes". */
const NO_RECORDS = ['ENOTFOUND', 'ENODATA'];

const sorted = (names: readonly string[]): string[] =>
  names.map((name) => withoutDot(name.toLowerCase())).sort();

/** Checks that the internet asks the name servers of the zone, without which ACM finds no record and issues no certificate. */
export const dnsDelegation: Check = {
  id: 'dns-delegation',
  title: 'Delegation of the hosted zone',
  prevents: 'The certificate is never issued, and host names do not resolve',
  error: 'PENDING_VALIDATION, NXDOMAIN',
  permissions: ['route53:ListHostedZones', 'route53:GetHostedZone'],
  applies: ({ plan }) => zoneOf(plan) !== undefined,
  async run(context) {
    const zone = await domainZone(context);
    if (!zone) return unchecked('the hosted zone comes first');
    const answer = await context.aws.route53.send(new GetHostedZoneCommand({ Id: zone.id }));
    const own = sorted(answer.DelegationSet?.NameServers ?? []);
    const asked = await context.resolveNs(zone.name).catch((error: unknown) => {
      const { code = '' } = error as NodeJS.ErrnoException;
      return NO_RECORDS.includes(code) ? [] : code;
    });
    if (typeof asked === 'string') return unchecked(`no resolver answers here: ${asked}`);
    const found = sorted(asked);
    if (found.join() === own.join()) return pass(`the internet asks ${own.join(', ')}`);
    return fail(
      found.length === 0
        ? `the internet knows no name servers of ${zone.name}`
        : `the internet asks ${found.join(', ')} about ${zone.name}, not its zone`,
      `Set the name servers of ${zone.name}, where the domain is registered or in the parent zone, to ${own.join(', ')}.`,
    );
  },
};
