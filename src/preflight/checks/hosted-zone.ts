import { paginateListHostedZones } from '@aws-sdk/client-route-53';
import { all } from '../../aws/pages';
import { type Check, pass, warn } from '../check';
import { hostNames } from '../host-names';

/** Checks that a public hosted zone of the account covers each host name. Does not check the records. */
export const hostedZone: Check = {
  id: 'hosted-zone',
  title: 'Hosted zone',
  prevents: 'Host names do not resolve',
  error: 'NoSuchHostedZone, NXDOMAIN',
  permissions: ['route53:ListHostedZones'],
  applies: ({ plan }) => hostNames(plan).length > 0,
  async run({ plan, aws }) {
    const zones = await all(
      paginateListHostedZones({ client: aws.route53 }, {}),
      ({ HostedZones }) => HostedZones,
    );
    const names = zones
      .filter(({ Config }) => Config?.PrivateZone !== true)
      .map(({ Name = '' }) => Name.replace(/\.$/, ''));
    const isIn = (host: string) => (name: string) => host === name || host.endsWith(`.${name}`);
    const hosts = hostNames(plan);
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
