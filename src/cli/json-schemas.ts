import { z } from 'zod';
import { costSchema } from './cost/cost-schema';
import { reachSchema } from './reach/reach-schema';
import { reviewSchema } from './review/review-schema';

const text = z.string();
const steps = z.array(text).describe('What was done, in sentences');

const issue = z.object({
  code: text,
  path: text,
  message: text,
  given: z.unknown().optional(),
  accepted: text.optional(),
});

const lockHolder = z
  .object({ id: text, who: text, operation: text.optional(), created: text.optional() })
  .describe('The lock that is in the way; devloop unlock --id takes its id');

/** How rollouts ended. */
const rolledOut = z.object({
  environment: text,
  applications: z.array(
    z.object({
      name: text.describe('Name of the server group'),
      done: z.boolean().describe('Whether each server answers'),
      sentence: text,
      image: text.optional().describe('Image that is rolled out, where it is known'),
      servers: z.array(
        z.object({
          id: text,
          version: text.optional().describe('Version of the launch template'),
          answers: z.boolean(),
        }),
      ),
      reasons: z.array(text).describe('Why it failed'),
      log: z
        .object({ stream: text, lines: z.array(text) })
        .optional()
        .describe("The end of a failing container's log"),
      rolledBack: z
        .object({ from: text, to: text, image: text.optional() })
        .optional()
        .describe('With --rollback: versions of the launch template, and the image that it went back to'),
    }),
  ),
});

const secret = z.object({
  variable: text,
  kind: z.enum(['parameter', 'secret']),
  id: text.describe('Name of the parameter, or ARN'),
});

/** Schemas of the output under `--json`, by command. `error` applies to all commands. */
export const JSON_SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  error: z.object({
    error: z.union([
      z.object({ code: text, issues: z.array(issue) }).describe('What was given cannot be used'),
      z
        .object({
          code: text,
          summary: text,
          detail: text.optional(),
          hint: text.optional(),
          lock: lockHolder.optional(),
        })
        .describe('What was asked for failed'),
    ]),
  }),
  reach: reachSchema,
  review: reviewSchema,
  drift: z.object({
    environment: text,
    state: text.describe('Where the state is'),
    lock: text.optional().describe('Who held the lock meanwhile'),
    differences: z.array(
      z.looseObject({
        address: text,
        outcome: z
          .enum(['restores', 'deploys', 'follows', 'leaves'])
          .describe('What an apply would do about it'),
        text,
        sentence: text,
        attribute: text.optional(),
      }),
    ),
  }),
  secrets: z.union([
    z
      .object({ environment: text, secrets: z.array(secret.extend({ exists: z.boolean() })) })
      .describe('After list and check'),
    secret.extend({ environment: text, version: text }).describe('After set'),
  ]),
  unlock: z.object({ environment: text, locked: z.literal(false), steps }),
  'restore-state': z.union([
    z
      .object({
        environment: text,
        state: text,
        newest: z.int().nullable().describe('Serial of the newest version that can be read'),
        versions: z.array(
          z.object({
            id: text,
            current: z.boolean(),
            written: text,
            bytes: z.int().nullable(),
            serial: z.int().nullable(),
            lineage: text.nullable(),
            terraform: text.nullable(),
            resources: z.int().nullable(),
            damage: text.nullable(),
          }),
        ),
      })
      .describe('Without --version'),
    z.object({ environment: text, restored: text, steps }).describe('With --version'),
  ]),
  automation: z.array(
    z.object({
      environment: text,
      runner: z.enum(['github', 'cloud']),
      region: text,
      roles: z.object({ plan: text, apply: text }),
      approval: text,
      inputs: text,
      token: text,
    }),
  ),
  bench: z.object({
    machine: text,
    measurements: z.array(z.object({ measured: text, ratio: text, of: text })),
  }),
  portability: z.object({
    cdktf: z.object({ version: text, provider: text }),
    alternatives: z.array(
      z.object({ name: text, version: text, provider: text, differences: z.array(text) }),
    ),
    files: z.record(text, z.int()),
  }),
  preflight: z.object({
    environment: text,
    checks: z.array(
      z.object({
        id: text,
        title: text,
        status: z
          .enum(['pass', 'warn', 'fail', 'unchecked'])
          .describe('`unchecked`: AWS may not be asked, or does not know'),
        text,
        hint: text.optional().describe('What to do about it'),
        prevents: text.describe('The fault that the check prevents'),
        error: text.describe('What AWS calls that fault'),
      }),
    ),
  }),
  rollout: rolledOut,
  'deploy-image': rolledOut,
  'restore-drill': z.object({
    environment: text,
    stores: z.array(
      z.object({
        kind: z.enum(['data volume', 'database']),
        address: text.describe('Terraform address'),
        name: text,
        deployed: text.nullable().describe('Id in AWS, where it exists'),
        points: z.array(
          z.object({
            snapshot: text.nullable().describe('`null`: any moment of the last days until `created`'),
            maker: z.enum(['AWS Backup', 'RDS', 'Terraform', 'somebody']),
            region: text,
            created: text,
            ageHours: z.int(),
            gib: z.number().nullable(),
          }),
        ),
        problems: z.array(text).describe('Restore points that are missing or older than --max-age'),
        steps: z.array(text).describe('Configuration lines and commands that restore it'),
      }),
    ),
  }),
  cost: costSchema,
  images: z.array(
    z.object({
      name: text,
      image: text.describe('`name:tag`, or `name:tag@sha256:…`'),
      pinned: z.boolean().describe('Whether it has a digest'),
      asOf: text.describe('Day on which the digest was read, or the tag chosen'),
      age: z.int().describe('Days since then'),
      source: text.describe('Where the digest was read'),
      stale: z.boolean().describe('Without a digest, or older than --max-age'),
    }),
  ),
  prerequisites: z.array(
    z.object({ program: text, found: z.boolean(), version: text.nullable(), message: text }),
  ),
};
