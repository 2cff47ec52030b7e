import { ACCOUNT, type Touched } from './policies';

/** A request to AWS, told in words: who may or may not do what, by which action, to what. */
export type Row = [what: string, action: string, ...touched: Touched[]];

export const ec2 = (kind: string) => `arn:aws:ec2:ap-northeast-2:${ACCOUNT}:${kind}`;
export const role = `arn:aws:iam::${ACCOUNT}:role/`;

/** The tags of an environment: those that something is to get, or those that it carries. */
export const tags = (key: 'RequestTag' | 'ResourceTag', environment: string, project = 'devloop') => ({
  [`aws:${key}/Project`]: project,
  [`aws:${key}/Environment`]: environment,
});
/** What is made with the tags of an environment. */
export const made = (kind: string, environment = 'dev'): Touched => ({
  resource: ec2(kind),
  context: tags('RequestTag', environment),
});
/** What carries them already. */
export const own = (kind: string, environment = 'dev', project = 'devloop'): Touched => ({
  resource: ec2(kind),
  context: tags('ResourceTag', environment, project),
});
/** What is made or carries them, by its ARN. */
export const named = (resource: string, key: 'RequestTag' | 'ResourceTag', environment = 'dev'): Touched => ({
  resource,
  context: tags(key, environment),
});
/** An image of an owner's. */
export const image = (owner: string): Touched => ({
  resource: 'arn:aws:ec2:ap-northeast-2::image/ami-1',
  context: { 'ec2:Owner': owner },
});
