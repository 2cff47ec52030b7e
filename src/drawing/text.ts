/** Advance widths of DejaVu Sans in em, the widest of the usual sans-serif fonts, so that text fits with any of them. */
const WIDTHS: readonly (readonly [string, number])[] = [
  ["ijlI|'!", 0.32],
  ['.,:; -/\\()[]ft"r·', 0.42],
  ['mwMW%@…—→', 1],
  ['ABCDEFGHJKLNOPQRSTUVXYZ&_+=<>~^#', 0.84],
];
const OTHERS = 0.64;
/** Scripts whose characters are as wide as high. */
const WIDE = 1.1;
const BOLD = 1.12;

const widthOfCharacter = (character: string): number =>
  character > '\u2FFF'
    ? WIDE
    : (WIDTHS.find(([characters]) => characters.includes(character))?.[1] ?? OTHERS);

export interface Font {
  /** Pixels. */
  readonly size: number;
  readonly bold?: boolean;
}

/** The most pixels that a text takes. */
export function widthOf(text: string, { size, bold = false }: Font): number {
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return Math.ceil(width * size * (bold ? BOLD : 1));
}

/** A text that fits into a width, with `…` in place of what does not. */
export function fitted(text: string, width: number, font: Font): string {
  if (widthOf(text, font) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && widthOf(`${characters.join('')}…`, font) > width) characters.pop();
  return `${characters.join('')}…`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as content or attribute of HTML and SVG. Control characters, which XML does not allow, become `\uFFFD`. */
export const escaped = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
