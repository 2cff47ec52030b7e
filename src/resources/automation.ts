import { APPLIED_BY_PEOPLE } from './applied-by-people';
import type { Part } from './resource-type';

/** Identity providers and policies of the automation. Its roles have a type of instance setups. */
export const automation = {
  resources: {
    aws_iam_openid_connect_provider: APPLIED_BY_PEOPLE,
    aws_iam_policy: APPLIED_BY_PEOPLE,
    aws_iam_role_policy_attachment: APPLIED_BY_PEOPLE,
  },
  dataSources: {},
  prices: [],
} satisfies Part;
