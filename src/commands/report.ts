import Table from 'cli-table3';
import type { Environment } from './terraform-cli';

function cell(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const lines = Object.entries(value).map(([name, inner]) => `${name}: ${String(inner)}`);
  return lines.join('\n') || 'none';
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.includes('\n');

/** The outputs of a deployment for a terminal; long texts by the command that prints them. */
export function outputsTable(outputs: Readonly<Record<string, unknown>>): string {
  const table = new Table({ head: ['output', 'value'], style: { head: [], border: [] } });
  for (const [name, value] of Object.entries(outputs)) {
    table.push([name, isText(value) ? `a text: terraform output -raw ${name}` : cell(value)]);
  }
  return table.toString();
}

const quoted = (value: string): string =>
  /^[\w:/.,@-]+$/.test(value) ? value : `'${value.replace(/'/g, `'\\''`)}'`;

/** Lines for a POSIX shell that give it these variables. */
export function shellExports(env: Environment): string {
  return Object.entries(env)
    .map(([name, value]) => (value === undefined ? `unset ${name}` : `export ${name}=${quoted(value)}`))
    .join('\n');
}
