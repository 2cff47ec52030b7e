import { type Config, argumentsAt } from '../fixtures/synth';
import { asTerraformGives } from '../user-data/fake-server';

/** Values of expressions, e.g. `var.app_image`. */
export type Known = Readonly<Record<string, string>>;

/** An interpolation that is not escaped. */
const INTERPOLATION = /(?<!\$)\$\{([^}]+)\}/g;

/** Value of an expression: one that Terraform knows after the apply, or an argument of a resource. */
function valueOf(config: Config, expression: string, known: Known): string {
  const [, address = '', argument = ''] = /^(\w+\.\w+)\.(\w+)$/.exec(expression) ?? [];
  const value = known[expression] ?? (address && argumentsAt(config, address)[argument]);
  if (typeof value !== 'string' || !value) throw new Error(`the boot test has no value of ${expression}`);
  return value;
}

/** User data of a synthesized server, e.g. `servers_elk_server`, with what Terraform fills in. */
export function deployedUserData(config: Config, server: string, known: Known): string {
  const text = String(config.locals?.[`${server}_script`]);
  const filled = text.replace(INTERPOLATION, (_, expression: string) => valueOf(config, expression, known));
  return asTerraformGives(filled);
}
