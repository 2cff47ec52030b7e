import { deployed, type DeployedName } from '../aws/deployed';
import { ACCOUNT, type Touched } from './policies';

/** A request to AWS, told in words: who may or may not do what, by which action, to what. */
export type Row = [what: string, action: string, ...touched: Touched[]];

/** `role`, `key-pair`, `db`: what an ARN is of. AWS: "Amazon Resource Names (ARNs)". */
export const kindOf = (arn: string): string => /^arn:aws:[^:]+:[^:]*:[^:]*:([A-Za-z-]+)/.exec(arn)?.[1] ?? '';

const all = {
  dev: Object.values(deployed('dev')).flatMap(({ arns }) => arns),
  prod: Object.values(deployed('prod')).flatMap(({ arns }) => arns),
};

const renamed = (arn: string, environment: DeployedName): string =>
  arn.replace(/devloop-(dev|prod)\b/g, `devloop-${environment}`);

/** ARN of something deployed of a kind; where only the other environment has such a thing, its name in this one. */
export function arnOf(kind: string, environment: DeployedName = 'dev'): string {
  const found = [...all[environment], ...all.dev, ...all.prod].find((arn) => kindOf(arn) === kind);
  if (found === undefined) throw new Error(`nothing deployed is a ${kind}`);
  return renamed(found, environment);
}

/** The tags of an environment: those that something is to get, or those that it carries. */
export const tags = (key: 'RequestTag' | 'ResourceTag', environment: string, project = 'devloop') => ({
  [`aws:${key}/Project`]: project,
  [`aws:${key}/Environment`]: environment,
});

/** Of a kind, made with the tags of an environment. */
export const made = (kind: string, environment: DeployedName = 'dev'): Touched => ({
  resource: arnOf(kind, environment),
  context: tags('RequestTag', environment),
});

/** Of a kind, which carries them already. */
export const own = (kind: string, environment: DeployedName = 'dev', project = 'devloop'): Touched => ({
  resource: arnOf(kind, environment),
  context: tags('ResourceTag', environment, project),
});

/** By its ARN, with other tags than those of its environment. */
export const named = (
  resource: string,
  key: 'RequestTag' | 'ResourceTag',
  environment: DeployedName = 'dev',
): Touched => ({ resource, context: tags(key, environment) });

/** Of a kind, without tags. */
export const bare = (kind: string): Touched => ({ resource: arnOf(kind) });

/** An image of an owner's. */
export const image = (owner: string): Touched => ({
  resource: arnOf('image'),
  context: { 'ec2:Owner': owner },
});

/** Of a deletion or a page alone, which no deployed environment has: how AWS writes their ids. */
export const snapshot = 'arn:aws:ec2:ap-northeast-2::snapshot/snap-0123456789abcdef0';
export const listenerRule = (environment: DeployedName = 'dev'): string =>
  `${arnOf('listener', environment).replace(':listener/', ':listener-rule/')}/0123456789abcdef`;

/** A role of the automation's. */
export const automationRoleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
