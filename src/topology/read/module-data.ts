import { type Unknown, type Value } from '../value';
import type { Instance } from './config-instance';
import { DataSources, type StandIn, type Surroundings } from './data-sources';
import { blocksOf, entries, type Json, type JsonObject } from './json';
import type { ModuleTemplates } from './module-templates';

interface Around extends Omit<Surroundings, 'read'> {
  readonly data: Json | undefined;
  readonly isOwnProvider: boolean;
  /** By which something that only this module has is known. */
  identity(local: string): string | undefined;
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
    if (!found) return this.unread(type, label, name);
    const instance = this.around.instances.get(found.address);
    return instance && found.path === name ? (instance.attribute(name) ?? found) : found;
  }

  private body(type: string, name: string): JsonObject | undefined {
    const named = entries(this.around.data).find(([label]) => label === type)?.[1];
    return blocksOf(named).get(name);
  }

  private unread(type: string, label: string, name: string): Unknown {
    const local = `data.${type}.${label}`;
    const why = `${this.around.prefix}${local} is a data source, read when Terraform runs`;
    const body = this.body(type, label);
    // With several instances it stands for any of them.
    const isOne = body !== undefined && body['count'] === undefined && body['for_each'] === undefined;
    const told = this.around.templates.elsewhere(why, body ?? null);
    return isOne ? told.identifiedBy(this.around.identity(`${local}.${name}`)) : told;
  }
}
