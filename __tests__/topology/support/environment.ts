import { App } from 'cdktf';
import { type Environment, loadEnvironment } from '../../../src/config';
import { prod } from '../../support/fixtures/configured';
import { PlatformStack } from '../../../src/stacks/platform-stack';
import { platformRoles } from '../../../src/stacks/platform-roles';
import { Topology, type MatrixEntry, type Names } from '../../../src/topology';
import { environment, everything } from '../../support/fixtures/environments';

type Body = Record<string, unknown>;
export interface StackJson {
  resource: Record<string, Record<string, Body>>;
  variable: Record<string, Body>;
}

const COUNTED = { 'servers.0.autoScaling': undefined, 'servers.0.count': 2 };

/** One that is configured, `counted`: prod with a server in each zone instead of a group, or `everything`: each option. */
export function environmentOf(name: string): Environment {
  if (name === 'counted') return environment(COUNTED, prod);
  return name === 'everything' ? environment({}, everything) : loadEnvironment(name);
}

const synthesized = new Map<string, string>();

/** A fresh copy of what an environment synthesizes. */
export function environmentJson(name: string): StackJson {
  const known = synthesized.get(name);
  if (known !== undefined) return JSON.parse(known) as StackJson;
  const stack = new PlatformStack(new App(), environmentOf(name));
  stack.prepareStack();
  synthesized.set(name, JSON.stringify(stack.toTerraform()));
  return environmentJson(name);
}

const line = ({ from, to, protocol, ports, verdict }: MatrixEntry): string => {
  const shown = ports
    .map((range) => (range.from === range.to ? range.from : `${range.from}-${range.to}`))
    .join(',');
  return `${from} > ${to} ${protocol} ${shown}${verdict === 'unknown' ? ' ?' : ''}`;
};

/** The whole matrix by name, a line for each pair. */
export const linesOf = (json: object, names: Names): string[] =>
  Topology.read(json, 'JSON', { names }).matrix().entries.map(line).sort();

/** The whole matrix of an environment's JSON by role. */
export const lines = (json: StackJson, name: string): string[] =>
  linesOf(json, platformRoles(environmentOf(name)));

/** What a change takes from the matrix (`-`) and adds to it (`+`). */
export function flips(name: string, change: (json: StackJson) => void): string[] {
  const before = lines(environmentJson(name), name);
  const json = environmentJson(name);
  change(json);
  const after = lines(json, name);
  return [
    ...before.filter((one) => !after.includes(one)).map((one) => `- ${one}`),
    ...after.filter((one) => !before.includes(one)).map((one) => `+ ${one}`),
  ];
}
