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
 * What of a network was not declared, and what was declared and does not hold.
 *
 * @param json a stack's Terraform JSON, as CDKTF synthesizes it
 * @param policy what its constructs declare
 * @param name what to call the JSON in an error
 * @throws ConfigurationError TOPOLOGY_UNREADABLE for anything but Terraform JSON
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
