/** What AWS calls a thing that it charges for, in the price list and on bills. */
export interface PriceKey {
  /** File of the price list, e.g. `AmazonEC2`. AWS: "Getting price list files manually". */
  readonly offer: string;
  /** Without the region's code, e.g. `NatGateway-Hours`. */
  readonly usageType: string;
  /** Tells products of the same usage type apart, e.g. application and classic load balancers. @default the usage type tells */
  readonly operation?: string;
}

/** Prices that a part needs of an offer, by their whole usage type without the region's code. */
export interface PricePattern {
  readonly offer: string;
  readonly usageTypes: RegExp;
  /** @default any operation */
  readonly operations?: RegExp;
}

/** Charged for as long as the resource exists. */
export interface FixedCharge {
  readonly of: string;
  readonly per: 'hour' | 'month';
  /** Undefined if the type or class is not in the configuration. */
  readonly price: PriceKey | undefined;
  /** Units an hour or a month. Undefined if the size is not in the configuration. */
  readonly quantity: number | undefined;
  /** What AWS may raise the quantity to by itself. @default the quantity */
  readonly most?: number;
}

/** Charged by what is used. A usage file names the amount by `of`. */
export interface UseCharge {
  /** In kebab-case. */
  readonly of: string;
  readonly per: 'use';
  readonly price: PriceKey | undefined;
}

export type Charge = FixedCharge | UseCharge;

/** A resource as configuration or a plan has it. */
export interface PricedResource {
  /** Literal of an argument. Undefined if it is omitted, or known only after an apply. */
  text(argument: string): string | undefined;
  number(argument: string): number | undefined;
  flag(argument: string): boolean | undefined;
  /** Number of elements of a list. */
  length(argument: string): number;
  blocks(name: string): readonly PricedResource[];
  /** The resource that an argument refers to. */
  referred(argument: string): PricedResource | undefined;
  /** Whether a resource of a type refers to this one. */
  isReferredBy(type: string, argument: string): boolean;
}

/** What AWS charges for a resource on a date. AWS: the pricing page of each service. */
export type ChargesOf = (resource: PricedResource, date: Date) => readonly Charge[];

/** Makes keys of an offer. Without a usage type there is none. */
export const priceOf =
  (offer: string) =>
  (usageType: string | undefined, operation?: string): PriceKey | undefined =>
    usageType === undefined ? undefined : { offer, usageType, ...(operation !== undefined && { operation }) };

export const cloudWatch = priceOf('AmazonCloudWatch');
export const ecr = priceOf('AmazonECR');
export const ec2 = priceOf('AmazonEC2');
export const kms = priceOf('awskms');
export const rds = priceOf('AmazonRDS');
export const route53 = priceOf('AmazonRoute53');
export const s3 = priceOf('AmazonS3');
export const sns = priceOf('AmazonSNS');
export const vpc = priceOf('AmazonVPC');
export const dataTransfer = priceOf('AWSDataTransfer');
export const elb = priceOf('AWSELB');
export const secretsManager = priceOf('AWSSecretsManager');

export const hourly = (
  of: string,
  price: PriceKey | undefined,
  quantity: number | undefined,
): FixedCharge => ({
  of,
  per: 'hour',
  price,
  quantity,
});

export const monthly = (
  of: string,
  price: PriceKey | undefined,
  quantity: number | undefined,
  most?: number,
): FixedCharge => ({ of, per: 'month', price, quantity, ...(most !== undefined && { most }) });

export const byUse = (of: string, price: PriceKey | undefined): UseCharge => ({ of, per: 'use', price });

/** Public IPv4 addresses, in use or not. AWS: "Amazon VPC pricing", public IPv4 addresses. */
export const publicAddresses = (quantity: number): FixedCharge =>
  hourly('public IPv4 addresses', vpc('PublicIPv4:InUseAddress'), quantity);
