import type { Arguments } from '../fields';
import { EVERYTHING } from '../../net/ranges';
import { Reference, Unknown } from '../value';
import type { Context } from './context';
import type { Choice, Membership } from './endpoints';
import type { Rule } from './rule';
import type { Kind } from './kinds/kind';
import { exactly } from './match';

const CLUSTER = 'aws_eks_cluster';
const clusterPrefix = 'the cluster security group of ';
const remotePrefix = 'the remote access security group of ';

/** The group that EKS makes for a cluster, where a reference leads to that. */
export function clusterGroupKey({ address, path }: Reference, type: string | undefined): string | undefined {
  return type === CLUSTER && path.endsWith('cluster_security_group_id') ? clusterPrefix + address : undefined;
}

/** Whether AWS lets members of this group reach each other, and everything else, as it does for a VPC's default one. */
export const isClusterGroup = (key: string): boolean => key.startsWith(clusterPrefix);

/** The group that AWS makes for a service; but for EKS, nobody knows its rules. */
export function serviceGroup(
  context: Context,
  args: Arguments,
  { of }: NonNullable<Kind['ownGroup']>,
): Choice {
  const { address, type } = args.owner;
  if (of === 'itself')
    return [
      type === CLUSTER
        ? clusterPrefix + address
        : new Unknown(`the rules of the security group that AWS makes for ${address}`),
    ];
  return args
    .link(of.argument)
    .each((one) =>
      one instanceof Reference && context.at(one.address)?.owner.type === CLUSTER
        ? clusterPrefix + one.address
        : new Unknown(
            one instanceof Unknown ? one.why : `the rules of the cluster security group of ${address}`,
          ),
    );
}

/**
 * EKS makes another group for nodes with an SSH key.
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_RemoteAccessConfig.html
 */
export function remoteAccessGroup(args: Arguments): Membership {
  const hasKey = args.blocks('remote_access').some((block) => block.has('ec2_ssh_key'));
  return hasKey ? [[remotePrefix + args.owner.address]] : [];
}

/** It lets SSH in from the groups that are named, or from anywhere where none is. */
export function remoteAccessRules(
  context: Context,
  key: string,
  choiceOf: (block: Arguments) => Membership,
): Rule[] {
  const address = key.startsWith(remotePrefix) ? key.slice(remotePrefix.length) : '';
  const [block] = context.at(address)?.blocks('remote_access') ?? [];
  if (!block) return [];
  const groups = choiceOf(block);
  const anywhere = exactly(EVERYTHING, '0.0.0.0/0');
  const all = { protocol: '-1', from: undefined, to: undefined, owner: key };
  return [
    {
      by: key,
      direction: 'ingress',
      traffic: { protocol: 'tcp', from: 22, to: 22, owner: key },
      ranges: groups.length > 0 ? [] : [anywhere],
      groups,
      certain: true,
    },
    { by: key, direction: 'egress', traffic: all, ranges: [anywhere], groups: [], certain: true },
  ];
}
