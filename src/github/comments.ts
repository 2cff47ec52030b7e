import { ConfigurationError, OperationError } from '../core/errors';
import { isToken, NO_TOKEN } from '../core/token';
import type { Variables } from '../core/variables';

/** A pull request, with access to the API. GitHub: "Default environment variables". */
export interface PullRequest {
  /** Base address of the REST API. */
  readonly api: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  readonly token: string;
}

/** Author of comments with a workflow's token. */
const AUTHOR = 'github-actions[bot]';
const PAGE = 100;

interface Comment {
  readonly id: number;
  readonly body?: string;
  readonly user?: { readonly login: string } | null;
}

/**
 * Reads the pull request of a workflow run from the variables that GitHub sets.
 *
 * @throws ConfigurationError USAGE for each missing variable
 */
export function pullRequestOf(env: Variables, number: string | undefined): PullRequest {
  const needed = ['GITHUB_API_URL', 'GITHUB_REPOSITORY', 'GITHUB_TOKEN'] as const;
  const problems = needed
    .filter((name) => !env[name])
    .map((path) => ({
      code: 'USAGE' as const,
      path,
      message: 'is not set',
      accepted: 'the variables of a run of GitHub Actions, and its token as GITHUB_TOKEN',
    }));
  if (problems.length > 0) throw new ConfigurationError(problems);
  if (!/^[1-9]\d*$/.test(number ?? '')) {
    throw new ConfigurationError({
      code: 'USAGE',
      path: '--pull-request',
      ...(number !== undefined && { given: number }),
      message: number === undefined ? 'is missing' : 'is not the number of a pull request',
      accepted: 'a number, as 12',
    });
  }
  if (!isToken(env['GITHUB_TOKEN'] ?? ''))
    throw new ConfigurationError({ code: 'USAGE', path: 'GITHUB_TOKEN', ...NO_TOKEN });
  const [api = '', repository = '', token = ''] = needed.map((name) => env[name]);
  return { api, repository, number: Number(number), token };
}

function refusal(request: string, message: string, accepted: string, detail?: string): OperationError {
  const refused = { code: 'GITHUB_REFUSED', summary: `${request} ${message}`, hint: accepted } as const;
  return new OperationError({ ...refused, ...(detail !== undefined && { detail }) });
}

async function call<T>({ api, token }: PullRequest, method: string, path: string, body?: string): Promise<T> {
  const request = `${method} ${path}`;
  const response = await fetch(`${api}${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'x-github-api-version': '2022-11-28',
    },
    ...(body !== undefined && { body: JSON.stringify({ body }) }),
  }).catch(({ cause }: Error) => {
    throw refusal(request, `got no answer (${String(cause)})`, 'Use a network on which GitHub answers.');
  });
  if (response.ok) return (await response.json()) as T;
  throw refusal(
    request,
    `was refused (${response.status} ${response.statusText})`,
    'Use a token with the permission "pull-requests: write".',
    await response.text(),
  );
}

async function commentWith(mark: string, pullRequest: PullRequest): Promise<Comment | undefined> {
  const { repository, number } = pullRequest;
  for (let page = 1; ; page += 1) {
    const path = `/repos/${repository}/issues/${number}/comments?per_page=${PAGE}&page=${page}`;
    const comments = await call<Comment[]>(pullRequest, 'GET', path);
    const found = comments.find(({ body, user }) => user?.login === AUTHOR && body?.startsWith(mark));
    if (found || comments.length < PAGE) return found;
  }
}

/**
 * Creates a comment on a pull request, or updates the existing one with the same mark. GitHub: "REST API endpoints for issue
 * comments".
 *
 * @throws OperationError GITHUB_REFUSED with GitHub's response
 */
export async function comment(mark: string, body: string, pullRequest: PullRequest): Promise<void> {
  const { repository, number } = pullRequest;
  const known = await commentWith(mark, pullRequest);
  if (known) await call(pullRequest, 'PATCH', `/repos/${repository}/issues/comments/${known.id}`, body);
  else await call(pullRequest, 'POST', `/repos/${repository}/issues/${number}/comments`, body);
}
