import { COMPUTE, NETWORK } from './compute';
import { DATABASES } from './databases';
import { FILE_SYSTEMS } from './files';
import type { Kinds } from './kind';
import { STREAMS } from './streams';

export { ONLY_ENGINE } from './databases';

/** Services with interfaces in one's own subnets, by resource type: a row has all that is known of its arguments. */
export const KINDS: Kinds = { ...COMPUTE, ...NETWORK, ...DATABASES, ...STREAMS, ...FILE_SYSTEMS };
