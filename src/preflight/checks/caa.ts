import { ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { type Check, type Context, fail, pass, unchecked } from '../check';
import { certificateNames } from '../host-names';
import { domainZone, isIn, type PublicZone, withoutDot, zoneOf } from '../zones';

/** AWS: "Configure a CAA record". */
const AMAZON = ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'];

/** A record that names who may issue, e.g. `0 issue "amazon.com"`. RFC 8659. */
const ISSUE = /^\d+\s+issue\s+"?\s*([^";\s]*)/i;

/** Names up to the zone, the closest first: of these the first with CAA records counts. */
const climbing = (host: string, zone: string): string[] => {
  const parent = host.slice(host.indexOf('.') + 1);
  return host === zone || !isIn(host)(zone) ? [host] : [host, ...climbing(parent, zone)];
};

/** Issuers that the CAA records of a name let in; undefined without records. */
async function issuersAt(name: string, { id }: PublicZone, { aws }: Context): Promise<string[] | undefined> {
  const { ResourceRecordSets: [first] = [] } = await aws.route53.send(
    new ListResourceRecordSetsCommand({
      HostedZoneId: id,
      StartRecordName: name,
      StartRecordType: 'CAA',
      MaxItems: 1,
    }),
  );
  return first?.Type === 'CAA' && withoutDot(first.Name) === name
    ? (first.ResourceRecords ?? []).flatMap(({ Value = '' }) => ISSUE.exec(Value)?.[1] ?? [])
    : undefined;
}

/** Name of the CAA records that keep Amazon from issuing a certificate for a host name. */
async function refusing(host: string, zone: PublicZone, context: Context): Promise<string | undefined> {
  for (const name of climbing(host, zone.name)) {
    const issuers = await issuersAt(name, zone, context);
    if (!issuers) continue;
    const lets = issuers.length === 0 || issuers.some((issuer) => AMAZON.includes(issuer.toLowerCase()));
    return lets ? undefined : name;
  }
  return undefined;
}

/** Checks the CAA records of the zone. Those above it are not looked up. */
export const caa: Check = {
  id: 'caa',
  title: 'CAA records',
  prevents: 'ACM may not issue the certificate',
  error: 'CAA_ERROR',
  permissions: ['route53:ListHostedZones', 'route53:ListResourceRecordSets'],
  applies: ({ plan }) => zoneOf(plan) !== undefined,
  async run(context) {
    const zone = await domainZone(context);
    if (!zone) return unchecked('the hosted zone comes first');
    const found = await Promise.all(
      certificateNames(context.plan).map((name) => refusing(name, zone, context)),
    );
    const holders = [...new Set(found.flatMap((name) => name ?? []))];
    return holders.length > 0
      ? fail(
          `the CAA records of ${holders.join(', ')} let others issue certificates, and not Amazon`,
          `Add a value to each: 0 issue "${AMAZON[0]}"`,
        )
      : pass(`nothing in ${zone.name} keeps Amazon from issuing a certificate`);
  },
};
