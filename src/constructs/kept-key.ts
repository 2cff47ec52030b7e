import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { PlanCheck } from './plan-check';

/** Warns where a resource still has the key that it was created with, since AWS changes no key of it. */
export function keepsItsKey(
  scope: Construct,
  resource: TerraformResource,
  key: string | undefined,
  argument: 'kms_key_arn' | 'kms_key_id' = 'kms_key_id',
): void {
  if (key === undefined) return;
  const { terraformResourceType, friendlyUniqueId } = resource;
  new PlanCheck(scope, 'key-check', {
    condition: `${terraformResourceType}.${friendlyUniqueId}.${argument} == ${key}`,
    message: `${friendlyUniqueId} keeps the key that it was created with, since AWS changes no key of it. To move it to the environment's key: docs/encryption.md, "Switch it on later".`,
  });
}
