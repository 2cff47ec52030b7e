/** What the page does; it reads the cells from the element `cells`. No network, no storage. */
export const PAGE_SCRIPT = `(() => {
'use strict';
const cells = JSON.parse(document.getElementById('cells').textContent);
const answer = document.getElementById('answer');
const all = (selector) => [...document.querySelectorAll(selector)];
function clear() {
  all('.lit').forEach((one) => one.classList.remove('lit'));
  all('[aria-pressed=true]').forEach((one) => one.setAttribute('aria-pressed', 'false'));
}
function light(test) {
  all('.drawing g').filter((one) => test(one.dataset)).forEach((one) => one.classList.add('lit'));
}
function choose(button, show) {
  const again = button.getAttribute('aria-pressed') === 'true';
  clear();
  if (again) return answer.replaceChildren();
  button.setAttribute('aria-pressed', 'true');
  show();
}
function showCell(cell) {
  const head = document.createElement('p');
  head.textContent = cell.asked;
  const list = document.createElement('ol');
  for (const reason of cell.reasons) {
    const item = document.createElement('li');
    item.textContent = reason;
    list.append(item);
  }
  answer.replaceChildren(head, list);
  const boxes = (end) => all('[data-box]').filter((one) => one.dataset.end === end).map((one) => one.dataset.box);
  const from = boxes(cell.from), to = boxes(cell.to);
  light((data) => (data.from && from.includes(data.from) && to.includes(data.to)) || cell.at.includes(data.address));
  all('[data-box]').filter((one) => [cell.from, cell.to].includes(one.dataset.end)).forEach((one) => {
    one.querySelectorAll('[data-address]').forEach((node) => node.classList.add('lit'));
  });
}
all('[data-cell]').forEach((button) => button.addEventListener('click', () => choose(button, () => showCell(cells[button.dataset.cell]))));
all('[data-shows]').forEach((button) => button.addEventListener('click', () => choose(button, () => {
  const address = button.dataset.shows;
  light((data) => data.address === address || (data.parts || '').split(' ').includes(address));
  answer.textContent = address;
})));
const rows = all('#inventory tbody tr');
const found = document.getElementById('found');
document.getElementById('search').addEventListener('input', (event) => {
  const words = event.target.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const row of rows) row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
  const shown = rows.filter((row) => !row.hidden).length;
  found.textContent = shown + ' of ' + rows.length;
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') { clear(); answer.replaceChildren(); }
});
})();
`;
