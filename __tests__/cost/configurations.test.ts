import { dev, prod } from '../support/fixtures/configured';
import { changed, type Changes } from '../support/fixtures/environments';
import { DATE, estimateOf } from './support/estimates';

interface Configuration {
  readonly base?: typeof dev;
  readonly changes: Changes;
  readonly date?: Date;
  readonly atLeast: string;
  readonly most: string;
}

/**
 * What each configuration costs a month, calculated by hand. Hours are times 730. For dev:
 *
 *   bastion t2.micro                       0.0144 × 730 =  10.512
 *   three servers t2.medium            3 × 0.0576 × 730 = 126.144
 *   volumes 8 + 8 + 16 + 8 + 50 + 20 = 110 GB × 0.0912  =  10.032
 *   NAT gateway                             0.059 × 730 =  43.07
 *   load balancer                          0.0225 × 730 =  16.425
 *   its two addresses, and two Elastic IPs  4 × 0.005 × 730 = 14.6
 *   database db.t3.micro                    0.026 × 730 =  18.98
 *   its storage, 20 to 100 GB              20 × 0.131   =   2.62 to 13.1
 *   its two secrets                               2 × 0.4 =  0.8
 *   hosted zone of the elk server's name                    0.5
 */
const CONFIGURATIONS: Readonly<Record<string, Configuration>> = {
  dev: { changes: {}, atLeast: '243.683', most: '254.163' },
  // A second gateway with its address: 43.07 + 3.65.
  'a NAT gateway in each zone': {
    changes: { 'network.nat': { mode: 'per-zone' } },
    atLeast: '290.403',
    most: '300.883',
  },
  // t3.medium for t2.medium: −0.0056 × 730 = −4.088.
  'a server of another type': {
    changes: { 'servers.0.instanceType': 't3.medium' },
    atLeast: '239.595',
    most: '250.075',
  },
  // Three more of 0.0576 × 730 + 8 × 0.0912 = 42.7776 each.
  'four servers of a name': { changes: { 'servers.0.count': 4 }, atLeast: '372.0158', most: '382.4958' },
  // 42.7776 less at the server; the group from 2 × 42.7776 to 6 × 42.7776.
  'an Auto Scaling group': {
    changes: { 'servers.0.autoScaling': { min: 2, max: 6, targetCpu: 60 } },
    atLeast: '286.4606',
    most: '468.051',
  },
  // 16.425 + 7.3 less.
  'no load balancer': { changes: { loadBalancer: undefined }, atLeast: '219.958', most: '230.438' },
  // 18.98 + 2.62 + 0.8 less.
  'no database': { changes: { database: undefined }, atLeast: '221.283', most: '221.283' },
  // 450 GB more at 0.0912.
  'a larger data volume': {
    changes: { 'servers.1.dataVolume.size': 500 },
    atLeast: '284.723',
    most: '295.203',
  },
  // 100 to 1000 GB for 20 to 100: 13.1 − 2.62 more at least, 131 − 13.1 more at most.
  'more storage of the database': {
    changes: { 'database.allocatedStorage': 100, 'database.maxAllocatedStorage': 1000 },
    atLeast: '254.163',
    most: '372.063',
  },
  // 2 vCPUs × 0.12 × 730 = 175.2 more.
  'a database with Extended Support': {
    changes: { 'database.version': '8.0', 'database.extendedSupport': true },
    atLeast: '418.883',
    most: '429.363',
  },
  // The day before it is charged.
  'Extended Support before the end of standard support': {
    changes: { 'database.version': '8.0', 'database.extendedSupport': true },
    date: new Date('2026-07-31T23:59:59Z'),
    atLeast: '243.683',
    most: '254.163',
  },
  /*
   * Of dev's: a NAT gateway and its address more, 46.72; one t2.medium less with its volume, −42.7776, and 2 to 4 in
   * the group, 85.5552 to 171.1104; a standby: 0.052 × 730 = 37.96 for 18.98, 20 × 0.262 = 5.24 to 26.2 for 2.62 to 13.1.
   */
  prod: { base: prod, changes: {}, atLeast: '354.7806', most: '461.2958' },
};

describe('The estimate', () => {
  test.each(Object.entries(CONFIGURATIONS))(
    'of %s is what a calculation by hand says',
    (_, { base = dev, changes, date = DATE, atLeast, most }) => {
      const { total, most: highest } = estimateOf(changed(changes, base), { date });
      expect({ atLeast: total.toFixed(), most: highest.toFixed() }).toEqual({ atLeast, most });
    },
  );
});
