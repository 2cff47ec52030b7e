/** Colours by name, on a light and on a dark page. Each text has a contrast of 4.5 to 1 or more with what is behind it. */
const COLOURS: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  page: ['#ffffff', '#12161c'],
  text: ['#16191f', '#f2f3f3'],
  dim: ['#545b64', '#b6bec9'],
  line: ['#414d5c', '#c3cbd6'],
  box: ['#ffffff', '#1f262f'],
  border: ['#8d99a8', '#68778a'],
  vpc: ['#6b2fd6', '#b79cff'],
  'vpc-fill': ['#faf7ff', '#191722'],
  zone: ['#0b62a4', '#7cc4f8'],
  'zone-fill': ['#f1f7fd', '#151d27'],
  public: ['#4d6b00', '#b5d96a'],
  'public-fill': ['#f2f7e6', '#1c2318'],
  private: ['#00696b', '#6fd6d8'],
  'private-fill': ['#e6f4f5', '#15262a'],
  isolated: ['#8a4b00', '#f0b36b'],
  'isolated-fill': ['#fdf3e7', '#2a2117'],
  lit: ['#b8006b', '#ff8fcb'],
  created: ['#1a7f37', '#57d374'],
  updated: ['#8a6100', '#e3b341'],
  replaced: ['#7a2bd0', '#c49bff'],
  destroyed: ['#c0262d', '#ff8a80'],
};

const variables = (column: 0 | 1): string =>
  Object.entries(COLOURS)
    .map(([name, colours]) => `--${name}:${colours[column]}`)
    .join(';');

const TIERS = ['public', 'private', 'isolated'];
const ACTIONS = ['created', 'updated', 'replaced', 'destroyed'];

/** Light unless the reader prefers dark; light on paper. */
export const PALETTE = [
  `:root{color-scheme:light dark;${variables(0)}}`,
  `@media (prefers-color-scheme:dark){:root{${variables(1)}}}`,
  `@media print{:root{color-scheme:light;${variables(0)}}}`,
].join('\n');

/** The rules of a drawing. */
export const DRAWING_STYLE = [
  '.drawing{font-family:"DejaVu Sans",Verdana,Arial,sans-serif;color:var(--text)}',
  '.drawing text{fill:var(--text);font-size:11px}',
  '.drawing .page{fill:var(--page)}',
  '.drawing .label,.drawing .frame text{font-size:12px;font-weight:bold}',
  '.drawing .dim{fill:var(--dim)}',
  '.drawing .middle{text-anchor:middle}',
  '.drawing .frame rect{stroke-width:1.2;fill:none;stroke:var(--border)}',
  '.drawing .vpc rect{stroke:var(--vpc);fill:var(--vpc-fill)}',
  '.drawing .vpc text{fill:var(--vpc)}',
  '.drawing .zone rect{stroke:var(--zone);fill:var(--zone-fill);stroke-dasharray:5 4}',
  '.drawing .zone text{fill:var(--zone)}',
  ...TIERS.flatMap((tier) => [
    `.drawing .${tier} rect{stroke:var(--${tier});fill:var(--${tier}-fill)}`,
    `.drawing .${tier} text{fill:var(--${tier})}`,
  ]),
  '.drawing .box>rect{fill:var(--box);stroke:var(--border)}',
  '.drawing .many>rect{fill:none;stroke-dasharray:2 3}',
  '.drawing .node rect{fill:var(--box);stroke:var(--border)}',
  '.drawing .plain{fill:none;stroke:var(--dim);stroke-width:1.5}',
  '.drawing .line path{fill:none;stroke:var(--line);stroke-width:1.5}',
  '.drawing .line text{fill:var(--text)}',
  '.drawing .arrow{fill:var(--line)}',
  '.drawing .lit path{stroke:var(--lit);stroke-width:3}',
  '.drawing .lit>rect{stroke:var(--lit);stroke-width:3}',
  '.drawing .mark circle{stroke:none}',
  '.drawing .mark text{fill:var(--page);font-weight:bold;text-anchor:middle;font-size:12px}',
  ...ACTIONS.flatMap((action) => [
    `.drawing .${action}>rect{stroke:var(--${action});stroke-width:2.5}`,
    `.drawing .${action}>.mark circle{fill:var(--${action})}`,
  ]),
  '.drawing .destroyed>rect{stroke-dasharray:6 3}',
].join('\n');
