import { ConfigConfigRule } from '@cdktf/provider-aws/lib/config-config-rule';
import { ConfigConfigurationRecorder } from '@cdktf/provider-aws/lib/config-configuration-recorder';
import { ConfigConfigurationRecorderStatus } from '@cdktf/provider-aws/lib/config-configuration-recorder-status';
import { ConfigDeliveryChannel } from '@cdktf/provider-aws/lib/config-delivery-channel';
import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import { Construct } from 'constructs';
import { Records } from './records';
import type { AccountPartProps } from './trail';

export interface ConfigurationRecordProps extends AccountPartProps {
  /** Identifiers of rules that AWS manages, e.g. `ENCRYPTED_VOLUMES`. */
  readonly rules: readonly string[];
}

/**
 * AWS Config: a record of how each resource of the region was configured, and rules on it. A region has one recorder. Costs by
 * recorded change and by evaluation. AWS: "AWS Config Developer Guide".
 */
export class ConfigurationRecord extends Construct {
  constructor(scope: Construct, id: string, props: ConfigurationRecordProps) {
    super(scope, id);
    const { prefix, accountId, rules } = props;
    const name = `${prefix}-account`;
    const { bucket, policy } = new Records(this, 'records', {
      ...props,
      name: `${prefix}-config-${accountId}`,
      service: 'config.amazonaws.com',
      source: `arn:aws:config:*:${accountId}:*`,
    });
    const role = new IamServiceLinkedRole(this, 'role', { awsServiceName: 'config.amazonaws.com' });
    const recorder = new ConfigConfigurationRecorder(this, 'Resource', {
      name,
      roleArn: role.arn,
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
    });
    const channel = new ConfigDeliveryChannel(this, 'channel', {
      name,
      s3BucketName: bucket,
      dependsOn: [recorder, policy],
    });
    new ConfigConfigurationRecorderStatus(this, 'status', {
      name: recorder.name,
      isEnabled: true,
      dependsOn: [channel],
    });
    for (const rule of rules)
      new ConfigConfigRule(this, rule.toLowerCase().replaceAll('_', '-'), {
        name: `${prefix}-${rule.toLowerCase().replaceAll('_', '-')}`,
        source: { owner: 'AWS', sourceIdentifier: rule },
        dependsOn: [recorder],
      });
  }
}
