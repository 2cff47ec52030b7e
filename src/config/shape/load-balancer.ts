import * as z from 'zod';
import { certificateArn, cidr, pattern, port } from '../fields';

export const loadBalancer = z.strictObject({
  target: z.string().describe('name of the server that receives requests'),
  port: port.describe('TCP port of the target'),
  healthCheckPath: pattern(
    /^\/[\x21-\x7e]{0,1023}$/,
    'is not a path',
    'a slash and at most 1023 printable characters',
  )
    .optional()
    .meta({
      description: 'path that a live target answers with status 200, whatever its database does',
      whenOmitted: '`/actuator/health/liveness`, or the path of the role where it has a web page',
    }),
  certificateArn: certificateArn.optional().meta({
    description: 'ACM certificate for HTTPS; HTTP then redirects to HTTPS',
    whenOmitted: 'HTTP only',
  }),
  insecure: z
    .boolean()
    .default(false)
    .describe(
      'accepts HTTP only, unencrypted, where `deletionProtection` is on; without it such an environment needs `certificateArn`',
    ),
  allowFrom: z.array(cidr).min(1).describe("CIDR blocks that reach the listeners, e.g. `['0.0.0.0/0']`"),
});
