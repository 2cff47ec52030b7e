/** Formats a table in GitHub Flavored Markdown. */
export function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`;
  return [line(headings), `|${headings.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

const escapeCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Formats inline code. */
export const code = (text: string): string => `\`${text}\``;

/**
 * Replaces the text between the markers `<!-- NAME: … -->` and `<!-- /NAME -->`.
 *
 * @throws Error unless the document contains both markers once
 */
export function withSection(document: string, name: string, text: string): string {
  const sections = new RegExp(`(<!-- ${name}: [^\\n]* -->\\n)[^]*?(<!-- /${name} -->)`, 'g');
  if ([...document.matchAll(sections)].length !== 1)
    throw new Error(`expected one section between <!-- ${name}: … --> and <!-- /${name} -->`);
  return document.replace(sections, (_, start: string, end: string) => `${start}${text}\n${end}`);
}
