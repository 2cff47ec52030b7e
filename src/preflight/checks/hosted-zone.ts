import { type Check, fail, type Finding, pass, warn } from '../check';
import { hostNames } from '../host-names';
import { isIn, publicZones, zoneOf } from '../zones';

/** The zone of `loadBalancer.domain`, in which Terraform creates records. */
function stated(zone: string, names: readonly string[], hosts: readonly string[]): Finding {
  const count = names.filter((name) => name === zone).length;
  if (count === 1) return pass(`${hosts.join(', ')} in ${zone}`);
  return fail(
    `${count === 0 ? 'no' : count} public zones of this account have the name ${zone}`,
    count === 0
      ? `Create it: aws route53 create-hosted-zone --name ${zone} --caller-reference 1; or leave loadBalancer.domain.zone out, where DNS is elsewhere.`
      : 'Delete all but the one that the internet asks.',
  );
}

/** Checks that a public hosted zone of the account has each host name. Does not check the records. */
export const hostedZone: Check = {
  id: 'hosted-zone',
  title: 'Hosted zone',
  prevents: 'Records cannot be created, or host names do not resolve',
  error: 'NoSuchHostedZone, NXDOMAIN',
  permissions: ['route53:ListHostedZones'],
  applies: ({ plan }) => hostNames(plan).length > 0,
  async run(context) {
    const names = (await publicZones(context)).map(({ name }) => name);
    const hosts = hostNames(context.plan);
    const zone = zoneOf(context.plan);
    if (zone !== undefined) return stated(zone, names, hosts);
    const outside = hosts.filter((host) => !names.some(isIn(host)));
    if (outside.length > 0)
      return warn(
        `no public zone of this account has ${outside.join(', ')}`,
        'Create a CNAME record to the host of load_balancer_url, where the DNS of the name is.',
      );
    return pass(
      `${hosts.join(', ')} in ${names.filter((name) => hosts.some((host) => isIn(host)(name))).join(', ')}`,
    );
  },
};
