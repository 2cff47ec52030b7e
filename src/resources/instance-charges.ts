import {
  byUse,
  type Charge,
  cloudWatch,
  ec2,
  hourly,
  type PriceKey,
  type PricedResource,
  publicAddresses,
} from './charges';
import { volumeCharges } from './volume-charges';

const ROOT_VOLUME = { size: 'volume_size', type: 'volume_type' };

/** Usage types of instances by tenancy. AWS bills Linux without a licence as `RunInstances`, which is the least for a type. */
const USAGE: Readonly<Record<string, string>> = { dedicated: 'DedicatedUsage', host: 'HostBoxUsage' };

function usageOf(type: string, tenancy: string | undefined): PriceKey | undefined {
  return ec2(`${USAGE[tenancy ?? ''] ?? 'BoxUsage'}:${type}`, 'RunInstances');
}

/** Burstable families. All but T2 are unlimited unless they are told otherwise. AWS: "Unlimited mode for burstable performance instances". */
const BURSTABLE = /^(t2|t3|t3a|t4g)\./;

function creditCharges(type: string, credits: string | undefined): Charge[] {
  const [, family] = BURSTABLE.exec(type) ?? [];
  if (family === undefined || (credits ?? (family === 't2' ? 'standard' : 'unlimited')) !== 'unlimited')
    return [];
  return [byUse('cpu-credits', ec2(`CPUCredits:${family}`))];
}

/** Detailed monitoring is charged as metrics, of which an account has ten without charge. AWS: "Amazon CloudWatch pricing". */
const monitoringCharges = (isDetailed: boolean | undefined): Charge[] =>
  isDetailed === true ? [byUse('metrics', cloudWatch('CW:MetricMonitorUsage'))] : [];

/** The instance itself: an hour of its type, unless it is a Spot Instance, whose price changes with the market. */
function computeCharge(launched: PricedResource): Charge {
  const type = launched.text('instance_type');
  const [market] = launched.blocks('instance_market_options');
  if (market?.text('market_type') === 'spot') return byUse('spot-hours', ec2(type && `SpotUsage:${type}`));
  const [placement] = launched.blocks('placement');
  return hourly(
    'instance',
    type === undefined ? undefined : usageOf(type, (placement ?? launched).text('tenancy')),
    1,
  );
}

/** What an instance and a launch template have in common. */
function launchCharges(launched: PricedResource): Charge[] {
  const [credits] = launched.blocks('credit_specification');
  return [
    computeCharge(launched),
    ...creditCharges(launched.text('instance_type') ?? '', credits?.text('cpu_credits')),
  ];
}

/** A public address of an instance's own, which it has until an Elastic IP address takes its place. */
function addressCharges(instance: PricedResource): Charge[] {
  const isPublic =
    instance.flag('associate_public_ip_address') ??
    instance.referred('subnet_id')?.flag('map_public_ip_on_launch') ??
    false;
  return isPublic && !instance.isReferredBy('aws_eip_association', 'instance_id') ? [publicAddresses(1)] : [];
}

/** A standalone instance with its root volume and the volumes of its own. */
export const instanceCharges = (instance: PricedResource): Charge[] => [
  ...launchCharges(instance),
  ...addressCharges(instance),
  ...monitoringCharges(instance.flag('monitoring')),
  ...[...instance.blocks('root_block_device'), ...instance.blocks('ebs_block_device')].flatMap((volume) =>
    volumeCharges(volume, ROOT_VOLUME),
  ),
];

/** An instance that a launch template launches. */
function templateCharges(template: PricedResource): Charge[] {
  const volumes = template.blocks('block_device_mappings').flatMap((device) => device.blocks('ebs'));
  const [monitoring] = template.blocks('monitoring');
  return [
    ...launchCharges(template),
    ...monitoringCharges(monitoring?.flag('enabled')),
    ...volumes.flatMap((volume) => volumeCharges(volume, ROOT_VOLUME)),
  ];
}

/** Instances of an Auto Scaling group: at least its minimum, at most its maximum. */
export function groupCharges(group: PricedResource): Charge[] {
  const [least, most] = [group.number('min_size'), group.number('max_size')];
  const [launchTemplate] = group.blocks('launch_template');
  const template = launchTemplate?.referred('id') ?? launchTemplate?.referred('name');
  if (!template) return [hourly('instances', undefined, least)];
  return templateCharges(template).map((charge) =>
    charge.per === 'use'
      ? charge
      : {
          ...charge,
          quantity: scaled(charge.quantity, least),
          ...(most !== undefined && charge.quantity !== undefined && { most: charge.quantity * most }),
        },
  );
}

const scaled = (quantity: number | undefined, factor: number | undefined): number | undefined =>
  quantity === undefined || factor === undefined ? undefined : quantity * factor;
