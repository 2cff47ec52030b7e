import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'puppeteer-core';
import { launch } from 'puppeteer-core';
import { viewOf } from '../../src/drawing';
import { reportOf } from '../../src/cli/view/report';
import { readEnvironment, readEnvironmentStack } from '../../src/stacks/environment-topology';
import { Topology } from '../../src/topology';
import { networkOf } from '../drawing/support/networks';
import { everything } from '../support/fixtures/environments';
import { synth } from '../support/fixtures/synth';
import { describeWithTools, tool } from '../support/processes/tools';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = [320, 1280, 2560];
/** A4 landscape without its margins, in CSS pixels. */
const PAPER = 1047;

const servers = (count: number, zones: number) =>
  Array.from({ length: count }, (_, i) => ({ group: i % 5, zone: i % zones }));

const NETWORKS: Readonly<Record<string, () => Topology>> = {
  dev: () => readEnvironment('dev'),
  'an environment with everything': () => Topology.read(synth(everything)),
  'one zone and one server': () =>
    Topology.read(networkOf({ zones: 1, servers: servers(1, 1), isolated: false, scaling: false })),
  'six zones and sixty servers': () =>
    Topology.read(networkOf({ zones: 6, servers: servers(60, 6), isolated: true, scaling: true })),
};

/** What overlaps or sticks out of the drawing as the browser lays it out. Runs in the page. */
const FAULTS = `(() => {
  const boxOf = (one) => one.getBoundingClientRect();
  const named = [...document.querySelectorAll('.drawing .node')].map((one) => [one.dataset.address, boxOf(one.querySelector('rect'))]);
  const overlap = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const faults = [];
  named.forEach(([name, box], i) => {
    for (const [other, rest] of named.slice(i + 1)) if (overlap(box, rest)) faults.push(name + ' overlaps ' + other);
  });
  for (const node of document.querySelectorAll('.drawing .node')) {
    const frame = boxOf(node.querySelector('rect'));
    for (const text of node.querySelectorAll('text')) {
      const { left, right, top, bottom } = boxOf(text);
      if (left < frame.left - 1 || right > frame.right + 1 || top < frame.top - 1 || bottom > frame.bottom + 1)
        faults.push(text.textContent + ' sticks out of ' + node.dataset.address);
    }
  }
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) faults.push('the page is wider than the window');
  return faults;
})()`;

describeWithTools(['chromium'], 'The page in a browser', () => {
  // A browser takes long on a busy machine.
  jest.setTimeout(300_000);

  let browser: Browser;
  let page: Page;
  const blocked: string[] = [];

  beforeAll(async () => {
    browser = await launch({
      executablePath: tool('chromium'),
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    });
    page = await browser.newPage();
    page.on('console', (message) => blocked.push(message.text()));
    page.on('pageerror', (error) => blocked.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith('about:')) blocked.push(request.url());
    });
  });
  afterAll(() => browser?.close());

  const show = async (name: string, width: number): Promise<Topology> => {
    const topology = NETWORKS[name]?.() ?? readEnvironment(name);
    await page.setViewport({ width, height: 900 });
    await page.setContent(viewOf({ title: name, topology }));
    return topology;
  };
  /** The page that `devloop view` writes about dev, under a name without spaces. */
  const showReport = async (width: number): Promise<void> => {
    const { topology, json, findings } = readEnvironmentStack('dev');
    await page.setViewport({ width, height: 900 });
    const title = 'a/plan/with/a/long/path/'.repeat(4);
    await page.setContent(viewOf({ title, topology, findings: findings(), ...reportOf(json) }));
  };
  const texts = (selector: string): Promise<string[]> =>
    page.$$eval(selector, (all) => all.map((one) => one.textContent ?? ''));
  const addresses = (selector: string): Promise<string[]> =>
    page.$$eval(selector, (all) => all.map((one) => one.getAttribute('data-address') ?? '').sort());

  describe.each(Object.keys(NETWORKS))('of %s', (name) => {
    it.each(WIDTHS)('overlaps and exceeds nothing at %i pixels', async (width) => {
      await show(name, width);
      expect(await page.evaluate(FAULTS)).toEqual([]);
    });

    it('draws each resource of the network once', async () => {
      const { placed, attached, subnets, vpcs } = (await show(name, 1280)).inventory();
      const drawn = (await addresses('.drawing [data-address]')).filter((one) => /^aws_/.test(one));
      expect(drawn).toEqual(
        [...[...placed, ...attached, ...subnets].map(({ address }) => address), ...vpcs].sort(),
      );
    });

    it('has no fault that axe finds', async () => {
      await show(name, 1280);
      await page.evaluate(AXE);
      const found = (await page.evaluate('axe.run()')) as {
        violations: { id: string; nodes: { html: string }[] }[];
      };
      expect(found.violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    });
  });

  describe('with costs and findings', () => {
    it.each(WIDTHS)('overlaps and exceeds nothing at %i pixels', async (width) => {
      await showReport(width);
      expect(await page.evaluate(FAULTS)).toEqual([]);
    });

    it.each(['light', 'dark'])('has no fault that axe finds in %s mode', async (value) => {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
      await showReport(1280);
      await page.evaluate(AXE);
      const { violations } = (await page.evaluate('axe.run()')) as { violations: { id: string }[] };
      expect(violations.map(({ id }) => id)).toEqual([]);
    });

    it('fits on paper', async () => {
      await page.emulateMediaType('print');
      await showReport(PAPER);
      const ends = await page.$$eval('table, svg', (all) =>
        all.map((one) => one.getBoundingClientRect().right),
      );
      await page.emulateMediaType('screen');
      expect(ends).toHaveLength(4);
      expect(ends.filter((end) => end > PAPER)).toEqual([]);
    });
  });

  it('shows the path of a chosen cell, lights it, and clears it with Escape', async () => {
    await show('dev', 1280);
    await page.focus('[aria-label="bastion to elk-server: 22"]');
    await page.keyboard.press('Enter');
    expect(await texts('#answer p')).toEqual(['yes: bastion to elk-server, tcp 22']);
    expect(await texts('.line.lit title')).toEqual(['bastion to elk-server: 22']);
    expect(await addresses('.node.lit')).toEqual(['aws_instance.bastion', 'aws_instance.servers_elk_server']);
    await page.keyboard.press('Escape');
    expect(await texts('#answer p, .lit title')).toEqual([]);
  });

  it('narrows the inventory by the words of the search', async () => {
    await show('dev', 1280);
    await page.type('#search', 'aws_ebs elk');
    expect(await texts('#inventory tbody tr:not([hidden]) td:first-child')).toEqual([
      'aws_ebs_volume.data_volumes_elk_server_data',
    ]);
  });

  it('asks for nothing and is refused nothing', () => {
    expect(blocked).toEqual([]);
  });
});
