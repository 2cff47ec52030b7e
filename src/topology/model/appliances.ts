import type { Arguments, Certainty } from '../fields';
import { isFields, Unknown } from '../value';
import type { Context } from './context';
import type { Interface, Endpoint } from './endpoints';
import { attachedInstances } from './interface-attachments';

/** An instance to which routes lead: a NAT instance, a firewall, a VPN server. */
export interface Appliance {
  readonly address: string;
  /** Each place that the interface may have to which the route leads. */
  readonly places: readonly Interface[];
  /** Whether it takes packets that are not for itself. */
  readonly forwards: Certainty;
  /** Whether it gives them its own address. */
  readonly translates: true | Unknown;
}

/** What ends a name in user data. */
const NOT_IN_NAMES = /[\s"'=,;]/;

/** Commands by which an instance becomes a NAT instance. @see https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html */
const TRANSLATES = /\bmasquerade\b|\bSNAT\b/i;

/**
 * What a route to an instance, or to a network interface, leads to.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_NAT_Instance.html#EIP_Disable_SrcDestCheck
 */
export function applianceAt(
  context: Context,
  ends: ReadonlyMap<string, Endpoint>,
  address: string,
): Appliance | undefined {
  const args = context.at(address);
  const end = ends.get(address);
  const [first] = end?.interfaces ?? [];
  if (!args || !end || !first) return undefined;
  const isInterface = args.owner.type === 'aws_network_interface';
  const holder = isInterface ? args : (primaryOf(context, args) ?? args);
  const check = holder.flag('source_dest_check', true);
  const instances = isInterface
    ? [...attachedInstances(context, address), ...attachingTemplates(context, args)]
    : [args];
  return {
    address,
    places: first.alternatives,
    forwards: check instanceof Unknown ? check : !check,
    translates: instances.some(isTranslating)
      ? true
      : new Unknown(`whether ${address} translates addresses: its user data does not tell`),
  };
}

/** An interface made before the instance, which then has the switch. */
function primaryOf(context: Context, instance: Arguments): Arguments | undefined {
  const [block] = [
    ...instance.blocks('network_interface'),
    ...instance.blocks('primary_network_interface'),
  ].filter((one) => (one.number('device_index') ?? 0) === 0);
  const nic = block?.link('network_interface_id').sure;
  return nic && context.at(nic.address);
}

/**
 * Launch templates whose instances attach an interface by themselves, as those of an Auto Scaling group do: their user data names it
 * by its Name tag.
 */
function attachingTemplates(context: Context, nic: Arguments): Arguments[] {
  const tags = nic.raw('tags');
  const name = isFields(tags) ? tags['Name'] : undefined;
  if (typeof name !== 'string' || name === '') return [];
  return context
    .all('aws_launch_template')
    .filter((template) => userDataOf(template).some((text) => text.split(NOT_IN_NAMES).includes(name)));
}

/** User data, as it is and decoded: which of the two a text is, it does not tell. */
function userDataOf(holder: Arguments): string[] {
  return ['user_data', 'user_data_base64']
    .map((name) => holder.raw(name))
    .filter((value) => typeof value === 'string')
    .flatMap((text) => [text, Buffer.from(text, 'base64').toString()]);
}

const isTranslating = (holder: Arguments): boolean =>
  userDataOf(holder).some((text) => TRANSLATES.test(text));
