/** Where a secret is: a parameter of Parameter Store, or a secret of Secrets Manager. */
export interface SecretPlace {
  readonly kind: 'parameter' | 'secret';
  /** Name of a parameter, or ARN, as the service takes it. */
  readonly id: string;
  /** ARN of exactly this parameter or secret. */
  readonly arn: string;
}

/** AWS: "Requirements and constraints for parameter names", without the folder of the environment. */
const NAME = '[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*';

const ARN = `arn:aws[a-z-]*:(ssm:[a-z0-9-]+:\\d{12}:parameter/${NAME}|secretsmanager:[a-z0-9-]+:\\d{12}:secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6})`;

/** What configuration says of a secret: the end of a parameter's name, or an ARN. */
export const SECRET_REFERENCE = new RegExp(`^(${NAME}|${ARN})$`);

/** Folder of an environment's parameters. AWS: "Working with parameter hierarchies". */
export const parameterFolder = ({
  project,
  name,
}: {
  readonly project: string;
  readonly name: string;
}): string => `/${project}/${name}/`;

/** Finds a secret. A name is that of a parameter in the environment's folder. */
export function secretPlace(
  reference: string,
  environment: { readonly project: string; readonly name: string; readonly region: string },
  account: () => string,
): SecretPlace {
  if (reference.startsWith('arn:'))
    return { kind: reference.includes(':ssm:') ? 'parameter' : 'secret', id: reference, arn: reference };
  const id = parameterFolder(environment) + reference;
  return { kind: 'parameter', id, arn: `arn:aws:ssm:${environment.region}:${account()}:parameter${id}` };
}
