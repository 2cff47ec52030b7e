import { SIGNS, type Action } from './actions';
import { iconName, type Icons } from './icons';
import type { Drawing, Frame, Line, PlacedBox } from './layout-types';
import { ICON, LINE_HEIGHT, PADDING, ROW_ICON, type SizedNode } from './sizes';
import { escaped } from './text';
import { DRAWING_STYLE, PALETTE } from './theme';

export interface SvgOptions {
  readonly icons: Icons;
  /** The drawing in sentences. */
  readonly description: string;
  /** What a plan does, by address. @default nothing */
  readonly actions?: ReadonlyMap<string, Action>;
  /** Whether the SVG brings its own style; a page has it already. @default true */
  readonly styled?: boolean;
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

const attributes = (given: Attributes): string =>
  Object.entries(given)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escaped(String(value))}"`]))
    .join('');

const text = (x: number, y: number, content: string, className?: string): string =>
  `<text${attributes({ class: className, x: round(x), y: round(y) })}>${escaped(content)}</text>`;

const round = (value: number): number => Math.round(value * 10) / 10;

const rectangle = (x: number, y: number, width: number, height: number, rx = 6): string =>
  `<rect${attributes({ x: round(x), y: round(y), width: round(width), height: round(height), rx })}/>`;

/** `RDS` of `RDS database`, `ALB` of `application load balancer`: what a plain shape says. */
function initials(kind: string): string {
  const [first = '', ...others] = kind.split(/[ -]/);
  if (/^[A-Z0-9]+$/.test(first)) return first;
  return [first, ...others]
    .map(([letter = '']) => letter.toUpperCase())
    .join('')
    .slice(0, 3);
}

class Painter {
  private readonly used = new Set<string>();

  constructor(private readonly options: SvgOptions) {}

  public paint(drawing: Drawing): string {
    const frames = drawing.frames.map((one) => this.frame(one));
    const boxes = drawing.boxes.map((one) => this.box(one));
    const lines = drawing.lines.map((one) => this.line(one));
    const { styled = true, description } = this.options;
    const [width, height] = [Math.ceil(drawing.width), Math.ceil(drawing.height)];
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="drawing-title drawing-text">`,
      `<title id="drawing-title">${escaped(drawing.title)}</title>`,
      `<desc id="drawing-text">${escaped(description)}</desc>`,
      ...(styled ? [`<style>\n${PALETTE}\n${DRAWING_STYLE}\n</style>`] : []),
      '<defs>',
      '<marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="arrow" d="M0 0 8 4 0 8z"/></marker>',
      ...this.symbols(),
      '</defs>',
      `<rect class="page" width="${width}" height="${height}"/>`,
      ...frames,
      ...lines,
      ...boxes,
      '</svg>',
      '',
    ].join('\n');
  }

  private symbols(): string[] {
    return [...this.used].sort().flatMap((name) => {
      const icon = this.options.icons(name);
      return icon
        ? [`<symbol id="${iconName(name)}" viewBox="${icon.viewBox}">${icon.content}</symbol>`]
        : [];
    });
  }

  private action(address: string | undefined): Action | undefined {
    return address === undefined ? undefined : this.options.actions?.get(address);
  }

  private mark(action: Action | undefined, x: number, y: number): string {
    if (!action) return '';
    return `<g class="mark"><title>${action}</title><circle cx="${round(x + 10)}" cy="${round(y + 11)}" r="8"/>${text(x + 10, y + 15, SIGNS[action])}</g>`;
  }

  private frame({ kind, label, tier, address, title, x, y, width, height }: Frame): string {
    const action = this.action(address);
    const className = ['frame', kind, tier, action].filter(Boolean).join(' ');
    return `<g${attributes({ class: className, 'data-address': address })}>${rectangle(x, y, width, height)}${text(title[0], title[1], label)}${this.mark(action, x + width - 22, y)}</g>`;
  }

  private line({ edge, points, label }: Line): string {
    const way = points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L');
    return `<g${attributes({ class: 'line', 'data-from': edge.from, 'data-to': edge.to })}><title>${escaped(edge.title)}</title><path d="M${way}" marker-end="url(#arrow)"/>${text(label[0], label[1], edge.label)}</g>`;
  }

  private box({ content, x, y, width, height }: PlacedBox): string {
    const { box, nodes, notes, notesAt, shape } = content;
    const given = { 'data-box': box.id, 'data-end': box.end };
    const isMany = nodes.length > 1;
    // A box may be wider than its content: over its zones, or for the lines that end at it.
    const left = isMany && shape === 'column' ? (width - content.width) / 2 : 0;
    const parts = nodes.map((node) => this.node(isMany ? node : { ...node, width }, x + left, y, shape));
    const told = notes.map((note, i) =>
      text(x + width / 2, y + notesAt + i * LINE_HEIGHT, note, 'dim middle'),
    );
    const frame = isMany ? rectangle(x, y, width, height) : '';
    return `<g${attributes({ class: isMany ? 'box many' : 'box', ...given })}>${frame}${parts.join('')}${told.join('')}</g>`;
  }

  private node(sized: SizedNode, x: number, y: number, shape: string): string {
    const { node, label, lines, width, height } = sized;
    const [left, top] = [x + sized.x, y + sized.y];
    const action = this.action(node.address);
    const given = {
      class: ['node', action].filter(Boolean).join(' '),
      'data-address': node.address,
      'data-parts': node.parts.length > 0 ? node.parts.join(' ') : undefined,
    };
    const full = [node.address, node.label, ...node.lines].join('\n');
    const icon = shape === 'row' ? left + ROW_ICON : left + (width - ICON) / 2;
    const content =
      shape === 'row'
        ? this.beside(label, lines, left + ROW_ICON + ICON + PADDING, top)
        : this.below(label, lines, left + width / 2, top + PADDING + ICON + LINE_HEIGHT);
    return `<g${attributes(given)}><title>${escaped(full)}</title>${rectangle(left, top, width, height)}${this.icon(node, icon, top + PADDING)}${content}${this.mark(action, left, top)}</g>`;
  }

  private beside(label: string, lines: readonly string[], x: number, y: number): string {
    const rest = lines.map((line, i) => text(x, y + PADDING + 32 + i * LINE_HEIGHT, line, 'dim'));
    return [text(x, y + PADDING + 16, label, 'label'), ...rest].join('');
  }

  private below(label: string, lines: readonly string[], x: number, y: number): string {
    const rest = lines.map((line, i) => text(x, y + (i + 1) * LINE_HEIGHT, line, 'dim middle'));
    return [text(x, y, label, 'label middle'), ...rest].join('');
  }

  private icon({ icon: name, kind }: SizedNode['node'], x: number, y: number): string {
    if (!this.options.icons(name)) {
      const shape = {
        class: 'plain',
        x: round(x + 2),
        y: round(y + 2),
        width: ICON - 4,
        height: ICON - 4,
        rx: 4,
      };
      return `<rect${attributes(shape)}/>${text(x + ICON / 2, y + ICON / 2 + 4, initials(kind), 'dim middle')}`;
    }
    this.used.add(name);
    return `<use${attributes({ href: `#${iconName(name)}`, x: round(x), y: round(y), width: ICON, height: ICON })}/>`;
  }
}

/** A drawing as SVG; the same bytes for the same drawing. */
export const svgOf = (drawing: Drawing, options: SvgOptions): string => new Painter(options).paint(drawing);
