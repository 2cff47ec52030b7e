import type { Arguments } from '../fields';
import type { Link } from '../link';
import { Reference } from '../value';
import { claimsOn, type Context } from './context';

const attachments = (context: Context): Arguments[] => context.all('aws_network_interface_attachment');

const interfaceOf = (args: Arguments): Link => args.link('network_interface_id');

/** Instances with a block that names an interface. */
const byBlock = (context: Context, nic: string): Arguments[] =>
  context
    .all('aws_instance')
    .filter((instance) =>
      [...instance.blocks('network_interface'), ...instance.blocks('primary_network_interface')].some(
        (block) => interfaceOf(block).leadsTo(nic) === 'yes',
      ),
    );

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
