import { readFileSync } from 'node:fs';
import { loadEnvironment } from '../../config';
import { ConfigurationError } from '../../core/errors';
import { command } from '../define-command';
import { comment, pullRequestOf } from '../../github/comments';
import { markOf, planComment } from '../../github/plan-comment';

/** The log; undefined where there is none, since the run failed before it. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && path !== '') return undefined;
    throw new ConfigurationError({
      code: 'USAGE',
      path: '--log',
      given: path,
      message: `cannot be read (${code})`,
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

/** `npm run plan-comment`: tells a plan in a comment on its pull request, in a run of GitHub Actions. */
command(
  {
    environment: { type: 'string', default: 'dev' },
    log: { type: 'string', default: '' },
    commit: { type: 'string', default: '' },
    'pull-request': { type: 'string' },
  },
  async (values) => {
    const { name: environment } = loadEnvironment(String(values['environment']));
    const pullRequest = pullRequestOf(process.env, values['pull-request'] as string | undefined);
    const { GITHUB_SERVER_URL: server, GITHUB_RUN_ID: id } = process.env;
    const run = `${server}/${pullRequest.repository}/actions/runs/${id}`;
    const log = read(String(values['log']));
    const commit = checkCommit(String(values['commit']));
    await comment(markOf(environment), planComment({ environment, log, commit, run }), pullRequest);
  },
);
