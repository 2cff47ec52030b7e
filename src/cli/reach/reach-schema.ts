import { z } from 'zod';

const text = z.string();
const range = z.object({ from: z.int(), to: z.int() });
const protocol = z.enum(['tcp', 'udp']);
const verdict = z.enum(['yes', 'no', 'unknown']);
const versions = z.array(z.enum(['IPv4', 'IPv6']));
const over = versions.optional();

const outcome = z.object({
  verdict,
  over,
  path: z.array(z.object({ at: text, by: text })).optional(),
  reason: text.optional(),
  detail: text.optional(),
  unknown: z.array(text).optional(),
});

const answer = outcome
  .extend({ from: text, to: text, protocol, port: z.int() })
  .describe('With --from, --to and --port');

const matrix = z
  .object({
    ends: z.array(z.object({ name: text, members: z.array(text) })),
    entries: z.array(
      z.object({
        from: text,
        to: text,
        protocol,
        ports: z.array(range),
        verdict,
        over,
        unknown: z.array(text).optional(),
      }),
    ),
    notKnown: z
      .array(z.object({ type: text, members: z.array(text), why: text }))
      .describe('Resources and modules that no entry, nor the lack of one, is about'),
  })
  .describe('Without them');

/** Connections about which two networks give different answers. */
export const connectionChanges = z.array(
  z.object({
    from: text,
    to: text,
    protocol,
    ports: z.array(range),
    over: versions.describe('The IP versions over which the answers differ'),
    before: verdict,
    after: verdict,
    others: z.int().describe('How many other pairs of endpoints change in the same way'),
    answer: outcome.optional().describe('Left out where an endpoint is not there afterwards'),
  }),
);

const changes = z.object({ changes: connectionChanges }).describe('With --against');

const checks = z
  .object({
    expectations: z.array(
      answer.extend({
        name: text,
        because: text.optional().describe('The reason that the file gives'),
        ports: z.array(range),
        port: z.int().describe('The port that the answer is about: the first one that is not as expected'),
        expected: verdict,
        met: z.boolean(),
      }),
    ),
    met: z.int(),
    refused: z.int(),
  })
  .describe('With --expect-file');

/** Schema of what `devloop reach --json` prints. */
export const reachSchema = z.union([matrix, answer, changes, checks]);
