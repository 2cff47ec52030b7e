import type { DatabaseNames } from './settings';

/** What Spring Boot calls them. */
export const SPRING_DATASOURCE: DatabaseNames = {
  url: 'SPRING_DATASOURCE_URL',
  username: 'SPRING_DATASOURCE_USERNAME',
  password: 'SPRING_DATASOURCE_PASSWORD',
};

/** TCP ports that the containers listen on, beside the application's own. */
export const CONTAINER_PORTS = { jenkins: 8080, kibana: 5601, beats: 5044 } as const;

/** TCP ports of the internet that every role opens connections to: packages, images and AWS itself come over HTTPS. */
export const INTERNET_PORTS: readonly number[] = [443];

/** What the scripts do with the instance's role, by what they do it to. AWS: "Service Authorization Reference". */
export const AWS_ACTIONS = {
  /** On the streams of the log group, `<arn>:log-stream:*`; every role but plain. */
  logGroup: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  /** On the secret; an application with a database. A secret under a key of one's own needs `kms:Decrypt` on that too. */
  databaseSecret: ['secretsmanager:GetSecretValue'],
  /** On every resource, since AWS knows no narrower one; an application whose image is in ECR. */
  imageRegistry: ['ecr:GetAuthorizationToken'],
  /** On the image's repository; an application whose image is in ECR. */
  imageRepository: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
} as const;
