import type { z } from 'zod';
import { accessChecks } from './checks/access';
import { autoScalingChecks } from './checks/auto-scaling';
import { containerSettingsChecks } from './checks/container-settings';
import { containerChecks } from './checks/containers';
import { databaseChecks } from './checks/database';
import { deliveryChecks } from './checks/delivery';
import { domainChecks } from './checks/domain';
import { formerNameChecks } from './checks/former-names';
import { internetChecks } from './checks/internet';
import { networkChecks } from './checks/network';
import { offeringChecks } from './checks/offerings';
import { platformChecks } from './checks/platform';
import { roleChecks } from './checks/roles';
import { routeChecks } from './checks/routes';
import { serverChecks } from './checks/servers';
import { serviceChecks } from './checks/services';
import { storageChecks } from './checks/storage';
import { subnetChecks } from './checks/subnets';
import { volumeChecks } from './checks/volumes';
import { withoutInvalid } from './checks/draft';
import { issueMessage } from './problems';

const CHECKS = [
  ...networkChecks,
  ...subnetChecks,
  ...accessChecks,
  ...serverChecks,
  ...formerNameChecks,
  ...internetChecks,
  ...roleChecks,
  ...containerChecks,
  ...containerSettingsChecks,
  ...volumeChecks,
  ...autoScalingChecks,
  ...domainChecks,
  ...routeChecks,
  ...serviceChecks,
  ...deliveryChecks,
  ...platformChecks,
  ...databaseChecks,
  ...storageChecks,
  ...offeringChecks,
];

/** What one part of a configuration must say about another. Reads only what the shape has found valid. */
export function crossChecks(value: unknown, context: z.core.$RefinementCtx): void {
  const draft = withoutInvalid(value, context.issues);
  // What was refused is no longer in the draft, and so may look as if it were missing.
  const refused = new Set(context.issues.map(({ path = [] }) => path.join()));
  const findings = CHECKS.flatMap((check) => check(draft)).filter(({ path }) => !refused.has(path.join()));
  for (const { path, message, accepted, given, code, secret } of findings) {
    context.addIssue({
      code: 'custom',
      path: [...path],
      message: issueMessage(message, accepted),
      params: { code, given, secret },
    });
  }
}
