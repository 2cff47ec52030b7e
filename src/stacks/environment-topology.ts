import { App } from 'cdktf';
import { loadAutomation, loadEnvironment } from '../config';
import { PlatformStack } from './platform-stack';
import { platformRoles } from './platform-roles';
import { Topology } from '../topology';

/**
 * Reads the network of an environment from its current configuration, with role names. Writes no files.
 *
 * @throws ConfigurationError ENVIRONMENT_UNKNOWN, or all problems of its configuration
 */
export function readEnvironment(name: string): Topology {
  const environment = loadEnvironment(name);
  const stack = new PlatformStack(new App(), environment, loadAutomation());
  stack.prepareStack();
  return Topology.read(stack.toTerraform() as object, name, { names: platformRoles(environment) });
}
