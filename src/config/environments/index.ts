import { dev } from './dev';
import { prod } from './prod';

/** Environments by the names of their files. */
export const ENVIRONMENTS: Readonly<Record<string, unknown>> = { dev, prod };
