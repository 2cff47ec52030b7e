import { deployed, type DeployedName } from '../aws/deployed';
import { ACCOUNT, type Touched } from './policies';

/** Title, action and resources of a request. */
export type Row = [what: string, action: string, ...touched: Touched[]];

/** Kind of an ARN, e.g. `role`, `key-pair`, `db`, and `secret:rds` for one that RDS owns. AWS: "Amazon Resource Names (ARNs)". */
export const kindOf = (arn: string): string =>
  /^arn:aws:[^:]+:[^:]*:[^:]*:(secret:rds(?=!)|[A-Za-z-]+)/.exec(arn)?.[1] ?? '';

const all = {
  dev: Object.values(deployed('dev')).flatMap(({ arns }) => arns),
  prod: Object.values(deployed('prod')).flatMap(({ arns }) => arns),
};

const renamed = (arn: string, environment: DeployedName): string =>
  arn.replace(/devloop-(dev|prod)\b/g, `devloop-${environment}`);

/** ARN of a deployed resource. If only the other environment has one of the kind, its name in this environment. */
export function arnOf(kind: string, environment: DeployedName = 'dev'): string {
  const found = [...all[environment], ...all.dev, ...all.prod].find((arn) => kindOf(arn) === kind);
  if (found === undefined) throw new Error(`nothing deployed is a ${kind}`);
  return renamed(found, environment);
}

/** Tags of an environment in a request, or of a resource. */
export const tags = (key: 'RequestTag' | 'ResourceTag', environment: string, project = 'devloop') => ({
  [`aws:${key}/Project`]: project,
  [`aws:${key}/Environment`]: environment,
});

/** A resource that the request creates with the tags of an environment. */
export const made = (kind: string, environment: DeployedName = 'dev'): Touched => ({
  resource: arnOf(kind, environment),
  context: tags('RequestTag', environment),
});

/** An existing resource with the tags of an environment. */
export const own = (kind: string, environment: DeployedName = 'dev', project = 'devloop'): Touched => ({
  resource: arnOf(kind, environment),
  context: tags('ResourceTag', environment, project),
});

/** A resource by ARN, with tags of another environment. */
export const named = (
  resource: string,
  key: 'RequestTag' | 'ResourceTag',
  environment: DeployedName = 'dev',
): Touched => ({ resource, context: tags(key, environment) });

/** A resource without tags. */
export const bare = (kind: string): Touched => ({ resource: arnOf(kind) });

/** An image of an owner. */
export const image = (owner: string): Touched => ({
  resource: arnOf('image'),
  context: { 'ec2:Owner': owner },
});

/** ARNs of kinds that no deployed environment has, in AWS's format. */
export const snapshot = 'arn:aws:ec2:ap-northeast-2::snapshot/snap-0123456789abcdef0';
export const listenerRule = (environment: DeployedName = 'dev'): string =>
  `${arnOf('listener', environment).replace(':listener/', ':listener-rule/')}/0123456789abcdef`;

/** A role of the automation. */
export const automationRoleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
