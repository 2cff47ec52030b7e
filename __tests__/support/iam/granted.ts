import { stateBackends } from '../../../src/config/state';
import type { Statement } from '../../../src/iam/document';
import { type PolicyScope, statements } from '../../../src/iam/policy';
import { PLATFORM_PERMISSIONS } from '../../../src/resources';
import { PREFLIGHT_PERMISSIONS } from '../../../src/resources/preflight';
import { stateGrants } from '../../../src/resources/state';
import { serverBoundary } from '../../../src/stacks/server-boundary';

const scope: PolicyScope = {
  region: 'ap-northeast-2',
  account: '123456789012',
  project: 'devloop',
  environment: 'dev',
  prefix: 'devloop-dev',
};

/** Each grant of the automation as a separate statement, and the statements of the permissions boundary. */
export const grantedStatements = (): Statement[] => [
  ...[
    ...Object.values(PLATFORM_PERMISSIONS).flat(),
    ...PREFLIGHT_PERMISSIONS,
    ...stateGrants({ type: 's3', ...stateBackends.s3, key: 'devloop/dev/terraform.tfstate' }),
  ].flatMap((grant) => statements([grant], scope)),
  ...serverBoundary(scope, { backups: true, pipeline: true, schedule: true }),
];
