import { Testing } from 'cdktf';
import 'cdktf/lib/testing/adapters/jest'; // the types of its matchers
import type { Automation } from '../../src/config';
import { type EnvironmentInput, parseEnvironment } from '../../src/config/schema';
import { PlatformStack } from '../../src/stacks/platform-stack';

Testing.setupJest();

/** Arguments of one block, as Terraform reads them. */
export type Arguments = Readonly<Record<string, unknown>>;
/** Blocks by type and name. */
type Blocks = Readonly<Record<string, Readonly<Record<string, Arguments>>>>;

/** What `cdk.tf.json` holds, without CDKTF's own notes. */
export interface Config {
  readonly data?: Blocks;
  readonly resource: Blocks;
  readonly locals?: Readonly<Record<string, unknown>>;
  readonly check?: Readonly<Record<string, Arguments>>;
  readonly output: Readonly<Record<string, { readonly value: unknown; readonly description: string }>>;
  readonly variable: Readonly<Record<string, Arguments>>;
  readonly provider: { readonly aws: readonly Arguments[] };
  readonly terraform: Arguments & { readonly backend: Arguments };
}

export const platformStack = (input: EnvironmentInput, automation?: Automation): PlatformStack =>
  new PlatformStack(Testing.app(), parseEnvironment(input, input.name), automation);

/** An environment's Terraform JSON, its validations run. */
export const synthText = (input: EnvironmentInput, automation?: Automation): string =>
  Testing.synth(platformStack(input, automation), true);

/** The same, parsed. */
export const synth = (input: EnvironmentInput, automation?: Automation): Config =>
  JSON.parse(synthText(input, automation)) as Config;

/** Every resource and data source by address, in the order of the addresses. */
export function byAddress({
  data = {},
  resource,
}: Pick<Config, 'data' | 'resource'>): Map<string, Arguments> {
  const flat = (blocks: Blocks, prefix: string): [string, Arguments][] =>
    Object.entries(blocks).flatMap(([type, named]) =>
      Object.entries(named).map(([name, block]): [string, Arguments] => [`${prefix}${type}.${name}`, block]),
    );
  return new Map([...flat(resource, ''), ...flat(data, 'data.')].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export const addressesOf = (config: Config): string[] => [...byAddress(config).keys()];

/** The resources of one type by name. */
export const ofType = (config: Config, type: string): Readonly<Record<string, Arguments>> =>
  config.resource[type] ?? {};

/** One resource's arguments. */
export function argumentsAt(config: Config, address: string): Arguments {
  const found = byAddress(config).get(address);
  if (!found) throw new Error(`no ${address}; there are ${addressesOf(config).join(', ')}`);
  return found;
}

/** A text with what its locals say behind it. */
export function withLocals({ locals = {} }: Config, text: string): string {
  const names = new Set([...text.matchAll(/local\.([a-z0-9_]+)/g)].map(([, name = '']) => name));
  return [text, ...[...names].map((name) => JSON.stringify(locals[name]))].join(' ');
}

/** Everything that a resource refers to, directly or through others: what it waits for. */
export function waitsFor(config: Config, address: string): string[] {
  const all = addressesOf(config);
  const seen = new Set<string>();
  const visit = (at: string): void => {
    const text = withLocals(config, JSON.stringify(argumentsAt(config, at)));
    const words = new Set(text.match(/(data\.)?[a-z0-9_]+\.[a-z0-9_]+/g));
    for (const next of all.filter((other) => words.has(other) && !seen.has(other))) {
      seen.add(next);
      visit(next);
    }
  };
  visit(address);
  return [...seen].sort();
}

/** Who may reach whom, a line a rule: `bastion-server -> elk-server tcp 22`, as one side's rules say it. */
export function rulesOf(config: Config, side: 'ingress' | 'egress'): string[] {
  const groups = new Map(
    Object.entries(ofType(config, 'aws_security_group')).map(([name, { tags }]) => [
      `\${aws_security_group.${name}.id}`,
      (tags as { Name: string }).Name,
    ]),
  );
  return Object.values(ofType(config, `aws_vpc_security_group_${side}_rule`))
    .map((rule) => {
      const owner = groups.get(String(rule['security_group_id']));
      const peer =
        groups.get(String(rule['referenced_security_group_id'])) ?? rule['for_each'] ?? rule['cidr_ipv4'];
      const ends = side === 'ingress' ? [peer, owner] : [owner, peer];
      const ports = new Set([rule['from_port'], rule['to_port']]);
      return `${ends.join(' -> ')} ${String(rule['ip_protocol'])} ${[...ports].join('-')}`;
    })
    .sort();
}
