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

test('the extract says what it is of, and of when', () => {
  expect(publishedBy).toMatch(/^PyPI \S+ \d+\.\d+\.\d+$/);
  expect(date).toMatch(/^20\d\d-\d\d$/);
});

test('every granted action exists', () => {
  const actions = statements.flatMap(({ Action }) => Action);
  expect(lines(actions.filter((action) => known(action) === undefined))).toEqual([]);
});

test('every resource of a grant is of a type that the action is about, or all', () => {
  const wrong = granted.flatMap(({ action, statement, service, extract }) =>
    statement.Resource.filter(
      (resource) => resource !== '*' && typesMatching(service, extract, resource).length === 0,
    ).map((resource) => `${action} ${resource}`),
  );
  expect(lines(wrong)).toEqual([]);
});

test('an action that AWS narrows to no resource is granted on all', () => {
  const wrong = granted
    .filter(({ extract }) => Object.keys(extract.resourceTypes).length === 0)
    .filter(({ statement }) => !statement.Resource.includes('*'));
  expect(lines(wrong.map(({ action }) => action))).toEqual([]);
});

test('every condition key is supported by the action or its resource', () => {
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

test('an action is granted on every type of resource that it requires', () => {
  const missing = granted
    .filter(({ statement }) => !statement.Resource.includes('*'))
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
test('AWS knows the boundary of a role whose trust is changed', () => {
  expect(services['iam']?.actions['UpdateAssumeRolePolicy']?.conditionKeys).toEqual([
    'iam:PermissionsBoundary',
  ]);
});
