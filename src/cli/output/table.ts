import Table from 'cli-table3';

export interface TableOptions {
  /** Width of the terminal in columns. The last column wraps. @default no wrapping */
  readonly width?: number | undefined;
}

const PADDING = 2;

const lengthOf = (cell: string): number => Math.max(...cell.split('\n').map((line) => line.length));

/** Column widths that leave the remaining width to the last column. */
function widthsOf(rows: readonly (readonly string[])[], width: number): number[] {
  const last = (rows[0]?.length ?? 1) - 1;
  const widths = Array.from(
    { length: last },
    (_, column) => Math.max(...rows.map((row) => lengthOf(row[column] ?? ''))) + PADDING,
  );
  const taken = widths.reduce((sum, one) => sum + one, 0) + last + 2;
  return [...widths, Math.max(width - taken, 20)];
}

/** Formats a table for a terminal. */
export function printTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { width }: TableOptions = {},
): string {
  const wrap = !width
    ? {}
    : { colWidths: widthsOf([head, ...rows], width), wordWrap: true, wrapOnWordBoundary: false };
  const table = new Table({ head: [...head], style: { head: [], border: [] }, ...wrap });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}
