import type { Grant } from '../../src/iam/grants';
import { orElse, RESOURCE_TYPES } from '../../src/resources';
import { PREFLIGHT_PERMISSIONS } from '../../src/resources/preflight';
import { deployed, deployedEnvironments, type DeployedName } from '../support/aws/deployed';
import { ACCOUNT, allows, patternMatches, roleIn, synthAutomation } from '../support/iam/policies';
import { kindOf, tags } from '../support/iam/requests';

const permissions = Object.fromEntries(
  [...RESOURCE_TYPES].map(([type, entry]): [string, readonly Grant[]] => [
    type,
    orElse(entry.permissions, []),
  ]),
);

/** `aws_subnet` of `aws_subnet.network_public_a`. */
const typeOf = (address: string): string => address.replace(/\[.*$/, '').replace(/\.[^.]+$/, '');

/** The caller, and public parameters of AWS: data sources read them. */
const OF_NO_ACCOUNT = /^arn:aws:(sts:|ssm:[a-z\d-]+::)/;

const arnsIn = (environment: DeployedName): string[] =>
  Object.values(deployed(environment))
    .flatMap(({ arns }) => arns)
    .filter((arn) => !OF_NO_ACCOUNT.test(arn));

/** Metadata of what a configuration names by ARN, whosever it is; no values. */
const READ_BY_PREFLIGHT = new Set(PREFLIGHT_PERMISSIONS.flatMap(({ actions }) => actions));

const placed = (resource: string, environment: DeployedName): string =>
  resource
    .replaceAll('{region}', 'ap-northeast-2')
    .replaceAll('{account}', ACCOUNT)
    .replaceAll('{prefix}', `devloop-${environment}`);

/** AWS makes them at the first use of a service or for a change, or has them; objects and buckets of applications: no recorded state names them. */
const UNSEEN =
  /:role\/aws-service-role\/|::snapshot\/|:::change\/|\/managedruleset\/|:s3:::\{prefix\}-files-|:s3:::[^/]+\/\*$/;

const onResources = Object.entries(permissions).flatMap(([type, grants]) =>
  grants
    .filter(({ resource }) => resource !== '*' && !UNSEEN.test(resource))
    .map(({ resource, actions, ...grant }) => ({ type, resource, actions, ...grant })),
);

/** Whether it passes one role by its whole name, as a service of its own gets it. */
const passesOne = (actions: readonly string[], resource: string): boolean =>
  actions.includes('iam:PassRole') && !resource.endsWith('*');

const grantLine = ({ actions, resource }: Pick<Grant, 'actions' | 'resource'>): string =>
  `${actions.join(' ')} on ${resource}`;

test('Grants for a deployed resource type match at least one deployed resource', () => {
  const types = new Set(deployedEnvironments.flatMap((name) => Object.keys(deployed(name)).map(typeOf)));
  const reaches = (resource: string) =>
    deployedEnvironments.some((name) =>
      arnsIn(name).some((arn) => patternMatches(placed(resource, name), arn)),
    );
  const idle = onResources.filter(({ type, resource }) => types.has(type) && !reaches(resource));
  expect(idle.map(grantLine)).toEqual([]);
});

describe.each(deployedEnvironments)('Grants of %s', (environment) => {
  const other = environment === 'dev' ? 'prod' : 'dev';

  test('match every deployed resource of their kind', () => {
    const ofAll = onResources.filter(({ actions, resource }) => !passesOne(actions, resource));
    // Several names of one kind have a grant each, e.g. log groups.
    const patternsOf = (action: string, kind: string) =>
      ofAll
        .filter(({ actions }) => actions.includes(action))
        .map(({ resource }) => placed(resource, environment))
        .filter((pattern) => kindOf(pattern) === kind);
    const actions = new Set(ofAll.flatMap((grant) => grant.actions));
    const missed = [...actions].flatMap((action) =>
      arnsIn(environment)
        .filter((arn) => {
          const patterns = patternsOf(action, kindOf(arn));
          return patterns.length > 0 && !patterns.some((pattern) => patternMatches(pattern, arn));
        })
        .map((arn) => `${action} misses ${arn}`),
    );
    expect(missed).toEqual([]);
  });

  test('match no resource of the other environment by name', () => {
    const beyond = onResources
      .filter(({ resource }) => resource.includes('{prefix}'))
      .flatMap((grant) =>
        arnsIn(other)
          .filter((arn) => patternMatches(placed(grant.resource, environment), arn))
          .map((arn) => `${grantLine(grant)} reaches ${arn}`),
      );
    expect(beyond).toEqual([]);
  });

  /** What the apply role may do with each deployed thing by its tags. */
  const requests = Object.entries(deployed(environment)).flatMap(([address, { arns, tags: carried }]) =>
    (permissions[typeOf(address)] ?? [])
      .filter(({ tagged }) => tagged === 'already')
      .flatMap(({ actions, resource }) =>
        arns
          .slice(0, 1)
          .filter((arn) => kindOf(arn) === kindOf(resource))
          .flatMap((arn) => actions.map((action) => ({ action, arn, carried }))),
      ),
  );
  const role = roleIn(synthAutomation(), `${environment}_apply`);
  const boundary = {
    'iam:PermissionsBoundary': `arn:aws:iam::${ACCOUNT}:policy/devloop-${environment}-boundary`,
  };

  test('allow an apply every granted action on deployed resources with their tags', () => {
    const refused = requests.filter(({ action, arn, carried }) => {
      const context = Object.fromEntries(
        Object.entries(carried).map(([key, value]) => [`aws:ResourceTag/${key}`, value]),
      );
      return !allows(role, action, { resource: arn, context: { ...context, ...boundary } });
    });
    expect(requests.length).toBeGreaterThan(100);
    expect(refused.map(({ action, arn }) => `${action} ${arn}`)).toEqual([]);
  });

  test('allow an apply no such action on resources with the tags of the other environment', () => {
    const allowed = requests.filter(
      ({ action, arn }) =>
        !READ_BY_PREFLIGHT.has(action) &&
        allows(role, action, { resource: arn, context: { ...tags('ResourceTag', other), ...boundary } }),
    );
    expect(allowed.map(({ action, arn }) => `${action} ${arn}`)).toEqual([]);
  });
});
