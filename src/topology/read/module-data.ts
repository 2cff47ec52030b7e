import { type Unknown, type Value } from '../value';
import type { Instance } from './config-instance';
import { DataSources, type StandIn, type Surroundings } from './data-sources';
import { blocksOf, entries, type Json, type JsonObject } from './json';
import type { ModuleTemplates } from './module-templates';

interface Around extends Omit<Surroundings, 'read'> {
  readonly data: Json | undefined;
  readonly isOwnProvider: boolean;
  readonly instances: ReadonlyMap<string, Instance>;
  readonly templates: ModuleTemplates;
}

/** The data sources of a module: what they tell for certain, and otherwise what they are given. */
export class ModuleData {
  private readonly known: DataSources | undefined;

  constructor(private readonly around: Around) {
    const { data, isOwnProvider, templates } = around;
    if (isOwnProvider)
      this.known = new DataSources(data, { ...around, read: (json) => templates.read(json, {}) });
  }

  /** Resources for the parts of the default VPC that they find. */
  public find(): readonly StandIn[] {
    return this.known?.find() ?? [];
  }

  public has(type: string, name: string): boolean {
    return this.body(type, name) !== undefined;
  }

  public attribute(type: string, label: string, name: string): Value {
    const found = this.known?.attribute(`data.${type}.${label}`, name);
    if (!found) return this.unread(type, label);
    const instance = this.around.instances.get(found.address);
    return instance && found.path === name ? (instance.attribute(name) ?? found) : found;
  }

  private body(type: string, name: string): JsonObject | undefined {
    const named = entries(this.around.data).find(([label]) => label === type)?.[1];
    return blocksOf(named).get(name);
  }

  private unread(type: string, name: string): Unknown {
    const address = `${this.around.prefix}data.${type}.${name}`;
    const why = `${address} is a data source, read when Terraform runs`;
    return this.around.templates.elsewhere(why, this.body(type, name) ?? null);
  }
}
