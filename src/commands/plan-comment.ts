import { readFileSync } from 'node:fs';
import { loadEnvironment } from '../config';
import { PlatformError } from '../core/errors';
import { command } from './command';
import { comment, pullRequestOf } from './github-comments';
import { markOf, planComment } from './plan-comment-text';

function read(path: string | undefined): string {
  try {
    return readFileSync(path ?? '', 'utf8');
  } catch (error) {
    throw new PlatformError({
      code: 'USAGE',
      path: '--log',
      given: path ?? '',
      message: `cannot be read (${(error as NodeJS.ErrnoException).code})`,
      accepted: 'the file with what Terraform printed',
    });
  }
}

/** `npm run plan-comment`: tells a plan in a comment on its pull request, in a run of GitHub Actions. */
command(
  {
    environment: { type: 'string', default: 'dev' },
    log: { type: 'string' },
    'pull-request': { type: 'string' },
  },
  async (values) => {
    const { name: environment } = loadEnvironment(String(values['environment']));
    const pullRequest = pullRequestOf(process.env, values['pull-request'] as string | undefined);
    const { GITHUB_SERVER_URL: server, GITHUB_RUN_ID: id } = process.env;
    const run = `${server}/${pullRequest.repository}/actions/runs/${id}`;
    const log = read(values['log'] as string | undefined);
    await comment(markOf(environment), planComment({ environment, log, run }), pullRequest);
  },
);
