import type { EmulatedAccount } from '../../src/emulator/account';
import type { Variable } from '../../testing/fake-hcp/store';

const INPUT = /^TF_VAR_(.+)$/;
const ACCOUNT = /^AWS_/;

/** Workspace variables that a run of HCP Terraform needs: the operator's inputs, and the way into the account. */
export function operatorVariables({ env }: EmulatedAccount): Partial<Variable>[] {
  return Object.entries(env).flatMap(([name, value]): Partial<Variable>[] => {
    const [, key] = INPUT.exec(name) ?? [];
    if (value === undefined) return [];
    if (key !== undefined) return [{ key, value, category: 'terraform', hcl: /^[[{]/.test(value) }];
    return ACCOUNT.test(name) ? [{ key: name, value, category: 'env', sensitive: true }] : [];
  });
}
