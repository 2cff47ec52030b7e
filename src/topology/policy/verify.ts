import { Model } from '../model/topology-model';
import { readDocument } from '../read';
import type { JsonObject } from '../read/json';
import { exposed } from './exposure';
import { unkept } from './kept';
import type { NetworkPolicy, Violation } from './network-policy';
import { StatedRules } from './stated-rules';
import { undeclaredWays, unfiltered } from './undeclared';
import { Verification } from './verification';
import { describeWays } from './ways';

export type { DeclaredAccess, DeclaredGroup, NetworkPolicy, Peer, Violation } from './network-policy';

/**
 * Verifies a network against its policy. Reports undeclared connections, and accesses and targets that are
 * not reachable.
 *
 * @param json Terraform JSON of a stack, as CDKTF synthesizes it
 * @param policy network policy that the constructs of the stack declare
 * @param name name of the JSON in errors
 * @throws ConfigurationError TOPOLOGY_UNREADABLE if `json` is not Terraform JSON
 */
export function violations(json: object, policy: NetworkPolicy, name?: string): Violation[] {
  const model = new Model(readDocument(json, name));
  const verification = new Verification(model, policy, new StatedRules(json as JsonObject));
  const ways = undeclaredWays(verification);
  return [
    ...describeWays(ways, verification.questions),
    ...unfiltered(verification),
    ...exposed(verification, ways),
    ...unkept(verification),
  ];
}
