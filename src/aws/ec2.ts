/** States in which EC2 lists a resource for a while after it was deleted. */
const DELETED = /^(shutting-down|terminated|deleting|deleted|failed)$/i;

export const isDeleted = (state = ''): boolean => DELETED.test(state);

/** The tag of instances that an Auto Scaling group launched: no state has them. */
export const AUTO_SCALING_GROUP_TAG = 'aws:autoscaling:groupName';
