import { Annotations } from 'cdktf';
import type { IConstruct } from 'constructs';
import { ConfigurationError } from './errors';

/** What every synth refuses of resources, and what it accepts. An exception is made with `allow`. */
export const GUARDRAILS = {
  STORAGE_UNENCRYPTED: 'encrypted storage',
  DATABASE_PUBLIC: 'a database without a public address',
  SERVER_PUBLIC: 'a server in a private subnet, behind the load balancer or the bastion',
  RULES_INLINE: 'rules as resources of their own, which allowFrom makes',
  PRINCIPAL_WILDCARD: 'named principals, or a condition',
  ACTION_WILDCARD: 'named actions',
  UNTAGGED: 'tags, or the default tags of the provider of the stack',
  SECRET_PLAIN: 'a reference to a secret, e.g. of a TerraformVariable or of Secrets Manager',
} as const satisfies Record<string, string>;

export type Guardrail = keyof typeof GUARDRAILS;

/** Type of the metadata of a construct that has an exception. */
const ALLOWED = 'devloop:allowed';

interface Exception {
  readonly guardrail: Guardrail;
}

const isException = (data: unknown): data is Exception =>
  typeof data === 'object' && data !== null && 'guardrail' in data;

/** Makes an exception of the platform's own, which a synth does not list. */
export function except(construct: IConstruct, guardrail: Guardrail): void {
  construct.node.addMetadata(ALLOWED, { guardrail });
}

/**
 * Allows a construct, and those in it, what a guardrail refuses. Each synth lists the exception with its reason.
 *
 * @param reason one sentence; must not be empty
 * @throws ConfigurationError GUARDRAIL_REASON without a reason
 */
export function allow(construct: IConstruct, guardrail: Guardrail, reason: string): void {
  if (reason.trim() === '')
    throw new ConfigurationError({
      code: 'GUARDRAIL_REASON',
      path: construct.node.path,
      message: `is allowed ${guardrail} without a reason`,
      accepted: 'one sentence that says why it is safe',
    });
  except(construct, guardrail);
  Annotations.of(construct).addInfo(`${guardrail} is allowed: ${reason}`);
}

/** Whether a construct, or one around it, has an exception. */
export const isAllowed = (construct: IConstruct, guardrail: Guardrail): boolean =>
  construct.node.scopes.some(({ node }) =>
    node.metadata.some(
      ({ type, data }) => type === ALLOWED && isException(data) && data.guardrail === guardrail,
    ),
  );
