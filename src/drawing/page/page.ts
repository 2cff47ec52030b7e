import { createHash } from 'node:crypto';
import type { Inventory, InventoryResource, Matrix } from '../../topology';
import { SIGNS, type Action } from '../actions';
import type { NotDrawn } from '../scene-types';
import { escaped } from '../text';
import { DRAWING_STYLE, PALETTE } from '../theme';
import type { Cell } from './answers';
import { PAGE_SCRIPT } from './script';
import { PAGE_STYLE } from './style';

/** What resources cost, in words. */
export interface PageCosts {
  /** By address: what a month costs. */
  readonly byAddress: ReadonlyMap<string, string>;
  /** What is told above the table. */
  readonly sentences: readonly string[];
  readonly head: readonly string[];
  /** A cell has one line or several. */
  readonly rows: readonly (readonly string[])[];
}

export interface PageInput {
  readonly title: string;
  readonly svg: string;
  readonly inventory: Inventory;
  readonly matrix: Matrix;
  /** By row and column; empty where the matrix is too large. */
  readonly cells: readonly (readonly (Cell | undefined)[])[];
  readonly drawn: ReadonlySet<string>;
  readonly notDrawn: readonly NotDrawn[];
  /** What a plan does, by address. */
  readonly actions: ReadonlyMap<string, Action>;
  /** What a plan opens and closes, in sentences. */
  readonly changes: readonly string[];
  readonly costs: PageCosts | undefined;
  /** Undefined where nothing was validated. */
  readonly findings: readonly string[] | undefined;
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Texts up to so many characters fit on a line of a table. */
const LINE = 24;

/** Longer addresses, types and names continue on the next line after a dot or an underscore. */
const breakable = (text: string): string =>
  text.length <= LINE ? escaped(text) : escaped(text).replaceAll(/[._]/g, '$&<wbr>');

const item = (text: string): string => `<li>${escaped(text)}</li>`;
const list = (texts: readonly string[]): string => `<ul>${texts.map(item).join('')}</ul>`;
const section = (id: string, title: string, content: string): string =>
  `<section aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${content}</section>`;
const region = (label: string, content: string): string =>
  `<div class="scroll" role="region" tabindex="0" aria-label="${label}, scrollable">${content}</div>`;

/** Up to so many characters, the names of all ends fit side by side on a page of A4. */
const PRINTED_CHARACTERS = 100;

function matrixTable({ matrix, cells }: PageInput): string {
  if (cells.length === 0)
    return `<p>The matrix of ${matrix.ends.length} ends is too large for a page: <code>devloop reach</code> prints it.</p>`;
  const head = matrix.ends.map(({ name }) => `<th scope="col">${breakable(name)}</th>`).join('');
  const isWide = matrix.ends.map(({ name }) => name).join('').length > PRINTED_CHARACTERS;
  let index = 0;
  const rows = matrix.ends.map(({ name }, i) => {
    const row = (cells[i] ?? []).map((cell) => {
      if (!cell) return '<td></td>';
      const className = cell.text === 'no' ? 'no' : 'yes';
      return `<td><button type="button" class="${className}" aria-pressed="false" data-cell="${index++}" aria-label="${escaped(`${cell.from} to ${cell.to}: ${cell.text}`)}">${escaped(cell.text)}</button></td>`;
    });
    return `<tr><th scope="row">${breakable(name)}</th>${row.join('')}</tr>`;
  });
  return region(
    'Matrix',
    `<table class="matrix${isWide ? ' wide' : ''}"><thead><tr><th scope="col">from \\ to</th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`,
  );
}

const lines = (text: string): string => text.split('\n').map(escaped).join('<br>');

function inventoryRow({ address, type, name }: InventoryResource, input: PageInput): string {
  const { drawn, actions, costs } = input;
  const action = actions.get(address);
  const shown = drawn.has(address)
    ? `<button type="button" aria-pressed="false" data-shows="${escaped(address)}">${breakable(address)}</button>`
    : breakable(address);
  const change =
    actions.size === 0 ? '' : `<td class="short">${action ? `${SIGNS[action]} ${action}` : ''}</td>`;
  const cost = costs ? `<td class="short">${escaped(costs.byAddress.get(address) ?? '')}</td>` : '';
  return `<tr><td>${shown}</td><td>${breakable(type)}</td><td>${escaped(name ?? '')}</td><td>${drawn.has(address) ? 'yes' : 'no'}</td>${cost}${change}</tr>`;
}

/** Every resource of the file, and those that the plan destroys. */
function inventoryTable(input: PageInput): string {
  const { inventory, actions } = input;
  const known = new Set(inventory.resources.map(({ address }) => address));
  const gone = [...actions.keys()]
    .filter((address) => !known.has(address))
    .map((address) => ({ address, type: address.split('.').at(-2) ?? '', facts: {} }));
  const rows = [...inventory.resources, ...gone].map((resource) => inventoryRow(resource, input));
  const heads = [
    ...['Address', 'Type', 'Name in AWS', 'Drawn'],
    ...(input.costs ? ['USD a month'] : []),
    ...(actions.size > 0 ? ['Change'] : []),
  ];
  const head = heads.map((one) => `<th scope="col">${one}</th>`).join('');
  return `<p class="controls"><label>Search <input id="search" type="search"></label> <span id="found" role="status">${rows.length} of ${rows.length}</span></p>${region('Inventory', `<table id="inventory"><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`)}`;
}

function changes({ actions, changes: opened }: PageInput): string {
  if (actions.size === 0 && opened.length === 0) return '';
  const counts = (Object.keys(SIGNS) as Action[]).map((action) => {
    const count = [...actions.values()].filter((one) => one === action).length;
    return `${SIGNS[action]} ${count} ${action}`;
  });
  const reach = opened.length > 0 ? list(opened) : '<p>The same connections as before.</p>';
  return section('changes', 'Changes', `<p>${counts.join(', ')}</p>${reach}`);
}

/** What is charged, and what is not known of it. */
function costsTable({ costs }: PageInput): string {
  if (!costs) return '';
  const { sentences, head, rows } = costs;
  const heads = head.map((one) => `<th scope="col">${escaped(one)}</th>`).join('');
  const rowOf = ([address = '', ...cells]: readonly string[]): string =>
    `<tr><th scope="row">${breakable(address)}</th>${cells.map((cell) => `<td>${lines(cell)}</td>`).join('')}</tr>`;
  const body = rows.map(rowOf).join('');
  const told = sentences.map((one) => `<p>${escaped(one)}</p>`).join('');
  const table = `<table><thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table>`;
  return section('costs', 'Costs', `${told}${rows.length > 0 ? region('Costs', table) : ''}`);
}

const findingsList = ({ findings }: PageInput): string =>
  findings ? section('findings', 'Findings', findings.length > 0 ? list(findings) : '<p>None.</p>') : '';

/** One page that needs nothing else: drawing, matrix and inventory. The same bytes for the same network. */
export function pageOf(input: PageInput): string {
  const style = `${PALETTE}\n${DRAWING_STYLE}\n${PAGE_STYLE}`;
  const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(PAGE_SCRIPT)}; base-uri 'none'; form-action 'none'`;
  const data = JSON.stringify(input.cells.flat().filter((cell) => cell !== undefined)).replaceAll(
    '<',
    '\\u003c',
  );
  const title = escaped(input.title);
  const missing = input.notDrawn.map(({ what, why }) => `${what}: ${why}`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${section('picture', 'Drawing', region('Drawing', input.svg))}
<div id="answer" role="status"></div>
${findingsList(input)}
${changes(input)}
${section('matrix', 'Who reaches whom', `<p class="controls">Choose a cell for the path, or the reason why not. Escape clears.</p>${matrixTable(input)}`)}
${costsTable(input)}
${section('inventory', 'Inventory', inventoryTable(input))}
${missing.length > 0 ? section('missing', 'Not drawn', list(missing)) : ''}
</main>
<script type="application/json" id="cells">${data}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}
