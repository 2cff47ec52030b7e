import { App } from 'cdktf';
import { loadEnvironment } from '../../../src/config';
import { PlatformStack } from '../../../src/stacks/platform-stack';
import { platformRoles } from '../../../src/stacks/platform-roles';
import { Topology, type MatrixEntry, type Names } from '../../../src/topology';

type Body = Record<string, unknown>;
export interface StackJson {
  resource: Record<string, Record<string, Body>>;
  variable: Record<string, Body>;
}

const synthesized = new Map<string, string>();

/** A fresh copy of what an environment synthesizes. */
export function environmentJson(name: string): StackJson {
  const known = synthesized.get(name);
  if (known !== undefined) return JSON.parse(known) as StackJson;
  const stack = new PlatformStack(new App(), loadEnvironment(name));
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
  Topology.read(json, 'JSON', names).matrix().entries.map(line).sort();

/** The whole matrix of an environment's JSON by role. */
export const lines = (json: StackJson, environment: string): string[] =>
  linesOf(json, platformRoles(loadEnvironment(environment)));

/** What a change takes from the matrix (`-`) and adds to it (`+`). */
export function flips(environment: string, change: (json: StackJson) => void): string[] {
  const before = lines(environmentJson(environment), environment);
  const json = environmentJson(environment);
  change(json);
  const after = lines(json, environment);
  return [
    ...before.filter((one) => !after.includes(one)).map((one) => `- ${one}`),
    ...after.filter((one) => !before.includes(one)).map((one) => `+ ${one}`),
  ];
}
