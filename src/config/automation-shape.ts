import * as z from 'zod';
import { pattern, project, region } from './fields';
import { stateShape } from './shape/state';

const OWNER = '[A-Za-z0-9][A-Za-z0-9-]{0,38}';
const NAME = '[A-Za-z0-9._-]{1,100}';

/**
 * As the subject of GitHub's tokens names it. Those of a repository that was made or renamed since 15 July 2026 have the ids of
 * owner and repository in them. GitHub: "OpenID Connect", immutable subject claims.
 */
const repository = pattern(
  new RegExp(`^(${OWNER}/${NAME}|${OWNER}@\\d+/${NAME}@\\d+)$`),
  'is not a GitHub repository as its tokens name it',
  'owner@123456/name@456789 with the ids of both, or owner/name where the tokens have none',
);

/** What Git takes, without what would be a pattern elsewhere. */
const branch = pattern(
  /^[A-Za-z0-9][\w./@+#-]{0,243}$/,
  'is not the name of a branch',
  'as main: letters, digits and ./@+#_-, starting with a letter or digit',
);

const github = z.strictObject({
  repository,
  /** The branch whose runs may apply. */
  branch: branch.default('main'),
  /**
   * Whether applies run in a GitHub environment of the environment's name; its protection rules (reviewers, branches) then decide
   * who applies, instead of the branch.
   */
  environments: z.boolean().default(false),
});

/** Who runs Terraform when no person does. Every key is in the README's table. */
export const automationShape = z.strictObject({
  /** Project of the stack's state and tags. */
  project,
  /** Region for the provider; IAM itself has none. */
  region,
  state: stateShape,
  github: github.optional(),
});

/** The same with every default filled in. */
export type Automation = z.output<typeof automationShape>;
export type AutomationInput = z.input<typeof automationShape>;
