/** Zone letters that offer an instance family, by region. */
type Offered = Readonly<Record<string, string>>;

/**
 * Zones of burstable families that some zones do not offer, from DescribeInstanceTypeOfferings in May 2026. Empty if no zone offers the
 * family. Excludes regions whose zone letters differ between accounts: `devloop preflight` reads those from AWS.
 */
const FAMILY_ZONES: Readonly<Record<string, Offered>> = {
  t2: {
    'ap-east-1': '',
    'ap-northeast-2': 'ac',
    'ap-northeast-3': 'a',
    'ap-south-1': 'ab',
    'ca-central-1': 'ab',
    'eu-north-1': '',
    'eu-south-1': '',
    'me-south-1': '',
    'us-west-2': 'abc',
  },
  t3a: {
    'ap-east-1': '',
    'ap-northeast-2': 'ac',
    'ap-northeast-3': '',
    'ca-central-1': 'ab',
    'eu-north-1': '',
    'me-south-1': '',
  },
};

/** Family with the types of T2 and T3a that every zone offers. */
const SUCCESSOR = 't3';

/** Zone letters that offer an instance type. Undefined if the family is not listed for the region. */
export const zonesOffering = (instanceType: string, region: string): string | undefined =>
  FAMILY_ZONES[instanceType.split('.')[0] ?? '']?.[region];

/** The type of the same size that every zone offers. */
export const successorOf = (instanceType: string): string => instanceType.replace(/^[^.]+/, SUCCESSOR);
