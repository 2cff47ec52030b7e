import * as z from 'zod';
import { clients, dnsLabel } from '../fields';
import { targetKeys } from './targets';

const service = z.strictObject({
  name: dnsLabel.describe(
    'name of the service: clients ask `http://<name>.<environment>.<project>.internal`, e.g. `http://stock.dev.devloop.internal`',
  ),
  target: z.string().describe('name of the server that answers'),
  ...targetKeys,
  clients,
});

export const internalLoadBalancer = z.strictObject({
  services: z.array(service).min(1).describe('services that servers ask by name'),
});
