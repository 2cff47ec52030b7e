import type { Absence, Document, Input, Opaque, Resource } from '../document';
import type { Budget } from '../hcl/scope';
import { LIMITS } from '../limits';
import type { Value } from '../value';
import { ConfigModule, type Shared } from './config-module';
import { inputOf, readInput, refusesValue } from './input';
import { blocksOf } from './json';
import type { ModuleSource } from './plan-module';
import { assign, type Assignment } from './variables';

const MODULES = /^((?:module\.[\w-]+(?:\[[^\]]*\])?\.)*)(.*)$/;

class Configuration implements Document {
  readonly isPlan = false;
  readonly resources: readonly Resource[];
  readonly opaque: readonly Opaque[];
  readonly variables: readonly string[];
  private readonly root: ConfigModule;
  private readonly given: ReadonlyMap<string, Value>;
  private readonly inputsByName = new Map<string, Input>();
  private readonly rules: Budget = { steps: LIMITS.configurationSteps.most };
  private readonly shared: Shared = {
    budget: { steps: LIMITS.configurationSteps.most },
    byAddress: new Map(),
    modules: new Map(),
    depth: 0,
    home: {},
  };

  constructor(source: ModuleSource, assignments: readonly Assignment[]) {
    const declared = blocksOf(source.json['variable']);
    this.given = assign(declared, assignments, (name, value) =>
      refusesValue(name, declared.get(name) ?? {}, value),
    );
    this.root = new ConfigModule(this.shared, source, '', undefined, this.given);
    this.variables = [...declared.keys()];
    this.resources = this.root.expandAll();
    this.opaque = this.root.opaque();
  }

  public get inputs(): string[] {
    return this.variables.filter((name) => !this.given.has(name) || this.input(name)?.ranges !== undefined);
  }

  public input(name: string): Input | undefined {
    const known = this.inputsByName.get(name);
    const body = this.root.blocks.variables.get(name);
    const input =
      known ??
      (body && (this.given.has(name) ? inputOf(this.given.get(name)) : readInput(name, body, this.rules)));
    if (input) this.inputsByName.set(name, input);
    return input;
  }

  public absent(address: string): Absence | undefined {
    const [, path = '', local = ''] = MODULES.exec(address) ?? [];
    const own = this.shared.modules.get(path.slice(0, -1));
    if (own) return own.absent(local);
    // The last module on the way whose source is known says of the next one that it is not.
    const steps = path.split(/(?<=\.)(?=module\.)/);
    const known = steps.findIndex(
      (_, i) =>
        !this.shared.modules.has(
          steps
            .slice(0, i + 1)
            .join('')
            .slice(0, -1),
        ),
    );
    return this.shared.modules
      .get(steps.slice(0, known).join('').slice(0, -1))
      ?.absent(steps.slice(known).join(''));
  }
}

/**
 * Reads a stack's `cdk.tf.json`, or any other configuration in Terraform's JSON syntax.
 *
 * @param source the root module, with the modules that it calls where their sources are at hand
 * @throws ConfigurationError TOPOLOGY_VARIABLE for values that its variables do not take
 */
export const readConfiguration = (source: ModuleSource, variables: readonly Assignment[] = []): Document =>
  new Configuration(source, variables);
