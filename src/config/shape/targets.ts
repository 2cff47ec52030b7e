import * as z from 'zod';
import { dnsLabel, domainName, pattern, port, whole } from '../fields';
import { LAST_PRIORITY } from '../../net/listener-rules';

/** A path that a live server answers. */
const path = pattern(
  /^\/[\x21-\x7e]{0,1023}$/,
  'is not a path',
  'a slash and at most 1023 printable characters',
);

/** How the requests of a target group reach its servers. AWS: "Target groups for your Application Load Balancers". */
export const targetKeys = {
  port: port.describe('TCP port of the target'),
  healthCheckPath: path.optional().meta({
    description: 'path that a live target answers with status 200, whatever its database does',
    whenOmitted: '`/actuator/health/liveness`, or the path of the role where it has a web page',
  }),
  stickySeconds: whole(1, 604_800).optional().meta({
    description: 'seconds for which a cookie of the load balancer keeps a client at one server',
    whenOmitted: 'each request goes to any server',
  }),
  slowStartSeconds: whole(30, 900).optional().meta({
    description: 'seconds in which a new server gets a growing share of requests',
    whenOmitted: 'its full share at once',
  }),
};

/** AWS: "Path conditions". */
const pathPattern = pattern(
  /^\/[A-Za-z0-9_.$/~"'@:+*?&-]{0,127}$/,
  'is not a path pattern',
  'a slash and at most 127 letters, digits and _-.$/~"\'@:+&, with the wildcards * and ?, e.g. /api/*',
);

export const route = z.strictObject({
  name: dnsLabel.describe('a DNS label; a renamed route is another one'),
  target: z.string().describe('name of the server that receives its requests'),
  ...targetKeys,
  hosts: z.array(domainName).default([]).meta({
    description: 'host names of its requests, e.g. `api.example.com`; with `domain` they get a certificate',
    whenOmitted: 'the name of `domain`, or any host name where there is none',
  }),
  paths: z.array(pathPattern).default([]).meta({
    description: 'path patterns of its requests, e.g. `/api/*`',
    whenOmitted: 'any path',
  }),
  priority: whole(2, LAST_PRIORITY).optional().meta({
    description: 'order among routes that match the same request, the lowest first',
    whenOmitted: 'derived from the name, so that no other route shifts it; routes with `paths` come first',
  }),
});
