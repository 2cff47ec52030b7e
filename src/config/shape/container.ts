import * as z from 'zod';
import { SECRET_REFERENCE } from '../../core/secret-reference';
import { isVariableInUse } from '../../roles/application/database-names';
import { dnsLabel, environmentVariable, pattern, port, whole } from '../fields';
import { issueMessage } from '../problems';
import { line } from './line';
import { containerSchedule } from './schedules';

/** Docker: "docker container run", --user. */
const containerUser = pattern(
  /^(\d{1,10}|[a-z_][a-z0-9_-]{0,31})(:(\d{1,10}|[a-z_][a-z0-9_-]{0,31}))?$/,
  'is not a user',
  'a name or number, and after a colon a group, e.g. 1000:1000',
);

/** Docker: "HEALTHCHECK". */
const healthCheck = z.strictObject({
  command: line
    .min(1)
    .describe("command for the image's shell that exits with 0 where the application is healthy"),
  interval: whole(5, 3600).default(30).describe('seconds between two checks'),
  timeout: whole(1, 3600).default(10).describe('seconds after which a check has failed'),
  retries: whole(1, 100).default(3).describe('failures in a row that make the container unhealthy'),
  startPeriod: whole(0, 3600).default(60).describe('seconds after the start in which failures do not count'),
});

/** Docker: "Bind mounts". The last ones are made by the kernel, and by the server. */
const containerPath = pattern(
  /^(?!\/(proc|sys|dev|run\/secrets|run\/database)(\/|$))(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+)+$/,
  'is not a path for a volume in the container',
  'an absolute path, e.g. /var/lib/uploads; not below /proc, /sys, /dev, /run/secrets or /run/database',
);

const databaseVariable = environmentVariable.refine((name) => !isVariableInUse(name), {
  error: issueMessage('is a variable that the server itself uses', 'another name, as DB_PASSWORD'),
});

const secretVariable = environmentVariable.refine((name) => !isVariableInUse(name), {
  error: issueMessage('is a variable that the server itself uses', 'another name'),
});

const secretReference = pattern(
  SECRET_REFERENCE,
  'is neither the name of a parameter nor an ARN',
  'e.g. stripe-key, arn:aws:ssm:REGION:ACCOUNT:parameter/NAME or arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-AbCdEf',
);

export const container = z.strictObject({
  port: port.optional().meta({
    description: 'TCP port that the application listens on; required for `application`',
    whenOmitted: 'none, for `worker`',
  }),
  image: dnsLabel.optional().meta({
    description: 'name of its image in `var.images`, where there are several applications',
    whenOmitted: '`var.app_image`',
  }),
  environment: z.record(environmentVariable, line).default({}).meta({
    description:
      "environment variables that are no secrets, e.g. `{ SPRING_PROFILES_ACTIVE: 'prod' }`; plans show them",
    whenOmitted: 'none',
  }),
  secrets: z.record(secretVariable, secretReference).default({}).meta({
    description:
      "secrets by variable, which the server reads at each start: the end of a parameter's name in `/<project>/<environment>/`, e.g. `{ STRIPE_KEY: 'stripe-key' }`, or an ARN in Parameter Store or Secrets Manager",
    whenOmitted: 'none',
  }),
  secretsAs: z
    .enum(['files', 'environment'])
    .default('files')
    .describe(
      'how the container gets `secrets`: `files` in memory below `/run/secrets`, or `environment` variables, which Docker keeps on disk',
    ),
  command: z.array(line.min(1)).min(1).optional().meta({
    description: "command with its arguments, e.g. `['java', '-jar', 'app.jar']`",
    whenOmitted: "the image's",
  }),
  memory: whole(32, 24_000_000).optional().meta({
    description: 'limit of memory in MiB, above which the container is killed',
    whenOmitted: "the server's memory",
  }),
  user: containerUser.optional().meta({
    description: "user of the container's processes, e.g. `1000:1000`",
    whenOmitted: "the image's",
  }),
  volumes: z.record(dnsLabel, containerPath).optional().meta({
    description:
      "directories of the server's `dataVolume` by name, with their paths in the container, e.g. `{ uploads: '/var/lib/uploads' }`",
    whenOmitted: 'none',
  }),
  healthCheck: healthCheck.optional().meta({
    description: 'command in the container that tells whether it is healthy; an unhealthy one starts anew',
    whenOmitted: "the image's, which is only shown by `docker ps`",
  }),
  schedules: z.record(dnsLabel, containerSchedule).optional().meta({
    description:
      'runs of the container by a clock, by name, one at a time on one of the servers; see [Schedules](applications.md#schedules)',
    whenOmitted: 'none',
  }),
  databaseNames: z
    .strictObject({
      url: databaseVariable.meta({
        description: 'variable with the JDBC URL',
        whenOmitted: '`SPRING_DATASOURCE_URL`',
      }),
      username: databaseVariable.meta({
        description: 'variable with the user name',
        whenOmitted: '`SPRING_DATASOURCE_USERNAME`',
      }),
      password: databaseVariable.meta({
        description: 'variable with the password',
        whenOmitted: '`SPRING_DATASOURCE_PASSWORD`',
      }),
    })
    .partial()
    .default({})
    .meta({
      description: 'names of the environment variables with the database credentials',
      whenOmitted: "Spring Boot's",
    }),
  databaseAs: z
    .enum(['files', 'environment'])
    .default('files')
    .describe(
      'how the application gets user name and password: `files` in memory, or `environment` variables, which Docker keeps on disk',
    ),
  awsAccess: z
    .boolean()
    .default(false)
    .describe(
      "gives the container the credentials of the server's IAM role; needed by clients of `buckets`, `queues` and `mail`, and told at every plan",
    ),
});
