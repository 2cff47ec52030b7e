import * as z from 'zod';
import { project, region } from './fields';
import { branch, repository } from './repository';
import { stateShape } from './shape/state';

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
