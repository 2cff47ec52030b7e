import type { AutomationInput } from './automation-shape';

/**
 * Who runs Terraform when no person does: GitHub Actions for environments whose state is in S3, HCP Terraform for those whose
 * state is there. Undefined: nobody; then there is no stack for it, and the workflows only test. As an example:
 *
 *     {
 *       project: 'devloop',
 *       region: 'ap-northeast-2',
 *       state: stateBackends.s3,
 *       github: { repository: 'owner@123456/name@456789', branch: 'main' },
 *     }
 */
export const automation: AutomationInput | undefined = undefined;
