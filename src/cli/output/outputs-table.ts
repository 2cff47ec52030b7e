import Table from 'cli-table3';
import type { Variables } from '../../core/variables';

function cell(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const lines = Object.entries(value).map(([name, inner]) => `${name}: ${String(inner)}`);
  return lines.join('\n') || 'none';
}

/** Columns on each side of a cell, and of the table's three lines. */
const PADDING = 1;
const BORDERS = 3;

const isText = (value: unknown): boolean => typeof value === 'string' && value.includes('\n');

/** The outputs of a deployment for a terminal, which is `width` columns wide; long texts by the command that prints them. */
export function outputsTable(
  outputs: Readonly<Record<string, unknown>>,
  width = process.stdout.columns,
): string {
  const rows = Object.entries(outputs).map(([name, value]) => [
    name,
    isText(value) ? `a text: terraform output -raw ${name}` : cell(value),
  ]);
  const names = Math.max(...rows.map(([name = '']) => name.length)) + 2 * PADDING;
  const wrap = width
    ? { colWidths: [names, width - names - BORDERS], wordWrap: true, wrapOnWordBoundary: false }
    : {};
  const table = new Table({ head: ['output', 'value'], style: { head: [], border: [] }, ...wrap });
  table.push(...rows);
  return table.toString();
}

const quoted = (value: string): string =>
  /^[\w:/.,@-]+$/.test(value) ? value : `'${value.replace(/'/g, `'\\''`)}'`;

/** Lines for a POSIX shell that give it these variables. */
export function shellExports(env: Variables): string {
  return Object.entries(env)
    .map(([name, value]) => (value === undefined ? `unset ${name}` : `export ${name}=${quoted(value)}`))
    .join('\n');
}
