/**
 * Files of values that Terraform loads from a directory without being told, before `*.auto.tfvars` and `*.auto.tfvars.json` in lexical
 * order.
 * @see https://developer.hashicorp.com/terraform/language/values/variables
 */
const DEFAULT_FILES = ['terraform.tfvars', 'terraform.tfvars.json'];
const AUTOMATIC = /\.auto\.tfvars(\.json)?$/;

/** Those of a directory's files that Terraform loads automatically, in its order. */
export const automaticVariablesFiles = (names: readonly string[]): string[] => [
  ...DEFAULT_FILES.filter((name) => names.includes(name)),
  ...names.filter((name) => AUTOMATIC.test(name)).sort(),
];
