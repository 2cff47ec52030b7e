import * as z from 'zod';
import { certificateArn, certificateName, cidr, domainName, whole } from '../fields';
import { route, targetKeys } from './targets';

const domain = z.strictObject({
  name: certificateName.describe('host name of the application, e.g. `shop.example.com`'),
  zone: domainName.optional().meta({
    description: 'public hosted zone of Route 53 that has the name and all host names, e.g. `example.com`',
    whenOmitted: 'DNS elsewhere: the output `dns_records` lists the records to create',
  }),
});

const accessLogs = z.strictObject({
  retentionDays: whole(1, 3653).default(365).describe('days after which access logs are deleted'),
});

/** AWS: "Using rate-based rule statements in AWS WAF". */
const firewall = z.strictObject({
  mode: z
    .enum(['count', 'block'])
    .describe(
      'what happens to requests that a rule matches: `count` logs them, `block` answers with status 403',
    ),
  rateLimit: whole(10, 2_000_000_000)
    .default(2000)
    .describe('requests of one address within five minutes; more of them match'),
});

export const loadBalancer = z.strictObject({
  target: z.string().describe('name of the server that receives requests'),
  ...targetKeys,
  routes: z
    .array(route)
    .default([])
    .describe(
      'more applications by host name or path; requests of no route go to `target`; see [Several applications](routing.md)',
    ),
  domain: domain.optional().meta({
    description: 'host name with a certificate for HTTPS; see [Domain and HTTPS](domain.md)',
    whenOmitted: 'the name that AWS gives the load balancer',
  }),
  certificateArn: certificateArn.optional().meta({
    description: 'existing ACM certificate for HTTPS, instead of `domain`; HTTP then redirects to HTTPS',
    whenOmitted: 'HTTP only, or the certificate of `domain`',
  }),
  hsts: z
    .boolean()
    .default(false)
    .describe('tells browsers to use HTTPS alone for a year (`Strict-Transport-Security`); needs HTTPS'),
  accessLogs: accessLogs.optional().meta({
    description: 'logs of every request, in an S3 bucket of their own; see [Logs and firewall](logs.md)',
    whenOmitted: 'none',
  }),
  firewall: firewall.optional().meta({
    description: 'AWS WAF with a rate limit and rules of AWS; see [Logs and firewall](logs.md)',
    whenOmitted: 'none',
  }),
  insecure: z
    .boolean()
    .default(false)
    .describe(
      'accepts HTTP only, unencrypted, where `deletionProtection` is on; without it such an environment needs `domain` or `certificateArn`',
    ),
  allowFrom: z.array(cidr).min(1).describe("CIDR blocks that reach the listeners, e.g. `['0.0.0.0/0']`"),
});
