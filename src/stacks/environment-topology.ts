import { App } from 'cdktf';
import { loadAutomation, loadEnvironment } from '../config';
import { PlatformStack } from './platform-stack';
import { platformRoles } from './platform-roles';
import { Topology } from '../topology';

/**
 * The network of an environment as it would be synthesized now, with its roles' names; nothing is written.
 *
 * @throws ConfigurationError ENVIRONMENT_UNKNOWN, or every problem of its configuration together
 */
export function readEnvironment(name: string): Topology {
  const environment = loadEnvironment(name);
  const stack = new PlatformStack(new App(), environment, loadAutomation());
  stack.prepareStack();
  return Topology.read(stack.toTerraform() as object, name, { names: platformRoles(environment) });
}
