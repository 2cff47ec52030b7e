import type { EnvironmentInput } from '../../../src/config';
import { dev } from '../../../src/config/environments/dev';
import { stateBackends } from '../../../src/config/state';
import { type Changes, changed } from '../../support/fixtures/environments';

type Block = Record<string, unknown>;
/** Synthesized JSON. */
export interface Stack {
  resource: Record<string, Record<string, Block>>;
  [section: string]: unknown;
}

/** One recorded plan of the deployed environment. */
export interface Seed {
  readonly name: string;
  /** Configuration, beside the deployed one. @default none */
  readonly changes?: Changes;
  /** Edits the synthesized JSON, where configuration would refuse it. @default not edited */
  readonly edit?: (stack: Stack) => void;
  /** Options of `terraform plan`. @default none */
  readonly options?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  /** What somebody does before: outside of Terraform, or with the state. @default nothing */
  readonly before?: 'tag the VPC' | 'taint the bastion';
}

/** A secret that no review may tell. */
export const SECRET = 'correct-horse-battery-staple';

/** A small platform: no database, one zone, a bastion and one server. */
export const DEPLOYED: EnvironmentInput = changed(
  {
    state: stateBackends.local,
    database: undefined,
    'network.zones': ['a', 'c'],
    servers: [dev.servers[0]],
  },
  dev,
);

const only = (stack: Stack, type: string): Block => {
  const [block] = Object.values(stack.resource[type] ?? {});
  if (!block) throw new Error(`no ${type}`);
  return block;
};
const named = (stack: Stack, type: string, name: string): Block => {
  const block = stack.resource[type]?.[name];
  if (!block) throw new Error(`${type}.${name}: only ${Object.keys(stack.resource[type] ?? {}).join()}`);
  return block;
};
const remove = (stack: Stack, type: string, name: string): void => {
  named(stack, type, name);
  delete stack.resource[type]?.[name];
};
const add = (stack: Stack, type: string, name: string, block: Block): void => {
  stack.resource[type] = { ...stack.resource[type], [name]: block };
};
const parameter = (name: string, value: unknown): Block => ({ name, type: 'SecureString', value });

export const SEEDS: readonly Seed[] = [
  { name: 'nothing' },
  {
    name: 'opens SSH of the bastion to the internet',
    edit: (stack) => {
      for (const rule of Object.values(stack.resource['aws_vpc_security_group_ingress_rule'] ?? {}))
        if (rule['from_port'] === 22 && rule['for_each'] !== undefined) {
          delete rule['for_each'];
          rule['cidr_ipv4'] = '0.0.0.0/0';
        }
    },
  },
  {
    name: 'closes the load balancer but for one network',
    changes: { 'loadBalancer.allowFrom': ['203.0.113.0/24'] },
  },
  { name: 'updates an instance type', changes: { 'servers.0.instanceType': 't2.large' } },
  {
    name: 'replaces servers for another image',
    variables: { TF_VAR_app_image: '123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/devloop:1.0.1' },
  },
  { name: 'adds a server with data', changes: { servers: [dev.servers[0], dev.servers[2]] } },
  { name: 'adds a NAT gateway a zone', changes: { 'network.nat': { mode: 'per-zone' } } },
  {
    name: 'renames a server',
    changes: {
      'servers.0.name': 'web-server',
      'servers.0.formerly': 'devloop-server',
      'loadBalancer.target': 'web-server',
    },
  },
  {
    name: 'forgets a listener rule',
    edit: (stack) => {
      remove(stack, 'aws_lb_listener_rule', 'load_balancer_actuator');
      stack['removed'] = [
        { from: 'aws_lb_listener_rule.load_balancer_actuator', lifecycle: { destroy: false } },
      ];
    },
  },
  {
    name: 'imports a parameter',
    edit: (stack) => {
      add(stack, 'aws_ssm_parameter', 'imported', {
        name: '/by-hand',
        type: 'String',
        insecure_value: 'two',
      });
      stack['import'] = [{ to: 'aws_ssm_parameter.imported', id: '/by-hand' }];
    },
  },
  { name: 'replaces on request', options: ['-replace=aws_instance.bastion'] },
  {
    name: 'targets one resource of several that change',
    changes: { 'servers.0.instanceType': 't2.large', 'bastion.instanceType': 't3.micro' },
    options: ['-target=aws_instance.bastion'],
  },
  { name: 'destroys all', options: ['-destroy'] },
  { name: 'changes a type of another architecture', changes: { 'servers.0.instanceType': 't4g.medium' } },
  {
    name: 'fails at a condition',
    changes: { 'bastion.instanceType': 't3.micro' },
    edit: (stack) => {
      only(stack, 'aws_lb')['lifecycle'] = {
        precondition: [{ condition: '${var.app_image == ""}', error_message: 'No image may be given.' }],
      };
    },
  },
  {
    name: 'has a check that does not pass',
    edit: (stack) => {
      stack['check'] = {
        image: { assert: [{ condition: '${var.app_image == ""}', error_message: 'No image may be given.' }] },
      };
    },
  },
  {
    name: 'changes secrets and outputs',
    variables: { TF_VAR_secret: SECRET },
    edit: (stack) => {
      stack['variable'] = { ...(stack['variable'] as Block), secret: { type: 'string', sensitive: true } };
      add(stack, 'aws_ssm_parameter', 'secret', parameter('/secret', '${var.secret}'));
      add(stack, 'aws_ssm_parameter', 'named', {
        ...parameter('/named', 'plain'),
        tags: { Owner: '${var.secret}', Team: 'web' },
      });
      named(stack, 'aws_instance', 'bastion')['user_data'] = 'echo ${var.secret}';
      stack['output'] = {
        secret: { value: '${var.secret}', sensitive: true },
        plain: { value: 'one' },
      };
    },
  },
  { name: 'restores what was changed outside', before: 'tag the VPC' },
  { name: 'refreshes only', before: 'tag the VPC', options: ['-refresh-only'] },
  { name: 'replaces what is tainted', before: 'taint the bastion' },
];
