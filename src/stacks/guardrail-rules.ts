import type { Guardrail } from '../core/guardrails';

export type Arguments = Readonly<Record<string, unknown>>;
export type Resources = Readonly<Record<string, Readonly<Record<string, Arguments>>>>;

/** Finds what is wrong with a resource, as sentences that begin with an argument. */
export type Rule = (type: string, values: Arguments, resources: Resources) => string[];

/** Blocks at a path of arguments, e.g. `block_device_mappings.ebs`. */
export const blocksAt = (values: Arguments, path: string): Arguments[] =>
  path
    .split('.')
    .reduce<Arguments[]>(
      (blocks, key) =>
        blocks.flatMap((block) => (block[key] === undefined ? [] : ([block[key]].flat() as Arguments[]))),
      [values],
    );

const isTrue = (value: unknown): boolean => String(value) === 'true';

const PUBLIC_ADDRESS: Readonly<Record<string, string>> = {
  aws_db_instance: 'publicly_accessible',
  aws_rds_cluster_instance: 'publicly_accessible',
  aws_redshift_cluster: 'publicly_accessible',
  aws_dms_replication_instance: 'publicly_accessible',
};

const publicDatabase: Rule = (type, values) => {
  const argument = PUBLIC_ADDRESS[type];
  return argument !== undefined && isTrue(values[argument]) ? [`${argument} makes it public`] : [];
};

/** Whether a subnet of the stack gives its instances public addresses. */
function isPublic(reference: unknown, { aws_subnet: subnets = {} }: Resources): boolean {
  const [, name = ''] = /^\$\{aws_subnet\.(\w+)\.id\}$/.exec(String(reference)) ?? [];
  return isTrue(subnets[name]?.['map_public_ip_on_launch']);
}

const publicServer: Rule = (type, values, resources) => {
  const { subnet_id: subnet, associate_public_ip_address: address } = values;
  if (type === 'aws_instance') {
    if (isTrue(address)) return ['associate_public_ip_address makes it public'];
    return address !== false && isPublic(subnet, resources) ? ['subnet_id is a public subnet'] : [];
  }
  if (type === 'aws_eip_association' || type === 'aws_eip') {
    const argument = type === 'aws_eip' ? 'instance' : 'instance_id';
    return values[argument] === undefined ? [] : [`${argument} gets a public address`];
  }
  const interfaces = type === 'aws_launch_template' ? blocksAt(values, 'network_interfaces') : [];
  return interfaces.some((one) => isTrue(one['associate_public_ip_address']))
    ? ['network_interfaces.associate_public_ip_address makes its instances public']
    : [];
};

const INLINE: Readonly<Record<string, readonly string[]>> = {
  aws_security_group: ['ingress', 'egress'],
  aws_default_security_group: ['ingress', 'egress'],
};

const inlineRules: Rule = (type, values) =>
  (INLINE[type] ?? [])
    .filter((block) => [values[block] ?? []].flat().length > 0)
    .map((block) => `${block} has rules inline`);

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly Condition?: unknown;
}

const list = (value: unknown): unknown[] => [value ?? []].flat();

/** Statements of the policies in arguments, where they are JSON. */
function statementsIn(values: Arguments): { argument: string; statement: Statement }[] {
  return Object.entries(values).flatMap(([argument, value]) => {
    if (typeof value !== 'string' || !/^\s*\{[^]*"Statement"/.test(value)) return [];
    try {
      const { Statement: statements } = JSON.parse(value) as { Statement: Statement | Statement[] };
      return (list(statements) as Statement[])
        .filter(({ Effect }) => Effect === 'Allow')
        .map((statement) => ({ argument, statement }));
    } catch {
      return [];
    }
  });
}

const isAnybody = (principal: unknown): boolean =>
  principal === '*' ||
  (typeof principal === 'object' &&
    principal !== null &&
    list((principal as Arguments)['AWS']).includes('*'));

/** A policy of these types grants nothing: it narrows what IAM allows. AWS: "Control access to VPC endpoints using endpoint policies". */
const NARROWING = new Set(['aws_vpc_endpoint', 'aws_vpc_endpoint_policy']);

const wildcardPrincipals: Rule = (type, values) => [
  ...statementsIn(values)
    .filter(
      ({ statement: { Principal, Condition } }) =>
        !NARROWING.has(type) && isAnybody(Principal) && Condition === undefined,
    )
    .map(({ argument }) => `${argument} allows any principal`),
  ...(type === 'aws_lambda_permission' && values['principal'] === '*' ? ['principal allows anybody'] : []),
];

/** A key policy gives the account itself all rights, which its IAM policies then restrict. AWS: "Default key policy". */
const isOfAccount = ({ Principal }: Statement): boolean =>
  /:root["\\]*\}?$/.test(JSON.stringify(Principal ?? ''));

const wildcardActions: Rule = (type, values) =>
  statementsIn(values).flatMap(({ argument, statement }) =>
    NARROWING.has(type) || isOfAccount(statement)
      ? []
      : list(statement.Action)
          .filter((action) => /^(\w|-)*:?\*$/.test(String(action)))
          .map((action) => `${argument} allows ${String(action)}`),
  );

/** Default tags do not reach the instances of a group: its own tags do. AWS: "Tag Auto Scaling groups and instances". */
const untagged: Rule = (type, values) =>
  type !== 'aws_autoscaling_group' || 'tag' in values || 'dynamic' in values
    ? []
    : ['tag is missing: its instances get no tags'];

/** Arguments whose value is a secret. */
const SECRET =
  /^(master_password|password|secret_string|secret_binary|auth_token|private_key|client_secret|master_user_password|access_key|secret_key|token)$/;

/** Private keys, tokens of GitHub, GitLab and Slack, and access keys. */
const LOOKS_SECRET =
  /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY|\b(?:gh[opsu]_|github_pat_|glpat-|xox[abps]-)\w|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/;

function secretsAt(path: string, value: unknown): string[] {
  if (typeof value === 'string') {
    const isNamed = SECRET.test(path.replace(/^.*\./, '')) && value !== '' && !value.includes('${');
    return isNamed || LOOKS_SECRET.test(value) ? [`${path} has a secret in plain text`] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '//' ? [] : secretsAt(isList ? path : [path, key].filter(Boolean).join('.'), inner),
  );
}

const plainSecrets: Rule = (_, values) => [...new Set(secretsAt('', values))];

/** Rules beside those on storage, by guardrail. */
export const RULES = {
  DATABASE_PUBLIC: publicDatabase,
  SERVER_PUBLIC: publicServer,
  RULES_INLINE: inlineRules,
  PRINCIPAL_WILDCARD: wildcardPrincipals,
  ACTION_WILDCARD: wildcardActions,
  UNTAGGED: untagged,
  SECRET_PLAIN: plainSecrets,
} as const satisfies Partial<Record<Guardrail, Rule>>;
