import { drawingOf } from '../../src/drawing';
import type { Icons } from '../../src/drawing/icons';
import { readEnvironment } from '../../src/stacks/environment-topology';
import { Topology } from '../../src/topology';
import { everything } from '../support/fixtures/environments';
import { synth } from '../support/fixtures/synth';

const svgOf = (topology: Topology, icons?: Icons) =>
  drawingOf({
    title: 'a network',
    inventory: topology.inventory(),
    matrix: topology.matrix(),
    ...(icons && { icons }),
  });

const all = (svg: string, pattern: RegExp): string[] =>
  [...svg.matchAll(pattern)].map(([, found = '']) => found).sort();

const instance = (extra: object = {}) => ({
  aws_vpc: { main: { cidr_block: '10.0.0.0/16' } },
  aws_subnet: { one: { vpc_id: '${aws_vpc.main.id}', cidr_block: '10.0.0.0/24' } },
  aws_instance: { one: { subnet_id: '${aws_subnet.one.id}', ...extra } },
});

describe('The drawing', () => {
  it.each(['dev', 'prod'])('draws each resource of the network of %s once', (name) => {
    const topology = readEnvironment(name);
    const { placed, attached, subnets, vpcs } = topology.inventory();
    const svg = svgOf(topology);
    expect(all(svg, / data-address="([^"]*)"/g)).toEqual(
      [
        ...[...placed, ...attached, ...subnets].map(({ address }) => address),
        ...vpcs,
        'internet',
        'var.admin_cidrs',
      ].sort(),
    );
  });

  it('draws a line for what the matrix of dev answers with yes, and for nothing else', () => {
    expect(all(svgOf(readEnvironment('dev')), /<g class="line"[^>]*><title>([^<]*)</g)).toEqual([
      'administrators to bastion: 22',
      'bastion to devloop-server: 22',
      'bastion to elk-server: 22',
      'bastion to jenkins-server: 22',
      'devloop-server to database: 3306',
      'devloop-server to elk-server: 5044',
      'internet to load-balancer: 80',
      'load-balancer to devloop-server: 8080',
    ]);
  });

  it('draws what no answer tells apart over the same zones as one box', () => {
    const svg = svgOf(Topology.read(synth(everything)));
    const [, box = ''] =
      /<g class="box many" data-box="aws_vpc_endpoint([^]*?)\n<g class="box/.exec(svg) ?? [];
    expect(all(box, / data-address="([^"]*)"/g)).toEqual(
      ['ecr_api', 'ecr_dkr', 'logs', 'secretsmanager', 'ssm', 'ssmmessages'].map(
        (name) => `aws_vpc_endpoint.endpoints_${name}`,
      ),
    );
  });

  it('ends each line at the frame of its box', () => {
    const svg = svgOf(Topology.read(synth(everything)));
    const lines = [
      ...svg.matchAll(/data-to="([^"]*)"><title>[^<]*<\/title><path d="[^"]*L([\d.]+) [\d.]+"/g),
    ];
    expect(lines.length).toBeGreaterThan(40);
    for (const [, to = '', x = ''] of lines) {
      const box = svg.slice(svg.indexOf(`data-box="${to}"`));
      const [, left = '', width = ''] = /<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/.exec(box) ?? [];
      expect([to, Number(x) >= Number(left), Number(x) <= Number(left) + Number(width)]).toEqual([
        to,
        true,
        true,
      ]);
    }
  });

  it('tells in a box what it opens to the internet, and which volume it has', () => {
    const svg = svgOf(readEnvironment('dev'));
    expect(all(svg, />(→ internet [^<]*)</g)).toEqual([
      '→ internet 443',
      ...Array<string>(3).fill('→ internet 80, 443'),
    ]);
    expect(all(svg, />(\+ [^<]*)</g)).toEqual(['+ 20 GiB data volume', '+ 50 GiB data volume']);
  });

  it('tells the size of an Auto Scaling group', () => {
    expect(svgOf(readEnvironment('prod'))).toContain('Auto Scaling group · 2 to 4 · t2.medium');
  });

  it('has the same bytes each time', () => {
    expect(svgOf(readEnvironment('dev'))).toBe(svgOf(readEnvironment('dev')));
  });

  it('has a title, and the connections in words', () => {
    const svg = svgOf(readEnvironment('dev'));
    expect(svg).toContain('<title id="drawing-title">a network</title>');
    expect(svg).toMatch(/<desc id="drawing-text">[^<]*administrators to bastion: 22[^<]*<\/desc>/);
    expect(svg).toContain('role="img" aria-labelledby="drawing-title drawing-text"');
  });

  it('draws plain shapes without icons', () => {
    const svg = svgOf(readEnvironment('dev'), () => undefined);
    expect(svg).not.toContain('<use');
    expect(svg.match(/class="plain"/g)).toHaveLength(11);
  });

  it('writes names of resources as text', () => {
    const svg = svgOf(Topology.read({ resource: instance({ tags: { Name: `<b a="1">&'` } }) }));
    expect(svg).toContain('>&lt;b a=&quot;1&quot;&gt;&amp;&#39;<');
    expect(svg).not.toContain('<b ');
  });

  it('draws the VPCs of a file beside each other', () => {
    const two = { a: { cidr_block: '10.0.0.0/16' }, b: { cidr_block: '10.1.0.0/16' } };
    const svg = svgOf(Topology.read({ resource: { aws_vpc: two } }));
    expect(all(svg, /class="frame vpc" data-address="([^"]*)"/g)).toEqual(['aws_vpc.a', 'aws_vpc.b']);
  });
});
