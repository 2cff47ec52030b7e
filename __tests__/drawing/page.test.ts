import { createHash } from 'node:crypto';
import { actionsOf, stateBefore, viewOf } from '../../src/drawing';
import { readEnvironment } from '../../src/stacks/environment-topology';
import { Topology } from '../../src/topology';

interface CellData {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly asked: string;
  readonly reasons: readonly string[];
}

/** A page without what is about the breaks of lines. */
const plain = (page: string): string => page.replaceAll('<wbr>', '').replaceAll(' class="short"', '');

const dev = () => viewOf({ title: 'dev', topology: readEnvironment('dev') });
const cellsIn = (page: string): CellData[] =>
  JSON.parse(/id="cells">([^<]*)</.exec(page)?.[1] ?? '') as CellData[];
const cell = (page: string, from: string, to: string) =>
  cellsIn(page).find((one) => one.from === from && one.to === to);

const port = (from: number) => ({
  security_group_id: '${aws_security_group.web.id}',
  cidr_ipv4: '0.0.0.0/0',
  ip_protocol: 'tcp',
  from_port: from,
  to_port: from,
});

/** A plan in the form of `terraform show -json`. */
function planOf(actions: Readonly<Record<string, readonly string[]>>, before?: object): object {
  const changes = Object.entries(actions).map(([address, all]) => ({
    address,
    mode: 'managed',
    type: address.split('.')[0],
    name: address.split('.')[1],
    change: { actions: all },
  }));
  return { format_version: '1.2', resource_changes: changes, ...(before && { prior_state: before }) };
}

