import type { Family } from '../../net/families';
import { presenceOf } from '../model/endpoints';
import type { Subnet } from '../model/network';
import { leadsToVpc } from '../model/outside';
import type { Target } from '../model/targets';
import type { Model } from '../model/topology-model';
import { Unknown } from '../value';
import { no, unknown, yes, type Answer } from './answer';
import type { Side } from './connect';

/** A gateway carries packets between the internet and the VPC that it is attached to. */
export function atGateway(
  model: Model,
  { address, vpc }: Subnet,
  target: Target,
  way: 'to' | 'from',
): Answer {
  if (target.kind === 'unknown') return unknown(target.why);
  if (target.kind === 'blackhole') return no('no route', target.why);
  if (target.kind === 'peering')
    return no('no route', `${target.address} leads to another VPC, and peering is not transitive`);
  if (target.kind === 'nat' || (target.kind === 'egress-only' && way === 'from'))
    return no('no route', `${target.address} lets nothing in from outside`);
  if (target.kind === 'transit') return no('no route', `${target.address} leads to other networks`);
  if (target.kind === 'appliance' || target.kind === 'inspection')
    return unknown(`what ${target.address} lets through`);
  if (target.kind === 'local') return no('no route', `${address} has no route out of its VPC`);
  return carried(model, { address, vpc }, target, way);
}

function carried(
  model: Model,
  { address, vpc }: Pick<Subnet, 'address' | 'vpc'>,
  target: Target & { kind: 'gateway' | 'egress-only' | 'default-gateway' },
  way: 'to' | 'from',
): Answer {
  const uncertainties = [
    model.gatewayUncertainty,
    target.kind === 'gateway' && way === 'from' ? model.edgeOf(target.address) : undefined,
  ];
  const open = uncertainties.filter((uncertainty) => uncertainty !== undefined);
  const stated = target.kind !== 'default-gateway';
  const at = stated ? target.address : 'the internet gateway of the default VPC';
  if (stated) {
    const gateway = model.gateways.get(at);
    if (gateway && !gateway.certain)
      return unknown(`whether ${at} is there and attached: its count is not known`);
    if (vpc instanceof Unknown) return unknown(gateway?.vpc.sure ? vpc.why : (gateway?.vpc.why ?? vpc.why));
    const leads = gateway ? leadsToVpc(gateway.vpc, vpc) : 'no';
    if (leads === 'no') return no('no route', `${at} is not attached to ${vpc.address}`);
    if (leads === 'perhaps') return unknown(vpc.outside?.why ?? gateway?.vpc.why ?? at);
  }
  if (open.length > 0) return unknown(...open);
  return yes({
    at,
    by: `${target.kind === 'egress-only' ? 'egress-only internet gateway' : 'internet gateway'}, ${way === 'to' ? 'by a route of' : 'answered by a route of'} ${address}`,
  });
}

export function publicly({ label, at }: Side, family: Family): Answer {
  const { isPublic } = presenceOf(at, family);
  if (isPublic instanceof Unknown) return unknown(isPublic.why);
  if (!isPublic) return no('no public address', `${label} has no public ${family} address`);
  return at.publicBy === undefined || family === 'IPv6'
    ? yes()
    : yes({ at: label, by: `public address of ${at.publicBy}` });
}
