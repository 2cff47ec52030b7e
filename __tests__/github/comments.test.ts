import { comment, pullRequestOf } from '../../src/github/comments';
import { messagesOf } from '../support/fixtures/environments';
import { GitHubServer } from '../support/github/github-server';

const MARK = '<!-- terraform plan of dev -->';
const BOT = 'github-actions[bot]';

describe('comment', () => {
  let server: GitHubServer;
  const pullRequest = (changes = {}) => ({
    api: server.api,
    repository: 'acme/shop',
    number: 12,
    token: server.token,
    ...changes,
  });
  beforeEach(async () => {
    server = new GitHubServer();
    await server.start();
  });
  afterEach(() => server.stop());

  const bodies = () => server.comments.map(({ body }) => body);

  test('creates a comment once and then updates it', async () => {
    server.add('somebody', 'Looks good');
    await comment(MARK, `${MARK}\none`, pullRequest());
    await comment(MARK, `${MARK}\ntwo`, pullRequest());
    expect(bodies()).toEqual(['Looks good', `${MARK}\ntwo`]);
  });

  test('ignores comments of other environments and of other users', async () => {
    server.add(BOT, '<!-- terraform plan of prod -->\nprod');
    server.add('mallory', `${MARK}\nnothing changes, trust me`);
    server.add(BOT, `> ${MARK}`);
    await comment(MARK, `${MARK}\none`, pullRequest());
    expect(bodies().slice(3)).toEqual([`${MARK}\none`]);
  });

  test('finds its comment behind hundreds of others', async () => {
    for (let index = 0; index < 250; index += 1) server.add('somebody', `comment ${index}`);
    server.add(BOT, `${MARK}\none`);
    await comment(MARK, `${MARK}\ntwo`, pullRequest());
    expect(server.comments).toHaveLength(251);
    expect(bodies().at(-1)).toBe(`${MARK}\ntwo`);
    expect(server.requests).toEqual([
      ...[1, 2, 3].map((page) => `GET /repos/acme/shop/issues/12/comments?per_page=100&page=${page}`),
      'PATCH /repos/acme/shop/issues/comments/251',
    ]);
  });

  test('fails with one message when GitHub rejects the token', async () => {
    await expect(comment(MARK, MARK, pullRequest({ token: 'another' }))).rejects.toThrow(
      /^GET \/repos\/acme\/shop\/issues\/12\/comments\?per_page=100&page=1 was refused \(403 Forbidden\)\n {2}\{"message":"Resource not accessible by integration"\}\nUse a token with the permission "pull-requests: write"\.$/,
    );
  });

  test('fails with one message when GitHub is unreachable', async () => {
    const nowhere = pullRequest();
    await server.stop();
    await expect(comment(MARK, MARK, nowhere)).rejects.toThrow(
      /^GET \/repos.* got no answer \(.*ECONNREFUSED.*\)\nUse a network on which GitHub answers\.$/,
    );
    await server.start();
  });
});

test('pullRequestOf reads the pull request from the workflow run', () => {
  const env = { GITHUB_API_URL: 'https://api.github.com', GITHUB_REPOSITORY: 'acme/shop', GITHUB_TOKEN: 't' };
  expect(pullRequestOf(env, '12')).toEqual({
    api: 'https://api.github.com',
    repository: 'acme/shop',
    number: 12,
    token: 't',
  });
  expect(messagesOf(() => pullRequestOf(env, '0'))).toEqual([
    '--pull-request: "0" is not the number of a pull request; accepted: a number, as 12 [USAGE]',
  ]);
  expect(messagesOf(() => pullRequestOf(env, undefined))).toEqual([
    '--pull-request: is missing; accepted: a number, as 12 [USAGE]',
  ]);
  const accepted = 'the variables of a run of GitHub Actions, and its token as GITHUB_TOKEN';
  expect(messagesOf(() => pullRequestOf({ GITHUB_REPOSITORY: 'acme/shop' }, '12'))).toEqual([
    `GITHUB_API_URL: is not set; accepted: ${accepted} [USAGE]`,
    `GITHUB_TOKEN: is not set; accepted: ${accepted} [USAGE]`,
  ]);
});
