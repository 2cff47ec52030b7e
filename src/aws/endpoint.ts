import type { Variables } from '../core/variables';

/** Whether a URL has a loopback address. */
export function isLoopback(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Whether AWS is emulated on this machine, given environment variables in addition to those of this process. */
export const isEmulated = (env: Variables): boolean =>
  isLoopback({ ...process.env, ...env }['AWS_ENDPOINT_URL'] ?? '');
