import { existsSync, readFileSync } from 'node:fs';
import { ConfigurationError, isExplained } from '../../core/errors';
import { fileErrorMeaning } from '../../core/file-errors';
import { defineCommand, ENVIRONMENT } from '../define-command';

/** Reads the log. Undefined if it does not exist, because the run failed before the plan. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new ConfigurationError({
      code: 'USAGE',
      path: '--log',
      given: path,
      message: `cannot be read: ${fileErrorMeaning(code)}`,
      accepted: 'the file with what was printed, which need not be there',
    });
  }
}

function checkCommit(given: string): string {
  if (/^[0-9a-f]{40,64}$/.test(given)) return given;
  throw new ConfigurationError({
    code: 'USAGE',
    path: '--commit',
    given,
    message: 'is not a commit',
    accepted: "the SHA of the pull request's newest commit",
  });
}

/** The review of a plan; or why there is none, since the comment is more important. Undefined if the run failed before the plan. */
async function reviewOf(path: string | undefined): Promise<string | undefined> {
  if (path === undefined || !existsSync(path)) return undefined;
  const { readReview } = await import('../review/read-review');
  const { markdownOf } = await import('../../review/markdown');
  try {
    return markdownOf(readReview(path).review);
  } catch (error) {
    if (!isExplained(error)) throw error;
    return `The plan has no review: ${error.message}\n`;
  }
}

/** @throws ConfigurationError USAGE */
function checkDrawing(given: string | undefined): string | undefined {
  if (given === undefined || /^https:\/\/[^\s()]+$/.test(given)) return given;
  throw new ConfigurationError({
    code: 'USAGE',
    path: '--drawing',
    given,
    message: 'is not the address of a page',
    accepted: 'an address that begins with https://',
  });
}

export const planComment = defineCommand({
  name: 'plan-comment',
  group: 'workflows',
  summary: 'Comment a plan on its pull request',
  description: 'Reads GITHUB_TOKEN and the other variables of a run of GitHub Actions.',
  options: {
    environment: ENVIRONMENT,
    log: {
      type: 'string',
      value: 'FILE',
      description: 'What the plan printed',
      required: true,
      completes: 'files',
    },
    plan: {
      type: 'string',
      value: 'FILE',
      description:
        'The plan, as terraform show -json prints it, whose review the comment begins with; need not exist',
      completes: 'files',
    },
    drawing: { type: 'string', value: 'URL', description: 'Address of the drawing, for a link' },
    commit: { type: 'string', value: 'SHA', description: 'Commit that was planned', required: true },
    'pull-request': {
      type: 'string',
      value: 'NUMBER',
      description: 'Number of the pull request',
      required: true,
    },
  },
  examples: [
    {
      run: 'plan-comment --environment dev --log plan.txt --plan plan.json --pull-request 12 --commit "$SHA"',
      does: 'creates the comment, or updates it',
    },
  ],
  async run({ options }) {
    const { loadEnvironment } = await import('../../config');
    const { comment, pullRequestOf } = await import('../../github/comments');
    const { markOf, planComment: text } = await import('../../github/plan-comment');
    const { name: environment } = loadEnvironment(options.environment);
    const pullRequest = pullRequestOf(process.env, options['pull-request']);
    const { GITHUB_SERVER_URL: server, GITHUB_RUN_ID: id } = process.env;
    const run = `${server}/${pullRequest.repository}/actions/runs/${id}`;
    const log = read(options.log);
    const commit = checkCommit(options.commit);
    const drawing = checkDrawing(options.drawing);
    const review = await reviewOf(options.plan);
    const body = text({ environment, log, review, drawing, commit, run });
    await comment(markOf(environment), body, pullRequest);
  },
});
