import { readFileSync } from 'node:fs';
import { ConfigurationError } from '../../core/errors';
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
      run: 'plan-comment --environment dev --log plan.txt --pull-request 12 --commit "$SHA"',
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
    await comment(markOf(environment), text({ environment, log, commit, run }), pullRequest);
  },
});
