import { ConfigurationError } from '../../core/errors';

const ACCEPTED = 'Terraform JSON (such as cdk.tf.json) or the output of `terraform show -json`';

export function refuse(path: string, message: string, accepted = ACCEPTED): never {
  throw new ConfigurationError({ code: 'TOPOLOGY_UNREADABLE', path, message, accepted });
}

const SHOWN = '`terraform show -json FILE`';
const ZIP = 'PK\u0003\u0004';
const HCL =
  /^\s*(?:(?:#|\/\/)[^\n]*\n\s*)*(?:(?:resource|data|module|variable|output|provider)\s+"|(?:terraform|locals)\s*\{)/;

/** What the bytes of a file say: UTF-8, or UTF-16 as PowerShell's `>` writes it, with or without a mark at the start. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isLittle = (first === 0xff && second === 0xfe) || (second === 0 && first !== 0);
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  const encoding = isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/** Whether a text is Terraform's native syntax, as far as its first block tells. */
export const isHcl = (text: string): boolean => HCL.test(text);

function refuseText(text: string, path: string, error: unknown): never {
  if (text.startsWith(ZIP)) refuse(path, 'is a plan in binary form', `the output of ${SHOWN}`);
  if (isHcl(text))
    refuse(
      path,
      'is HCL',
      'configuration in JSON, or a plan of it: the output of `terraform show -json PLAN`',
    );
  if (/after JSON/.test(String(error))) {
    refuse(
      path,
      'holds several JSON documents, such as the log of `terraform plan -json`',
      `one document: the output of ${SHOWN}`,
    );
  }
  return refuse(path, /^\s*[[{]/.test(text) ? 'is not JSON: it breaks off or is misspelt' : 'is not JSON');
}

/** @throws ConfigurationError TOPOLOGY_UNREADABLE, with what to do, for what is not one JSON document */
export function parseText(given: string, path: string): unknown {
  const text = given.replace(/^\uFEFF/, '');
  if (text.trim() === '') refuse(path, 'is empty');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    return refuseText(text, path, error);
  }
}

/** A state as it lies in its backend, which tells less than `terraform show -json` of it. */
export function refuseRawState(json: Readonly<Record<string, unknown>>, path: string): void {
  if (typeof json['version'] !== 'number' || !('serial' in json || 'lineage' in json)) return;
  refuse(path, 'is a state as Terraform stores it', `the output of ${SHOWN}`);
}

const OF_EMPTY_STATE = ['format_version', 'terraform_version', 'checks'];

/** What `terraform show -json` says where nothing is deployed. */
export function refuseEmptyState(json: Readonly<Record<string, unknown>>, path: string): void {
  if (!Object.keys(json).every((name) => OF_EMPTY_STATE.includes(name))) return;
  refuse(path, 'is an empty state: nothing is deployed', 'a plan, to see what an apply will make');
}
