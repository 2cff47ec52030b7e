import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { type AccountContext, type Check, fail, pass } from '../check';

/** Checks that the region is enabled. AWS: "Enable or disable AWS Regions in your account". */
export const region: Check<AccountContext> = {
  id: 'region',
  title: 'Region',
  prevents: 'Every call in a region that the account has not enabled is refused',
  error: 'AuthFailure, OptInRequired, InvalidClientTokenId',
  permissions: ['ec2:DescribeRegions'],
  async run({ aws, region }) {
    const { Regions = [] } = await aws.homeEc2.send(
      new DescribeRegionsCommand({ AllRegions: true, Filters: [{ Name: 'region-name', Values: [region] }] }),
    );
    const status = Regions.find(({ RegionName }) => RegionName === region)?.OptInStatus;
    if (status === undefined)
      return fail(
        `${region} is not a region of this account's partition`,
        'Name another region in the environment.',
      );
    if (status === 'not-opted-in')
      return fail(
        `${region} is not enabled`,
        `Run aws account enable-region --region-name ${region}, and wait some minutes.`,
      );
    return pass(`${region} is enabled`);
  },
};
