import type { SecretPlace } from '../../core/secret-reference';
import type { PermissionStatement } from '../../iam/permission-statement';
import { AWS_ACTIONS } from '../aws-actions';

const ACTIONS = { parameter: AWS_ACTIONS.parameters, secret: AWS_ACTIONS.secrets } as const;

/** Permissions to read exactly these secrets: one statement for each service. */
export const secretStatements = (places: readonly SecretPlace[]): PermissionStatement[] =>
  (['parameter', 'secret'] as const).flatMap((kind) => {
    const arns = new Map(places.filter((place) => place.kind === kind).map(({ id, arn }) => [id, arn]));
    const resources = [...arns].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, arn]) => arn);
    return resources.length === 0 ? [] : [{ actions: ACTIONS[kind], resources }];
  });
