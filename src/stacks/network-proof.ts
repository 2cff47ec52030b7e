import { DefaultTokenResolver, StringConcat, type TerraformStack, Token, Tokenization } from 'cdktf';
import { type Access, type AccessPeer, SecurityGroup } from '../constructs/security-group';
import type { DeclaredAccess, NetworkPolicy, Peer } from '../topology/policy/network-policy';
import { violations } from '../topology/policy/verify';
import { PROOF_MEASURE } from './proof-measure';

/** Network policy that the constructs of a stack, including custom constructs, declare with `allowFrom`. */
export function networkPolicy(stack: TerraformStack): NetworkPolicy {
  const groups = stack.node.findAll().filter((construct) => construct instanceof SecurityGroup);
  return {
    groups: groups.map(({ node: { scope }, address, internetFacing }) => ({
      address,
      owner: scope === stack ? undefined : scope?.node.path,
      internetFacing,
    })),
    accesses: groups.flatMap(({ accesses }) => accesses.map((access) => declaredAccess(stack, access))),
  };
}

function declaredAccess(stack: TerraformStack, { from, to, rule }: Access): DeclaredAccess {
  const { port, protocol = 'tcp', description } = rule;
  return { from: peerOf(stack, from), to: peerOf(stack, to), protocol, port, description };
}

function peerOf(stack: TerraformStack, peer: AccessPeer): Peer {
  if (peer instanceof SecurityGroup) return { group: peer.address };
  const { cidrIpv4, forEach } = peer;
  return {
    cidr: textOf(stack, cidrIpv4),
    ...(forEach && { forEach: textOf(stack, forEach._getForEachExpression()) }),
  };
}

/** Resolves a value to its text in the JSON of the stack. */
const textOf = (scope: TerraformStack, value: unknown): string =>
  Token.isUnresolved(value)
    ? String(Tokenization.resolve(value, { scope, resolver: new DefaultTokenResolver(new StringConcat()) }))
    : String(value);

/** Creates a validation that verifies the network in the JSON of a stack against its network policy. */
export function networkVerifier(stack: TerraformStack, json: () => object): { validate: () => string[] } {
  return {
    validate: () => {
      const resolved = json();
      const start = performance.now();
      const found = violations(resolved, networkPolicy(stack), stack.node.id);
      performance.measure(PROOF_MEASURE, { start });
      return found.map(({ address, message }) => `${address}: ${message} [TOPOLOGY_BROKEN]`);
    },
  };
}
