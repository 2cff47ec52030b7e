/** States of deleted resources, which EC2 lists for some time. */
const DELETED = /^(shutting-down|terminated|deleting|deleted|failed)$/i;

export const isDeleted = (state = ''): boolean => DELETED.test(state);

/** Tag of instances that an Auto Scaling group launched. Terraform state does not contain them. */
export const AUTO_SCALING_GROUP_TAG = 'aws:autoscaling:groupName';
