import { DEFAULT_ENVIRONMENT } from '../default-environment';
import type { Options } from '../define-command';

/** Options that say which network a command reads. */
export const NETWORK_OPTIONS = {
  environment: {
    type: 'string',
    value: 'NAME',
    description: `Environment, a file in src/config/environments (default: "${DEFAULT_ENVIRONMENT}", unless --file or --plan is given)`,
    completes: 'environments',
  },
  file: {
    type: 'string',
    value: 'PATH',
    description:
      'A plan or state as terraform show -json prints it, configuration in JSON, or a folder or file of .tf; - reads standard input',
    completes: 'files',
  },
  plan: {
    type: 'string',
    value: 'PATH',
    description: 'The same as --file',
    completes: 'files',
  },
  source: {
    type: 'string',
    value: 'FOLDER',
    description:
      'Configuration that the file was made of, for what a plan leaves out: locals, dynamic blocks, conditions',
    completes: 'folders',
  },
  var: {
    type: 'string',
    value: 'NAME=VALUE',
    description: 'Value of an input variable, as for terraform plan; may be given several times',
    repeats: true,
  },
  'var-file': {
    type: 'string',
    value: 'PATH',
    description:
      'File of values, .tfvars or .tfvars.json; may be given several times, and the last value wins',
    repeats: true,
    completes: 'files',
  },
} as const satisfies Options;

const { environment, file, plan, ...beside } = NETWORK_OPTIONS;

/** Options of `devloop reach`. */
export const REACH_OPTIONS = {
  environment,
  file,
  plan,
  against: {
    type: 'string',
    value: 'PATH',
    description: 'Print what changes from this state, configuration or plan to the other',
    completes: 'files',
  },
  ...beside,
  from: {
    type: 'string',
    value: 'END',
    description: 'Source: internet, a CIDR block, a role or a Terraform address',
  },
  to: { type: 'string', value: 'END', description: 'Destination, written as the source' },
  port: { type: 'string', value: 'PORT', description: 'Destination port, 1 to 65535' },
  protocol: {
    type: 'string',
    value: 'PROTOCOL',
    description: 'Protocol of the connection',
    choices: ['tcp', 'udp'],
    default: 'tcp',
  },
  expect: {
    type: 'string',
    value: 'ANSWER',
    description: 'Exit with status 2 unless this is the answer',
    choices: ['yes', 'no', 'unknown'],
  },
  'expect-file': {
    type: 'string',
    value: 'PATH',
    description: 'Exit with status 2 unless all connections are as this YAML file says',
    completes: 'files',
  },
  sarif: {
    type: 'boolean',
    description: 'Print SARIF 2.1.0 for code scanning',
  },
} as const satisfies Options;
