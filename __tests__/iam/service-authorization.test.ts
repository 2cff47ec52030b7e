import type { Statement } from '../../src/iam/document';
import { grantedStatements } from '../support/iam/granted';
import {
  type ActionExtract,
  isSupported,
  serviceAuthorization,
  type ServiceExtract,
  typesMatching,
} from '../support/iam/service-authorization';

const { date, publishedBy, services } = serviceAuthorization();
const statements = grantedStatements();

interface Granted {
  readonly action: string;
  readonly statement: Statement;
  readonly service: ServiceExtract;
  readonly extract: ActionExtract;
}

const known = (action: string): Pick<Granted, 'service' | 'extract'> | undefined => {
  const [prefix = '', name = ''] = action.split(':');
  const service = services[prefix];
  const extract = service?.actions[name];
  return service && extract && { service, extract };
};

const granted: Granted[] = statements.flatMap((statement) =>
  statement.Action.flatMap((action) => {
    const found = known(action);
    return found ? [{ action, statement, ...found }] : [];
  }),
);

const keysOf = ({ Condition = {} }: Statement): string[] =>
  Object.values(Condition).flatMap((keys) => Object.keys(keys));

const lines = (found: readonly string[]): string[] => [...new Set(found)].sort();

test('Service authorization extract names its source and its date', () => {
  expect(publishedBy).toMatch(/^PyPI \S+ \d+\.\d+\.\d+$/);
  expect(date).toMatch(/^20\d\d-\d\d$/);
});

test('Granted actions exist in the extract', () => {
  const actions = statements.flatMap(({ Action }) => Action);
  expect(lines(actions.filter((action) => known(action) === undefined))).toEqual([]);
});

test('Granted resources have a type that the action supports, or are all resources', () => {
  const wrong = granted.flatMap(({ action, statement, service, extract }) =>
    statement.Resource.filter(
      (resource) => resource !== '*' && typesMatching(service, extract, resource).length === 0,
    ).map((resource) => `${action} ${resource}`),
  );
  expect(lines(wrong)).toEqual([]);
});

test('Actions without resource-level permissions are granted on all resources', () => {
  const wrong = granted
    .filter(({ extract }) => Object.keys(extract.resourceTypes).length === 0)
    .filter(({ statement }) => !statement.Resource.includes('*'));
  expect(lines(wrong.map(({ action }) => action))).toEqual([]);
});

test('Condition keys are supported by the action or its resource type', () => {
  const wrong = granted.flatMap(({ action, statement, service, extract }) =>
    statement.Resource.flatMap((resource) => {
      const supported = [
        ...extract.conditionKeys,
        ...typesMatching(service, extract, resource).flatMap((type) => [
          ...(extract.resourceTypes[type]?.conditionKeys ?? []),
          ...(service.resourceTypes[type]?.conditionKeys ?? []),
        ]),
      ];
      return keysOf(statement)
        .filter((key) => !isSupported(key, supported))
        .map((key) => `${action} ${resource} ${key}`);
    }),
  );
  expect(lines(wrong)).toEqual([]);
});

/** `listener/app` and `listener/net` are kinds of one thing. */
const thing = (type: string): string => type.split('/')[0] ?? type;

/** The reference lists every type as required, and a request names one. AWS: "ChangeTagsForResource", ResourceType. */
const ONE_OF = ['route53:ChangeTagsForResource'];

test('Actions are granted on every resource type that they require', () => {
  const missing = granted
    .filter(({ action, statement }) => !statement.Resource.includes('*') && !ONE_OF.includes(action))
    .flatMap(({ action, extract }) => {
      const resources = granted
        .filter((other) => other.action === action)
        .flatMap(({ statement, service }) =>
          statement.Resource.flatMap((resource) => typesMatching(service, extract, resource).map(thing)),
        );
      return Object.entries(extract.resourceTypes)
        .filter(([type, { required }]) => required && !resources.includes(thing(type)))
        .map(([type]) => `${action} ${type}`);
    });
  expect(lines(missing)).toEqual([]);
});

// The reference lacked the key for this action until January 2025.
test('UpdateAssumeRolePolicy supports the condition key iam:PermissionsBoundary', () => {
  expect(services['iam']?.actions['UpdateAssumeRolePolicy']?.conditionKeys).toEqual([
    'iam:PermissionsBoundary',
  ]);
});
