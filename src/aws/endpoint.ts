import type { Variables } from '../core/variables';

/** Whether a URL leads to this machine. */
export function isLoopback(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Whether AWS is an emulated one on this machine, for a process with these variables added to this one's. */
export const isEmulated = (env: Variables): boolean =>
  isLoopback({ ...process.env, ...env }['AWS_ENDPOINT_URL'] ?? '');
