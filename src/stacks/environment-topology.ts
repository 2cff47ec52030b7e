import { App } from 'cdktf';
import { loadAutomation, loadEnvironment } from '../config';
import { localDirectory } from '../system/paths';
import { PlatformStack } from './platform-stack';
import { platformRoles } from './platform-roles';
import { Topology, type Assignment } from '../topology';

/**
 * Reads the network of an environment from its current configuration, with role names. Writes no stack.
 *
 * @param variables values of input variables. @default none: each may have any value that its validation accepts
 * @throws ConfigurationError ENVIRONMENT_UNKNOWN, or all problems of its configuration
 */
export function readEnvironment(name: string, variables: readonly Assignment[] = []): Topology {
  const environment = loadEnvironment(name);
  // An app creates its output folder at once, even if nothing is synthesized.
  const app = new App({ outdir: localDirectory('reach') });
  const stack = new PlatformStack(app, environment, loadAutomation());
  return Topology.read(stack.toTerraform() as object, name, {
    names: platformRoles(environment),
    variables,
  });
}
