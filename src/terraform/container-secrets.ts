import type { StoredSecret } from '../aws/secret-store';
import type { Plan } from './planned-resources';

/** A secret that containers get, by the variable that it becomes. */
export interface NamedSecret extends StoredSecret {
  readonly variable: string;
}

/** Lines of the list that servers read. */
const LINE = /^ *([A-Z_][A-Z0-9_]*) (?:files|environment) (parameter|secret) (\S+)$/gm;

/** Secrets of all containers of a stack, from the user data of its servers, without duplicates. */
export function containerSecrets(plan: Plan): NamedSecret[] {
  const found = plan.texts().flatMap((text) =>
    [...text.matchAll(LINE)].map(([, variable = '', kind, id = '']) => ({
      variable,
      kind: kind as StoredSecret['kind'],
      id,
    })),
  );
  return [...new Map(found.map((secret) => [`${secret.variable} ${secret.id}`, secret])).values()];
}
