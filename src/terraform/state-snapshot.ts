import { OperationError } from '../core/errors';

interface Attributes {
  readonly id?: unknown;
}

/** The parts of a Terraform state file that are used here. */
interface StateFile {
  readonly version: number;
  readonly terraform_version: string;
  readonly serial: number;
  readonly lineage: string;
  readonly outputs?: object;
  readonly resources?: readonly {
    readonly module?: string;
    readonly mode: 'managed' | 'data';
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: string | number;
      readonly attributes?: Attributes | null;
    }[];
  }[];
}

/** State format since Terraform 0.12. */
const FORMAT = 4;

/** Content of a state, for comparisons between copies. */
export interface StateSnapshot {
  /** The state file as Terraform wrote it. */
  readonly text: string;
  /** Id that all versions of a state share. */
  readonly lineage: string;
  /** Increases with every change. */
  readonly serial: number;
  readonly terraformVersion: string;
  /** Outputs and resources as JSON. Equal for two copies of a state. */
  readonly content: string;
  /** AWS ids of managed resources, by address. */
  readonly resources: ReadonlyMap<string, string>;
  /** Attributes of managed resources as JSON, by address. */
  readonly attributes: ReadonlyMap<string, string>;
}

function resourcesOf({ resources = [] }: StateFile): [address: string, attributes: Attributes][] {
  return resources
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ module, type, name, instances }) =>
      instances.map(({ index_key: key, attributes }): [string, Attributes] => {
        const index = key === undefined ? '' : `[${JSON.stringify(key)}]`;
        const address = [module, type, `${name}${index}`].filter(Boolean).join('.');
        return [address, attributes ?? {}];
      }),
    )
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/**
 * Parses a state. Returns undefined for an empty text.
 *
 * @param path source of the text, for the error
 * @throws OperationError STATE_UNREADABLE if the text is not a state of format 4
 */
export function readSnapshot(text: string, path: string): StateSnapshot | undefined {
  if (text.trim() === '') return undefined;
  const file = parse(text);
  if (file?.version !== FORMAT || typeof file.lineage !== 'string' || typeof file.serial !== 'number') {
    throw new OperationError({ code: 'STATE_UNREADABLE', summary: `${path} contains no readable state`, hint: `Expected a state of Terraform, format ${FORMAT}.` });
  }
  const resources = resourcesOf(file);
  return {
    text,
    lineage: file.lineage,
    serial: file.serial,
    terraformVersion: file.terraform_version,
    content: JSON.stringify([file.outputs, file.resources]),
    resources: new Map(resources.map(([address, { id }]) => [address, String(id ?? '')])),
    attributes: new Map(resources.map(([address, attributes]) => [address, JSON.stringify(attributes)])),
  };
}

function parse(text: string): StateFile | undefined {
  try {
    return JSON.parse(text) as StateFile;
  } catch {
    return undefined;
  }
}

/** Addresses in `original` that `copy` lacks or has with another id. */
export function missingFrom(copy: StateSnapshot | undefined, original: StateSnapshot): string[] {
  return [...original.resources]
    .filter(([address, id]) => copy?.resources.get(address) !== id)
    .map(([address]) => address);
}
