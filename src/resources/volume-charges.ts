import { type Charge, ec2, monthly, type PricedResource } from './charges';

/** What the price of a gp3 volume includes. AWS: "Amazon EBS General Purpose SSD volumes". */
const GP3_IOPS = 3000;
/** In MiB/s. */
const GP3_THROUGHPUT = 125;

/** Names of volume types in usage types, where they differ. AWS: "Understand codes for Amazon EBS in billing and usage reports". */
const BILLED_AS: Readonly<Record<string, string>> = { io1: 'piops' };

const billed = (type: string): string => BILLED_AS[type] ?? type;

/**
 * An EBS volume: its size, and IOPS and throughput beyond what a gp3 volume includes. Magnetic volumes have usage types without a name.
 *
 * @param names arguments with the volume's size and type
 */
export function volumeCharges(
  volume: PricedResource,
  names: { readonly size: string; readonly type: string },
): Charge[] {
  const type = volume.text(names.type);
  const [iops, throughput] = [volume.number('iops') ?? 0, volume.number('throughput') ?? 0];
  const includedIops = type === 'gp3' ? GP3_IOPS : 0;
  const size = monthly('volume', ec2(type && `EBS:VolumeUsage.${billed(type)}`), volume.number(names.size));
  return [
    size,
    ...(type !== undefined && iops > includedIops
      ? [monthly('volume IOPS', ec2(`EBS:VolumeP-IOPS.${billed(type)}`), iops - includedIops)]
      : []),
    ...(type === 'gp3' && throughput > GP3_THROUGHPUT
      ? [monthly('volume throughput', ec2('EBS:VolumeP-Throughput.gp3'), throughput - GP3_THROUGHPUT)]
      : []),
  ];
}
