import { Unknown, Variable, beyondOf, partsOf, references, type Value } from '../value';
import type { Arguments } from '../fields';
import type { Context } from './context';

/** A switch of a whole account that overrides internet gateways. */
const ACCOUNT = 'aws_vpc_block_public_access_options';

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html */
export function accountUncertainty(context: Context): string | undefined {
  const switched = context.all(ACCOUNT).find((args) => args.text('internet_gateway_block_mode') !== 'off');
  return switched && `what ${switched.owner.address} blocks`;
}

/** Resources that bring strangers to what they name, or into its subnet, in ways that are not read here. */
const INDIRECT =
  /^aws_(globalaccelerator_(endpoint_group|custom_routing_endpoint_group)|cloudfront_vpc_origin|ec2_client_vpn_network_association|ec2_instance_connect_endpoint|verifiedaccess_endpoint|vpclattice_\w+|vpc_endpoint_service|apigatewayv2_vpc_link|api_gateway_vpc_link|networkmanager_vpc_attachment)$/;
const CONNECT_ENDPOINT = 'aws_ec2_instance_connect_endpoint';
const NAMING = [
  'endpoint_configuration',
  'vpc_origin_endpoint_config',
  'subnet_id',
  'subnet_ids',
  'vpc_id',
  'load_balancer_options',
  'network_interface_options',
  'config',
  'target_group_identifier',
  'vpc_identifier',
  'network_load_balancer_arns',
  'gateway_load_balancer_arns',
  'target_arns',
  'vpc_arn',
  'subnet_arns',
];

/** Strangers come with addresses of their own, unless the endpoint connects with its own and IAM says for whom. */
const lendsAddress = (args: Arguments): boolean =>
  args.owner.type === CONNECT_ENDPOINT && args.flag('preserve_client_ip', true) === false;

const indirectIn = (context: Context): Arguments[] =>
  [...context.types()]
    .filter((type) => INDIRECT.test(type))
    .flatMap((type) => context.all(type))
    .filter((args) => !lendsAddress(args));

/** Whether the file has anything that may let strangers in where rules do not. */
export const hasIndirectEntryPoints = (context: Context): boolean => indirectIn(context).length > 0;

/** What an end may be named by: its address, and those of its subnets and their VPCs. */
export interface Names {
  readonly addresses: ReadonlySet<string>;
  /** Whether it is, or may be, in something that is not in the file, which may have other names. */
  readonly mayBeOutside: boolean;
}

/** Why a stranger may reach an end although neither routes nor rules say so. */
export function indirectEntryPoints(context: Context, names: Names): string[] {
  return indirectIn(context)
    .filter((args) => NAMING.some((name) => mayName(args.raw(name), names)))
    .map((args) => `whom ${args.owner.address} lets in`);
}

const mayName = (value: Value, { addresses, mayBeOutside }: Names): boolean =>
  references(value).some(({ address }) => addresses.has(address)) ||
  beyondOf([value]) !== 'outside' ||
  (mayBeOutside && leadsOut(value));

const ID = /^(vpc|subnet)-|^arn:/;

/** Whether some part of a value leads, or may lead, out of the file. */
function leadsOut(value: Value): boolean {
  const parts = partsOf(value);
  if (parts.length > 0) return parts.some(leadsOut);
  return (
    value instanceof Variable || value instanceof Unknown || (typeof value === 'string' && ID.test(value))
  );
}
