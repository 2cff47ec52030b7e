import { WEB_AND_APP, terraform, type Resources } from './network';

export const base = terraform(WEB_AND_APP);

export const without = (...addresses: string[]) =>
  terraform(WEB_AND_APP, Object.fromEntries(addresses.map((address) => [address, null])));

export const withMore = (...more: readonly Resources[]) => terraform(WEB_AND_APP, ...more);
