import Table from 'cli-table3';

export interface TableOptions {
  /** Columns of the terminal, into which the last column wraps. @default as wide as it is */
  readonly width?: number | undefined;
}

const PADDING = 2;

const lengthOf = (cell: string): number => Math.max(...cell.split('\n').map((line) => line.length));

/** Widths that leave the rest of the terminal to the last column. */
function widthsOf(rows: readonly (readonly string[])[], width: number): number[] {
  const last = (rows[0]?.length ?? 1) - 1;
  const widths = Array.from(
    { length: last },
    (_, column) => Math.max(...rows.map((row) => lengthOf(row[column] ?? ''))) + PADDING,
  );
  const taken = widths.reduce((sum, one) => sum + one, 0) + last + 2;
  return [...widths, Math.max(width - taken, 20)];
}

/** A table for a terminal: the one printer of tables. */
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
