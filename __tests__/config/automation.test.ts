import { loadAutomation } from '../../src/config';
import { parseAutomation } from '../../src/config/schema';
import { messagesOf } from '../support/fixtures/environments';
import { automation } from '../support/iam/policies';

const REPOSITORY_FORM =
  'owner@123456/name@456789 with the ids of both, or owner/name where the tokens have none';
const BRANCH_FORM = 'as main: letters, digits and ./@+#_-, starting with a letter or digit';

test('loadAutomation returns undefined for the configuration in the repository', () => {
  expect(loadAutomation()).toBeUndefined();
});

test('parseAutomation applies defaults to omitted keys', () => {
  const { repository } = automation.github ?? { repository: '' };
  expect(parseAutomation({ ...automation, github: { repository } })).toEqual({
    ...automation,
    github: { repository: 'acme@123/shop@456', branch: 'main', environments: false },
  });
  expect(parseAutomation({ ...automation, github: undefined })).toEqual({ ...automation, github: undefined });
});

test.each(['acme/shop', 'a-c-m-e/shop.com', 'acme@1/shop@2', 'A1/_shop-2'])(
  'parseAutomation accepts the repository %s',
  (repository) => {
    expect(parseAutomation({ ...automation, github: { repository } }).github?.repository).toBe(repository);
  },
);

test.each([
  '',
  'acme',
  'acme/*',
  '*/shop',
  'acme/shop/x',
  'acme@1/shop',
  'acme/shop@2',
  'acme@x/shop@y',
  'acme/shop:ref',
  'ac me/shop',
])('parseAutomation rejects the repository "%s"', (repository) => {
  expect(messagesOf(() => parseAutomation({ ...automation, github: { repository } }))).toEqual([
    `automation.github.repository: "${repository}" is not a GitHub repository as its tokens name it; accepted: ${REPOSITORY_FORM} [CONFIG_INVALID]`,
  ]);
});

test.each(['*', 'release/*', 'ma?n', '', '-main', 'a b', 'a:b'])(
  'parseAutomation rejects the branch "%s"',
  (branch) => {
    expect(
      messagesOf(() => parseAutomation({ ...automation, github: { repository: 'acme/shop', branch } })),
    ).toEqual([
      `automation.github.branch: "${branch}" is not the name of a branch; accepted: ${BRANCH_FORM} [CONFIG_INVALID]`,
    ]);
  },
);

test('parseAutomation reports all issues together', () => {
  const wrong = { region: 'mars', state: { backend: 'local', bucket: 'b' }, github: { branches: ['main'] } };
  expect(messagesOf(() => parseAutomation(wrong)).map((line) => line.split('; accepted')[0])).toEqual([
    'automation.project: is missing',
    'automation.region: "mars" is not a known region',
    'automation.state.bucket: "b" does not go with backend "local"',
    'automation.github.repository: is missing',
    'automation.github.branches: ["main"] is not a known key (did you mean branch?)',
  ]);
});