describe('The page', () => {
  it('allows its own style and script alone', () => {
    const page = dev();
    const hash = (text = ''): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const style = /<style>([^]*?)<\/style>/.exec(page)?.[1];
    const script = /<script>([^]*?)<\/script>/.exec(page)?.[1];
    expect(page).toContain(
      `content="default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'"`,
    );
    expect(page.match(/<style>/g)).toHaveLength(1);
    expect(page).not.toMatch(/\sstyle=|\son\w+=|(?:src|href)="(?!#)/);
  });

  it('is below 1 MB for dev', () => {
    expect(Buffer.byteLength(dev())).toBeLessThan(1_000_000);
  });

  it('has the path of what is reached, and the reason of what is not', () => {
    const page = dev();
    expect(cell(page, 'bastion', 'elk-server')).toMatchObject({
      text: '22',
      asked: 'yes: bastion to elk-server, tcp 22',
    });
    expect(cell(page, 'bastion', 'elk-server')?.reasons.length).toBeGreaterThan(1);
    expect(cell(page, 'internet', 'database')).toMatchObject({
      text: 'no',
      asked: 'no: internet to database, tcp 3306',
    });
  });

  it('says in its cells what the matrix says', () => {
    const { ends, entries } = readEnvironment('dev').matrix();
    const open = new Set(entries.map(({ from, to }) => `${from} to ${to}`));
    const cells = cellsIn(dev());
    expect(cells).toHaveLength(ends.length * (ends.length - 1) - 2);
    for (const { from, to, text } of cells)
      expect([from, to, text !== 'no']).toEqual([from, to, open.has(`${from} to ${to}`)]);
  });

  it('lists every resource with its name in AWS, and whether it is drawn', () => {
    const page = plain(dev());
    const { resources } = readEnvironment('dev').inventory();
    expect(page.match(/<tr><td>/g)).toHaveLength(resources.length);
    expect(page).toContain('</button></td><td>aws_lb</td><td>devloop-dev</td><td>yes</td></tr>');
    expect(page).toContain(
      '<tr><td>aws_eip.bastion_address</td><td>aws_eip</td><td>bastion-server</td><td>no</td></tr>',
    );
  });

  it('leaves no way out of its data', () => {
    const name = '</script><script>alert(1)</script>';
    const topology = Topology.read({
      resource: { aws_vpc: { main: { cidr_block: '10.0.0.0/16', tags: { Name: name } } } },
    });
    expect(viewOf({ title: name, topology })).not.toContain('<script>alert');
  });
});

describe('The changes of a plan', () => {
  const actions = actionsOf(
    planOf({
      'aws_instance.new': ['create'],
      'aws_instance.other': ['update'],
      'aws_instance.again': ['delete', 'create'],
      'aws_instance.twice': ['create', 'delete'],
      'aws_instance.gone': ['delete'],
      'aws_instance.same': ['no-op'],
      'aws_instance.read': ['read'],
    }),
  );

  it('are told by address', () => {
    expect(Object.fromEntries(actions)).toEqual({
      'aws_instance.new': 'created',
      'aws_instance.other': 'updated',
      'aws_instance.again': 'replaced',
      'aws_instance.twice': 'replaced',
      'aws_instance.gone': 'destroyed',
    });
    expect(actionsOf({ resource: {} })).toEqual(new Map());
  });

  it('are marked by colour and sign, and those that leave the drawing are listed', () => {
    const topology = Topology.read({
      resource: {
        aws_vpc: { main: { cidr_block: '10.0.0.0/16' } },
        aws_subnet: { one: { vpc_id: '${aws_vpc.main.id}', cidr_block: '10.0.0.0/24' } },
        aws_instance: { new: { subnet_id: '${aws_subnet.one.id}' } },
      },
    });
    const page = plain(viewOf({ title: 'a plan', topology, actions }));
    expect(page).toMatch(
      /class="node created" data-address="aws_instance\.new"[^]*<title>created<\/title>[^\n]*>\+<\/text>/,
    );
    expect(page).toContain('+ 1 created, ~ 1 updated, ± 2 replaced, − 1 destroyed');
    expect(page).toContain(
      '<tr><td>aws_instance.gone</td><td>aws_instance</td><td></td><td>no</td><td>− destroyed</td></tr>',
    );
  });

  it('tell who reaches what they could not', () => {
    const network = (rules: object) =>
      Topology.read({
        resource: {
          aws_vpc: { main: { cidr_block: '10.0.0.0/16' } },
          aws_internet_gateway: { main: { vpc_id: '${aws_vpc.main.id}' } },
          aws_default_route_table: {
            main: {
              default_route_table_id: '${aws_vpc.main.default_route_table_id}',
              route: [{ cidr_block: '0.0.0.0/0', gateway_id: '${aws_internet_gateway.main.id}' }],
            },
          },
          aws_subnet: { one: { vpc_id: '${aws_vpc.main.id}', cidr_block: '10.0.0.0/24' } },
          aws_security_group: { web: { vpc_id: '${aws_vpc.main.id}' } },
          aws_vpc_security_group_ingress_rule: rules,
          aws_instance: {
            web: {
              subnet_id: '${aws_subnet.one.id}',
              associate_public_ip_address: true,
              vpc_security_group_ids: ['${aws_security_group.web.id}'],
            },
          },
        },
      });
    const page = viewOf({
      title: 'a plan',
      topology: network({ http: port(80), ssh: port(22) }),
      before: network({ http: port(80) }),
    });
    expect(page).toContain('<li>no → yes: internet to aws_instance.web, tcp 22</li>');
  });

  it('begin with the state that the plan was made from, or with nothing', () => {
    const state = { format_version: '1.0', values: { root_module: {} } };
    const variables = { admins: { value: ['192.0.2.0/24'] } };
    expect(stateBefore({ ...planOf({}, state), variables })).toEqual({ ...state, variables });
    expect(Topology.read(stateBefore(planOf({}))).ends()).toEqual([]);
  });

  it('tells costs by resource and in a table of their own, and findings', () => {
    const view = viewOf({
      title: 'dev',
      topology: readEnvironment('dev'),
      costs: {
        byAddress: new Map([['aws_nat_gateway.network_nat_a', '43.07 + by use']]),
        sentences: ['At least 43.07 USD a month.'],
        head: ['resource', 'fixed <USD>'],
        rows: [['aws_nat_gateway.network_nat_a', 'hours: 43.07\ndata: 0.059']],
      },
      findings: ['aws_lb.web: is open'],
    });
    const page = plain(view);
    expect(page).toContain('<td>43.07 + by use</td>');
    expect(page).toContain('<p>At least 43.07 USD a month.</p>');
    expect(page).toContain('<th scope="col">fixed &lt;USD&gt;</th>');
    expect(page).toContain(
      '<th scope="row">aws_nat_gateway.network_nat_a</th><td>hours: 43.07<br>data: 0.059</td>',
    );
    expect(page).toMatch(/Findings<\/h2><ul><li>aws_lb\.web: is open<\/li><\/ul>/);
  });

  it('tells that there are no findings, and leaves out what was not looked for', () => {
    const topology = readEnvironment('dev');
    expect(viewOf({ title: 'dev', topology, findings: [] })).toContain('Findings</h2><p>None.</p>');
    expect(viewOf({ title: 'dev', topology })).not.toMatch(/Findings|Costs/);
  });
});
