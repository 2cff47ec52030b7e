import { App } from 'cdktf';
import { loadAutomation, loadEnvironment } from '../config';
import { localDirectory } from '../system/paths';
import { PlatformStack } from './platform-stack';
import { platformRoles } from './platform-roles';
import { Topology, type Assignment } from '../topology';

/** The stack of an environment: its network, its JSON, and what its validations say. */
export interface EnvironmentNetwork {
  readonly topology: Topology;
  readonly json: object;
  /** Runs the validations of a synth, and returns their messages. Empty where a synth would succeed. */
  findings(): string[];
}

/**
 * Reads the stack of an environment from its current configuration, with role names. Writes no stack.
 *
 * @param variables values of input variables. @default none: each may have any value that its validation accepts
 * @throws ConfigurationError ENVIRONMENT_UNKNOWN, or all problems of its configuration
 */
export function readEnvironmentStack(
  name: string,
  variables: readonly Assignment[] = [],
): EnvironmentNetwork {
  const environment = loadEnvironment(name);
  // An app creates its output folder at once, even if nothing is synthesized.
  const app = new App({ outdir: localDirectory('reach') });
  const stack = new PlatformStack(app, environment, loadAutomation());
  const json = stack.toTerraform() as object;
  const topology = Topology.read(json, name, { names: platformRoles(environment), variables });
  return { topology, json, findings: () => stack.node.validate() };
}

/** Reads the network of an environment, as {@link readEnvironmentStack} does. */
export const readEnvironment = (name: string, variables: readonly Assignment[] = []): Topology =>
  readEnvironmentStack(name, variables).topology;
