/** Environment variable of a named part of AWS, e.g. `BUCKET_USER_UPLOADS`. */
export const resourceVariable = (kind: 'BUCKET' | 'CDN', name: string): string =>
  `${kind}_${name.toUpperCase().replaceAll('-', '_')}`;

/** Region of the environment, for AWS SDKs. */
export const REGION_VARIABLE = 'AWS_REGION';
