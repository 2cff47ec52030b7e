import type { Arguments } from '../fields';
import type { Link } from '../link';
import { Reference } from '../value';
import { claimsOn, type Context } from './context';

const attachments = (context: Context): Arguments[] => context.all('aws_network_interface_attachment');

const interfaceOf = (args: Arguments): Link => args.link('network_interface_id');

/** Interfaces that an instance's blocks name. */
interface InstanceInterfaces {
  readonly instance: Arguments;
  readonly links: readonly Link[];
}

const BLOCKS = ['network_interface', 'primary_network_interface'];

/** Instances with such blocks, found once: they are few of many, and each registered target asks for them. */
const withBlocks = new WeakMap<Context, readonly InstanceInterfaces[]>();

function instancesWithBlocks(context: Context): readonly InstanceInterfaces[] {
  const known = withBlocks.get(context);
  if (known) return known;
  const found = context
    .all('aws_instance')
    .map((instance) => ({
      instance,
      links: BLOCKS.flatMap((name) => instance.blocks(name).map(interfaceOf)),
    }))
    .filter(({ links }) => links.length > 0);
  withBlocks.set(context, found);
  return found;
}

/** Instances with a block that names an interface. */
const byBlock = (context: Context, nic: string): Arguments[] =>
  instancesWithBlocks(context)
    .filter(({ links }) => links.some((link) => link.leadsTo(nic) === 'yes'))
    .map(({ instance }) => instance);

const ownBlocks = (context: Context, nic: string): readonly Arguments[] =>
  context.at(nic)?.blocks('attachment') ?? [];

/** Whether an interface is attached to an instance, known or not. */
export const isAttached = (context: Context, nic: string): boolean =>
  ownBlocks(context, nic).length > 0 ||
  attachments(context).some((args) => interfaceOf(args).leadsTo(nic) === 'yes') ||
  byBlock(context, nic).length > 0;

/** The known instances that an interface is, or may be, attached to. */
export function attachedInstances(context: Context, nic: string): Arguments[] {
  const links = [
    ...claimsOn(attachments(context), interfaceOf, nic).map(({ args }) => args.link('instance_id').sure),
    ...ownBlocks(context, nic).map((block) => block.link('instance').sure),
  ].filter((one) => one instanceof Reference);
  return [...byBlock(context, nic), ...links.flatMap(({ address }) => context.at(address) ?? [])];
}
