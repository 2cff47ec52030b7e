import * as z from 'zod';
import { clients, dnsLabel, domainName, whole } from '../fields';

/** AWS: "Amazon SQS message quotas". */
const queue = z.strictObject({
  name: dnsLabel.describe(
    'name of the queue; in AWS `<project>-<environment>-<name>`. Its servers get its URL as `QUEUE_<NAME>`',
  ),
  producers: clients.describe('names of the servers whose containers send; they need `container.awsAccess`'),
  consumers: clients.describe(
    'names of the servers whose containers receive and delete; they need `container.awsAccess`',
  ),
  visibilityTimeout: whole(0, 43_200)
    .default(60)
    .describe('seconds for which a received message is hidden from other consumers'),
  maxReceives: whole(1, 1000)
    .default(5)
    .describe('how often a message is received before it goes to the dead-letter queue'),
  retentionDays: whole(1, 14).default(4).describe('days for which the queue keeps a message'),
});

export const queues = z.array(queue);

export const mail = z.strictObject({
  domain: domainName.describe("domain of the senders' addresses, e.g. `shop.example.com`"),
  zone: domainName.optional().meta({
    description: 'public hosted zone of Route 53 that has the domain',
    whenOmitted:
      '`loadBalancer.domain.zone` where it has the domain; else the output `mail_records` lists records to create',
  }),
  clients: clients.describe(
    'names of the servers whose containers send mail; they need `container.awsAccess`',
  ),
});
