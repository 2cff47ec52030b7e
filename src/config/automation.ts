import type { AutomationInput } from './automation-shape';

/**
 * CI that runs Terraform: GitHub Actions for environments whose state is in S3, HCP Terraform for those whose state is there.
 * Undefined disables it: no stack is synthesized for it, and the workflows only test. Example:
 *
 *     {
 *       project: 'devloop',
 *       region: 'ap-northeast-2',
 *       state: stateBackends.s3,
 *       github: { repository: 'owner@123456/name@456789', branch: 'main' },
 *     }
 */
export const automation: AutomationInput | undefined = undefined;
