import { Testing } from 'cdktf';
import { dev, prod } from '../support/fixtures/configured';
import { parseAutomation } from '../../src/config/schema';
import { orElse, type Part, PARTS, RESOURCE_TYPES } from '../../src/resources';
import { StateStack } from '../../src/stacks/state-stack';
import { changed, everything, everythingElse } from '../support/fixtures/environments';
import { synthAccount } from '../support/fixtures/account';
import { automation, synthAutomation } from '../support/iam/policies';
import { type Config, synth } from '../support/fixtures/synth';

const scaling = changed(
  {
    name: 'scaling',
    'servers.0.count': undefined,
    'servers.0.autoScaling': { min: 2, max: 4, targetCpu: 60 },
  },
  everything,
);

const ofEnvironment = (input: typeof dev): Config => synth(input, parseAutomation(automation));
const environments = [dev, prod, everything, everythingElse, scaling].map(
  (input) => [input.name, ofEnvironment(input)] as const,
);
const stacks: readonly (readonly [string, Pick<Config, 'resource' | 'data'>])[] = [
  ...environments,
  [
    'state',
    JSON.parse(
      Testing.synth(new StateStack(Testing.app(), { bucket: 'a-bucket', region: 'eu-west-1' }), true),
    ) as Config,
  ],
  ['automation', synthAutomation()],
  ['account', synthAccount()],
];

const parts: readonly Part[] = Object.values(PARTS);
const resourceTypes = parts.flatMap(({ resources }) => Object.keys(resources));
const dataSources = parts.flatMap((part) => Object.keys(part.dataSources));

const typesOf = (blocks: object | undefined): string[] => Object.keys(blocks ?? {});
const missing = (types: readonly string[], known: readonly string[]): string[] =>
  types.filter((type) => !known.includes(type));

describe('RESOURCE_TYPES', () => {
  test.each(stacks)('has an entry for every resource and data source of %s', (_, { resource, data }) => {
    expect(missing(typesOf(resource), resourceTypes)).toEqual([]);
    expect(missing(typesOf(data), dataSources)).toEqual([]);
  });

  test('has no unused and no duplicate entry', () => {
    const synthesized = (kind: 'resource' | 'data') =>
      [...new Set(stacks.flatMap(([, config]) => typesOf(config[kind])))].sort();
    expect([...resourceTypes].sort()).toEqual(synthesized('resource'));
    expect([...dataSources].sort()).toEqual(synthesized('data'));
  });

  test.each(environments)('has permissions and an import for every type in %s', (_, { resource, data }) => {
    const excused = typesOf(resource).flatMap((type) => {
      const { permissions, import: found } = RESOURCE_TYPES.get(type) ?? {};
      return [permissions, found].flatMap((field) =>
        field && 'reason' in field ? [`${type}: ${field.reason}`] : [],
      );
    });
    expect(excused.filter((line) => !EXCUSED.test(line))).toEqual([]);
    expect(missing(typesOf(data), dataSources)).toEqual([]);
  });

  test('derives attributes only from resource types that exist', () => {
    const sources = [...RESOURCE_TYPES.values()].flatMap(({ derived }) =>
      Object.values(orElse(derived, {})).flatMap((from) => (typeof from === 'string' ? [] : from)),
    );
    const types = sources.map((source) => source.split('.')[0] ?? '');
    expect(missing(types, resourceTypes)).toEqual([]);
  });
});

/** The calls that AWS takes a second time or that create nothing, one whose result has no name, what has no tags, and what is in no AWS. */
const EXCUSED =
  /: (AssociateAddress|AssociateWebACL|AttachLoadBalancerTargetGroups|CreateBackupSelection|CreateOriginAccessControl|DescribeCertificate|PutLoggingConfiguration|PutRolePolicy|PutScalingPolicy|RegisterTargets|ReplaceNetworkAclAssociation|Subscribe): |^terraform_data: /;
