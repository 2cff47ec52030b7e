/** Environment variable of a named part of AWS, e.g. `BUCKET_USER_UPLOADS`. */
export const resourceVariable = (kind: 'BUCKET' | 'CDN' | 'QUEUE', name: string): string =>
  `${kind}_${name.toUpperCase().replaceAll('-', '_')}`;

/** Region of the environment, for AWS SDKs. */
export const REGION_VARIABLE = 'AWS_REGION';

/** Domain of the senders of mail. */
export const MAIL_VARIABLE = 'MAIL_DOMAIN';

/** Variables of the cache, as Spring Boot reads them; the password is a secret. */
export const SPRING_DATA_REDIS = {
  host: 'SPRING_DATA_REDIS_HOST',
  port: 'SPRING_DATA_REDIS_PORT',
  tls: 'SPRING_DATA_REDIS_SSL_ENABLED',
  username: 'SPRING_DATA_REDIS_USERNAME',
  password: 'SPRING_DATA_REDIS_PASSWORD',
} as const;
