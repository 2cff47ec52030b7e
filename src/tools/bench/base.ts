import { ENVIRONMENTS } from '../../config/environments/index';
import type { EnvironmentInput } from '../../config/schema';

/** The environment that is measured: the first in the list, `dev` as shipped. */
export const [base] = Object.values(ENVIRONMENTS) as [EnvironmentInput];
