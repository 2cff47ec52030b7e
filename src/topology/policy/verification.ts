import type { Model } from '../model/topology-model';
import type { JsonObject } from '../read/json';
import { DeclaredRules } from './declared-rules';
import { GroupMembers } from './group-members';
import type { NetworkPolicy, Peer } from './network-policy';
import { ofClass, type ConnectionEndpoint } from './connection-endpoint';
import { ConstructPaths } from './construct-paths';
import { Reachability } from './reachability';
import { StatedRules } from './stated-rules';

/** `${var.name}` or `${toset(var.name)}`. */
const VARIABLE = /^\$\{(?:toset\()?(var\.[\w-]+)\)?\}$/;

/** A network and its policy. */
export class Verification {
  public readonly reachability: Reachability;
  public readonly declared: DeclaredRules;
  public readonly members: GroupMembers;

  constructor(
    public readonly model: Model,
    public readonly policy: NetworkPolicy,
    json: JsonObject,
  ) {
    this.reachability = new Reachability(model);
    this.declared = new DeclaredRules(policy.accesses, new StatedRules(json));
    this.members = new GroupMembers(model, policy.groups, new ConstructPaths(json));
  }

  /** Resolves the source or destination of an access. */
  public endpointsOf(peer: Peer): ConnectionEndpoint[] {
    if ('group' in peer) return this.members.of(peer.group).map(ofClass);
    return [this.reachability.ofText(VARIABLE.exec(peer.forEach ?? peer.cidr)?.[1] ?? peer.cidr)];
  }
}
