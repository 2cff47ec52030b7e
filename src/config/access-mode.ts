import type { Draft } from './checks/draft';

/** Whether administrators may open sessions of Session Manager. */
export const hasSessions = ({ access, sessionManager }: Pick<Draft, 'access' | 'sessionManager'>): boolean =>
  sessionManager === true || access?.mode === 'session-manager';

/** What administrators reach from addresses that `admin_cidrs` states. Undefined where nothing uses them. */
export function reachedByAddress({
  bastion,
  servers,
}: Pick<Draft, 'bastion' | 'servers'>): string | undefined {
  if (bastion) return 'the bastion';
  return (servers ?? []).some((server) => server?.hostName !== undefined) ? 'web pages' : undefined;
}
