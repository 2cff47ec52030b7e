/** What EC2 still lists a while after its end. */
const OVER = /^(shutting-down|terminated|deleting|deleted|failed)$/i;

export const isOver = (state = ''): boolean => OVER.test(state);

/** The tag that AWS gives to the servers of an Auto Scaling group: the group owns them, and no state knows them. */
export const SCALING_GROUP_TAG = 'aws:autoscaling:groupName';
