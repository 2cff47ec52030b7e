/** The environment that commands read where none is named. What changes anything names its own. */
export const DEFAULT_ENVIRONMENT = 'dev';
