import type { Document } from '../document';
import { readConfiguration } from './config';
import { isObject, items, type Json, type JsonObject } from './json';
import { readPlan } from './plan';
import { mergeFiles } from './merge-files';
import type { ModuleSource } from './plan-module';
import { parseText, refuse, refuseEmptyState, refuseRawState } from './source';
import type { Assignment } from './variables';

/** What is known beside the text of a file. */
export interface Beside {
  /** The configuration that a plan was made of, or the modules that a configuration calls. @default what the file tells of it */
  readonly source?: ModuleSource | undefined;
  /** Values of a configuration's variables, of which later ones win. @default none, so that they may hold anything */
  readonly variables?: readonly Assignment[] | undefined;
}

const BLOCKS = ['resource', 'data', 'module', 'variable', 'locals', 'output', 'provider', 'terraform'];

/** Sections that hold labelled blocks: anything else in their place is no Terraform. */
function checkConfiguration(json: JsonObject, path: string): void {
  for (const section of BLOCKS.filter((name) => json[name] !== undefined)) {
    if (!items(json[section]).every(isObject)) refuse(path, `is not Terraform: "${section}" holds no block`);
  }
  for (const types of items(json['resource']).filter(isObject)) {
    for (const [type, named] of Object.entries(types).filter(([name]) => name !== '//')) {
      const bodies = items(named).flatMap((object) => (isObject(object) ? Object.values(object) : [null]));
      if (!bodies.every((body) => items(body).length > 0 && items(body).every(isObject))) {
        refuse(path, `is not Terraform: "resource.${type}" holds something that is no resource`);
      }
    }
  }
}

function readPlanned(json: JsonObject, path: string, source?: ModuleSource): Document {
  const stated = json['planned_values'] ?? json['values'];
  refuseEmptyState(json, path);
  if (json['errored'] === true) refuse(path, 'is a plan that failed');
  if (!isObject(stated) || !isObject(stated['root_module'])) {
    refuse(path, 'is half a plan: it has no planned_values.root_module');
  }
  const configured = json['configuration'];
  if (
    json['planned_values'] !== undefined &&
    !(isObject(configured) && isObject(configured['root_module']))
  ) {
    refuse(path, 'is half a plan: it has no configuration.root_module');
  }
  return readPlan(json, source);
}

/**
 * Tells which kind of Terraform JSON this is, and reads it.
 * @param text the text of a file, or the object that it holds
 * @param path what to call it in an error
 * @throws ConfigurationError TOPOLOGY_UNREADABLE, in one sentence, for anything else
 */
export function readDocument(
  text: string | object,
  path = 'Terraform JSON',
  { source, variables }: Beside = {},
): Document {
  const json = typeof text === 'string' ? parseText(text, path) : text;
  if (!isObject(json as Json)) refuse(path, 'is JSON, but not Terraform');
  const object = json as JsonObject;
  refuseRawState(object, path);
  try {
    const planned = ['planned_values', 'resource_changes', 'configuration', 'prior_state', 'values'];
    if (typeof object['format_version'] === 'string' || planned.some((name) => name in object)) {
      return readPlanned(object, path, source);
    }
    if (!BLOCKS.some((name) => name in object)) {
      refuse(path, Object.keys(object).length === 0 ? 'is empty' : 'is JSON, but not Terraform');
    }
    checkConfiguration(object, path);
    const beside = source ?? { called: () => undefined };
    return readConfiguration({ ...beside, json: mergeFiles([object]) }, variables);
  } catch (error) {
    return refuseDeep(error, path);
  }
}

function refuseDeep(error: unknown, path: string): never {
  if (error instanceof RangeError) refuse(path, 'is nested too deeply');
  throw error;
}

/** Arguments are read when they are asked for: some of them may be nested too deeply as well. */
export function withinStack<T>(path: string | undefined, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    return refuseDeep(error, path ?? 'Terraform JSON');
  }
}
