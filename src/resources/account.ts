import { APPLIED_BY_PEOPLE } from './applied-by-people';
import { none, type Part } from './resource-type';

/** Charged by what an account does: `devloop cost` is for environments. */
const BY_ACTIVITY = {
  ...APPLIED_BY_PEOPLE,
  charges: none('charged by what the account does: see docs/account.md'),
};

/** Detection and defaults of the account. */
export const account = {
  resources: {
    aws_accessanalyzer_analyzer: APPLIED_BY_PEOPLE,
    aws_cloudtrail: APPLIED_BY_PEOPLE,
    aws_config_config_rule: BY_ACTIVITY,
    aws_config_configuration_recorder: BY_ACTIVITY,
    aws_config_configuration_recorder_status: BY_ACTIVITY,
    aws_config_delivery_channel: BY_ACTIVITY,
    aws_ebs_encryption_by_default: APPLIED_BY_PEOPLE,
    aws_ec2_instance_metadata_defaults: APPLIED_BY_PEOPLE,
    aws_guardduty_detector: BY_ACTIVITY,
    aws_iam_service_linked_role: APPLIED_BY_PEOPLE,
    aws_s3_account_public_access_block: APPLIED_BY_PEOPLE,
  },
  dataSources: {},
  prices: [],
} satisfies Part;
