import type { Appliance } from '../model/appliances';
import type { Target } from '../model/targets';
import type { Model } from '../model/topology-model';
import { Unknown } from '../value';
import { all, no, unknown, yes, type Answer } from './answer';

/** Whether an instance takes packets that are not for itself. */
export function forwarding({ address, forwards }: Appliance): Answer {
  if (forwards instanceof Unknown) return unknown(forwards.why);
  return forwards
    ? yes()
    : no('no route', `${address} drops what is not for itself: its source_dest_check is on`);
}

/** What lies behind an instance, a VPN server perhaps. */
function behind(model: Model, address: string): Answer {
  const appliance = model.applianceAt(address);
  const open = unknown(`what is behind ${address}`);
  return appliance ? all([forwarding(appliance), open]) : open;
}

/** The answer where a route leads nobody knows where, or through a middlebox; undefined if it leads elsewhere. */
export function beyondKnowledge(model: Model, target: Target): Answer | undefined {
  if (target.kind === 'unknown') return unknown(target.why);
  if (target.kind === 'inspection') return unknown(`what ${target.address} lets through`);
  return target.kind === 'appliance' ? behind(model, target.address) : undefined;
}
