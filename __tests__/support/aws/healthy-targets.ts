import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { EmulatedAccount } from '../../../src/emulator/account';
import { clientOf } from './own-account';

/** Time between two looks in milliseconds. The emulator changes nothing by itself, only in answer to a request. */
const INTERVAL = 20;

/** Fewest healthy targets of the account's one target group, over all moments of an action. */
export async function fewestHealthy(account: EmulatedAccount, action: () => Promise<void>): Promise<number> {
  const elb = new ElasticLoadBalancingV2Client(clientOf(account));
  const { TargetGroups: [group] = [] } = await elb.send(new DescribeTargetGroupsCommand({}));
  let fewest = Infinity;
  let over = false;
  const watch = async (): Promise<void> => {
    while (!over) {
      const { TargetHealthDescriptions: targets = [] } = await elb.send(
        new DescribeTargetHealthCommand({ TargetGroupArn: group?.TargetGroupArn }),
      );
      const healthy = targets.filter(({ TargetHealth: health }) => health?.State === 'healthy');
      fewest = Math.min(fewest, healthy.length);
      await sleep(INTERVAL);
    }
  };
  const watching = watch();
  try {
    await action();
  } finally {
    over = true;
    await watching;
  }
  return fewest;
}
