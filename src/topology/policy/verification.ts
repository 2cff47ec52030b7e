import type { Model } from '../model/topology-model';
import { DeclaredRules } from './declared-rules';
import { Members } from './members';
import type { NetworkPolicy, Peer } from './network-policy';
import { ofClass, type Party, Questions } from './parties';
import type { StatedRules } from './stated-rules';

/** `${var.name}` or `${toset(var.name)}`. */
const VARIABLE = /^\$\{(?:toset\()?(var\.[\w-]+)\)?\}$/;

/** A network and its policy. */
export class Verification {
  public readonly questions: Questions;
  public readonly declared: DeclaredRules;
  public readonly members: Members;

  constructor(
    public readonly model: Model,
    public readonly policy: NetworkPolicy,
    stated: StatedRules,
  ) {
    this.questions = new Questions(model);
    this.declared = new DeclaredRules(policy.accesses, stated);
    this.members = new Members(model, policy.groups, stated);
  }

  /** Resolves the source or destination of an access. */
  public partiesOf(peer: Peer): Party[] {
    if ('group' in peer) return this.members.of(peer.group).map(ofClass);
    return [this.questions.ofText(VARIABLE.exec(peer.forEach ?? peer.cidr)?.[1] ?? peer.cidr)];
  }
}
