import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dev } from '../../../src/config/environments/dev';
import { prod } from '../../../src/config/environments/prod';
import type { Terraform } from '../../../src/terraform/terraform';
import { ACCOUNT } from '../iam/policies';

/** What IAM is asked about of one resource: the ARNs of it and of what comes with it, and its tags. */
export interface DeployedResource {
  readonly arns: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** By Terraform address. */
export type Deployed = Readonly<Record<string, DeployedResource>>;

export const deployedEnvironments = ['dev', 'prod'] as const;
export type DeployedName = (typeof deployedEnvironments)[number];

const CONFIGURATIONS = { dev, prod };
const fileOf = (environment: DeployedName): string =>
  join(__dirname, '..', '..', 'iam', 'deployed', `${environment}.json`);

/** What was recorded of an environment: see `expectRecorded`. */
export const deployed = (environment: DeployedName): Deployed =>
  JSON.parse(readFileSync(fileOf(environment), 'utf8')) as Deployed;

interface Attributes {
  readonly [name: string]: unknown;
  readonly arn?: string;
  readonly id: string;
  readonly tags_all?: Record<string, string>;
}

/** A group has its tags as blocks. */
const tagsOf = ({ tags_all: tags, tag }: Attributes): Record<string, string> =>
  tags ?? Object.fromEntries(blocks(tag).map(({ key, value }) => [String(key), String(value)]));

const texts = (...values: readonly unknown[]): string[] =>
  values.filter((value): value is string => typeof value === 'string' && value !== '');

const blocks = (value: unknown): Attributes[] => (value ?? []) as Attributes[];

/** ARNs beyond a resource's own attribute `arn`. AWS: Service Authorization Reference, "Resource types". */
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

/** AWS's public parameters belong to no account, as moto has it. AWS: "Discovering public parameters in Parameter Store". */
const ofNobody = (arn: string): string => arn.replace(`${ACCOUNT}:parameter/aws/`, ':parameter/aws/');

interface State {
  readonly resources: readonly {
    readonly mode: 'managed' | 'data';
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly index_key?: string | number; readonly attributes: Attributes }[];
  }[];
}

/** What a state holds that IAM names. */
async function namesIn(terraform: Terraform, region: string): Promise<Deployed> {
  const { resources } = JSON.parse(await terraform.pull()) as State;
  const entries = resources.flatMap(({ mode, type, name, instances }) =>
    instances.map(({ index_key: key, attributes }): [string, DeployedResource] => [
      `${mode === 'data' ? 'data.' : ''}${type}.${name}${key === undefined ? '' : `[${JSON.stringify(key)}]`}`,
      {
        arns: [...texts(attributes.arn).map(ofNobody), ...furtherArns(type, region, attributes)],
        tags: tagsOf(attributes),
      },
    ]),
  );
  const named = entries.filter(([, { arns }]) => arns.length > 0);
  return Object.fromEntries(named.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The same but for the ids, suffixes and digests that differ from one deployment to the next. */
const withoutIds = (names: Deployed): unknown =>
  JSON.parse(
    JSON.stringify(names)
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
      .replace(/\b([a-z]+-)?[0-9a-f]{8,}\b/g, '$1ID')
      .replace(/(secret:rds!db-ID)-\w{6}/g, '$1-ID'),
  );

/**
 * Expects the names of a deployment to be those of the record that the tests of grants use. `RECORD_DEPLOYED=1` makes the record
 * anew.
 */
export async function expectRecorded(environment: DeployedName, terraform: Terraform): Promise<void> {
  const names = await namesIn(terraform, CONFIGURATIONS[environment].region);
  if (process.env['RECORD_DEPLOYED'] === '1')
    writeFileSync(fileOf(environment), `${JSON.stringify(names, null, 2)}\n`);
  expect(withoutIds(names)).toEqual(withoutIds(deployed(environment)));
}
