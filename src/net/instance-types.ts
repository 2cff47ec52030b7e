/** Letters of the zones that offer a family of instance types, by region. */
type Offered = Readonly<Record<string, string>>;

/**
 * Where a family of burstable types is not in every zone, by DescribeInstanceTypeOfferings of May 2026. Empty: in none. Left out are
 * regions whose letters stand for other zones in other accounts. What is not here the plan asks AWS.
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

/** The types of T2 and T3a in a family that every zone has. */
const SUCCESSOR = 't3';

/** Letters of the only zones of a region that offer an instance type; undefined where nothing is known. */
export const zonesOffering = (instanceType: string, region: string): string | undefined =>
  FAMILY_ZONES[instanceType.split('.')[0] ?? '']?.[region];

/** The same size in a family of every zone. */
export const successorOf = (instanceType: string): string => instanceType.replace(/^[^.]+/, SUCCESSOR);
