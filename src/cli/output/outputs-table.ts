import type { Variables } from '../../core/variables';
import { terraformProgram } from '../../system/terraform-program';
import { printTable } from './table';

function cell(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const lines = Object.entries(value).map(([name, inner]) => `${name}: ${String(inner)}`);
  return lines.join('\n') || 'none';
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.includes('\n');

/** Formats Terraform outputs as a table. For multi-line texts it shows the command that prints them. */
export function outputsTable(
  outputs: Readonly<Record<string, unknown>>,
  width: number | undefined = process.stdout.columns,
): string {
  const rows = Object.entries(outputs).map(([name, value]) => [
    name,
    isText(value) ? `a text: ${terraformProgram()} output -raw ${name}` : cell(value),
  ]);
  return printTable(['output', 'value'], rows, { width });
}

const quoted = (value: string): string =>
  /^[\w:/.,@-]+$/.test(value) ? value : `'${value.replace(/'/g, `'\\''`)}'`;

/** Formats environment variables as `export` and `unset` commands of a POSIX shell. */
export function shellExports(env: Variables): string {
  return Object.entries(env)
    .map(([name, value]) => (value === undefined ? `unset ${name}` : `export ${name}=${quoted(value)}`))
    .join('\n');
}
