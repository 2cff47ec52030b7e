import { Model } from '../model/topology-model';
import { readDocument } from '../read';
import type { JsonObject } from '../read/json';
import { describeUndeclared } from './describe-undeclared';
import { exposed } from './exposure';
import type { NetworkPolicy, Violation } from './network-policy';
import { missingConnections } from './required-connections';
import { undeclaredConnections } from './undeclared-connections';
import { unfiltered } from './unfiltered';
import { Verification } from './verification';

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
  const verification = new Verification(model, policy, json as JsonObject);
  const undeclared = undeclaredConnections(verification);
  return [
    ...describeUndeclared(undeclared, verification.reachability),
    ...unfiltered(verification),
    ...exposed(verification, undeclared),
    ...missingConnections(verification),
  ];
}
