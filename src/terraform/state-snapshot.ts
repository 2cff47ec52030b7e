import { OperationError } from '../core/errors';

interface Attributes {
  readonly id?: unknown;
}

/** Terraform's file of a state, as far as it is read here. */
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

/** The format that Terraform writes since 0.12. */
const FORMAT = 4;

/** What a state holds, as far as two copies of it are compared. */
export interface StateSnapshot {
  /** The whole, as Terraform wrote it. */
  readonly text: string;
  /** The same for every state that came of one first apply. */
  readonly lineage: string;
  /** Grows with every change. */
  readonly serial: number;
  readonly terraformVersion: string;
  /** Everything but what every writing changes: equal for two copies of one state. */
  readonly content: string;
  /** What Terraform manages, by address, with the id that AWS gave it. */
  readonly resources: ReadonlyMap<string, string>;
  /** All that is known of each of them, as JSON, by address. */
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
 * Reads the text of a state; undefined where there is none.
 *
 * @param path where the text is from, for the error
 * @throws OperationError STATE_UNREADABLE for a text that is no state of today's format
 */
export function readSnapshot(text: string, path: string): StateSnapshot | undefined {
  if (text.trim() === '') return undefined;
  const file = parse(text);
  if (file?.version !== FORMAT || typeof file.lineage !== 'string' || typeof file.serial !== 'number') {
    throw new OperationError({ code: 'STATE_UNREADABLE', summary: `${path}: holds no state that can be read`, hint: `a state of Terraform, format ${FORMAT}` });
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

/** What one state has and the other has not, or has with another id; nothing where they hold the same. */
export function missingFrom(copy: StateSnapshot | undefined, original: StateSnapshot): string[] {
  return [...original.resources]
    .filter(([address, id]) => copy?.resources.get(address) !== id)
    .map(([address]) => address);
}
