import { DefaultTokenResolver, StringConcat, type TerraformStack, Token, Tokenization } from 'cdktf';
import { type Access, type AccessPeer, SecurityGroup } from '../constructs/security-group';
import { type DeclaredAccess, type NetworkPolicy, type Peer, violations } from '../topology/policy/verify';

/** What every construct of a stack declares of its network, with `allowFrom` and its like: a user's own constructs too. */
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

/** A value as the stack's JSON has it. */
const textOf = (scope: TerraformStack, value: unknown): string =>
  Token.isUnresolved(value)
    ? String(Tokenization.resolve(value, { scope, resolver: new DefaultTokenResolver(new StringConcat()) }))
    : String(value);

/** A validation that proves, from the JSON of a stack, that its network is what its constructs declare. */
export function networkProof(stack: TerraformStack, json: () => object): { validate: () => string[] } {
  return {
    validate: () =>
      violations(json(), networkPolicy(stack), stack.node.id).map(
        ({ address, message }) => `${address}: ${message} [TOPOLOGY_BROKEN]`,
      ),
  };
}
