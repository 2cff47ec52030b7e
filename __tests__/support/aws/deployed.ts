import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dev, prod } from '../fixtures/configured';
import type { Terraform } from '../../../src/terraform/terraform';
import { ACCOUNT } from '../iam/policies';

/** ARNs of a deployed resource and of resources created with it, and its tags. */
export interface DeployedResource {
  readonly arns: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Deployed resources by Terraform address. */
export type Deployed = Readonly<Record<string, DeployedResource>>;

export const deployedEnvironments = ['dev', 'prod'] as const;
export type DeployedName = (typeof deployedEnvironments)[number];

const CONFIGURATIONS = { dev, prod };
const fileOf = (environment: DeployedName): string =>
  join(__dirname, '..', '..', 'iam', 'deployed', `${environment}.json`);

/** Recorded resources of an environment: see `expectRecorded`. */
export const deployed = (environment: DeployedName): Deployed =>
  JSON.parse(readFileSync(fileOf(environment), 'utf8')) as Deployed;

interface Attributes {
  readonly [name: string]: unknown;
  readonly arn?: string;
  readonly id: string;
  readonly tags_all?: Record<string, string>;
}

/** Tags of a resource. An Auto Scaling group has them in `tag` blocks. */
const tagsOf = ({ tags_all: tags, tag }: Attributes): Record<string, string> =>
  tags ?? Object.fromEntries(blocks(tag).map(({ key, value }) => [String(key), String(value)]));

const texts = (...values: readonly unknown[]): string[] =>
  values.filter((value): value is string => typeof value === 'string' && value !== '');

const blocks = (value: unknown): Attributes[] => (value ?? []) as Attributes[];

/** ARNs that the attribute `arn` does not contain. AWS: Service Authorization Reference, "Resource types". */
function furtherArns(type: string, region: string, attributes: Attributes): string[] {
  const ec2 = (kind: string, ...ids: readonly unknown[]) =>
    texts(...ids).map((id) => `arn:aws:ec2:${region}:${ACCOUNT}:${kind}/${id}`);
  const of: Readonly<Record<string, () => string[]>> = {
    aws_nat_gateway: () => [
      ...ec2('natgateway', attributes.id),
      ...ec2('network-interface', attributes['network_interface_id']),
    ],
    aws_instance: () => [
      ...ec2('network-interface', attributes['primary_network_interface_id']),
      ...ec2('volume', ...blocks(attributes['root_block_device']).map((volume) => volume['volume_id'])),
      ...texts(attributes['ami']).map((image) => `arn:aws:ec2:${region}::image/${image}`),
    ],
    aws_db_instance: () => [
      ...blocks(attributes['master_user_secret']).flatMap((secret) =>
        texts(secret['secret_arn'], secret['kms_key_id']),
      ),
      `arn:aws:rds:${region}:${ACCOUNT}:og:${String(attributes['option_group_name'])}`,
      `arn:aws:rds:${region}:${ACCOUNT}:snapshot:${String(attributes['final_snapshot_identifier'])}`,
    ],
  };
  return of[type]?.() ?? [];
}

/** Public parameters of AWS have no account id, unlike in moto. AWS: "Discovering public parameters in Parameter Store". */
const ofNobody = (arn: string): string => arn.replace(`${ACCOUNT}:parameter/aws/`, ':parameter/aws/');

/** A request names the topic, never the subscription. AWS: Service Authorization Reference, "Amazon SNS". */
const NEVER_NAMED = new Set(['aws_sns_topic_subscription']);

/** Data sources about what is deployed, which a first apply does not read. */
const READ_LATER = /_deployed$/;

interface State {
  readonly resources: readonly {
    readonly mode: 'managed' | 'data';
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly index_key?: string | number; readonly attributes: Attributes }[];
  }[];
}

/** Reads ARNs and tags from a state. */
async function namesIn(terraform: Terraform, region: string): Promise<Deployed> {
  const { resources } = JSON.parse(await terraform.pull()) as State;
  const named = resources.filter(({ type, name }) => !NEVER_NAMED.has(type) && !READ_LATER.test(name));
  const entries = named.flatMap(({ mode, type, name, instances }) =>
    instances.map(({ index_key: key, attributes }): [string, DeployedResource] => [
      `${mode === 'data' ? 'data.' : ''}${type}.${name}${key === undefined ? '' : `[${JSON.stringify(key)}]`}`,
      {
        arns: [...texts(attributes.arn).map(ofNobody), ...furtherArns(type, region, attributes)],
        tags: tagsOf(attributes),
      },
    ]),
  );
  const withArns = entries.filter(([, { arns }]) => arns.length > 0);
  return Object.fromEntries(withArns.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Replaces ids, suffixes and digests, which differ between deployments. */
const withoutIds = (names: Deployed): unknown =>
  JSON.parse(
    JSON.stringify(names)
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
      .replace(/\b([a-z]+-)?[0-9a-f]{8,}\b/g, '$1ID')
      .replace(/(hostedzone\/)\w+/g, '$1ID')
      .replace(/(secret:[^"]+)-\w{6}(?=")/g, '$1-ID'),
  );

/**
 * Expects the ARNs of a deployment to match the record that tests of grants use. `RECORD_DEPLOYED=1` updates the record.
 */
export async function expectRecorded(environment: DeployedName, terraform: Terraform): Promise<void> {
  const names = await namesIn(terraform, CONFIGURATIONS[environment].region);
  if (process.env['RECORD_DEPLOYED'] === '1')
    writeFileSync(fileOf(environment), `${JSON.stringify(names, null, 2)}\n`);
  expect(withoutIds(names)).toEqual(withoutIds(deployed(environment)));
}
