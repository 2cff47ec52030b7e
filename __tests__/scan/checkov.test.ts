import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfiguration } from '../../src/config';
import { platformRoles } from '../../src/stacks/platform-roles';
import { checkPrerequisites } from '../../src/system/prerequisites';
import { covers, type ScannedStack, WAIVERS } from '../../src/tools/scan/waivers';
import { Topology } from '../../src/topology';
import { ownAccount } from '../support/aws/own-account';
import { describeAfter } from '../support/processes/describe-with';
import { temporaryFolder } from '../support/processes/terraform';
import { checkov, checkScanners, readable, type Result, type Scan } from '../support/scan/scanners';
import { planStacks, STACKS, synthesized, synthesizeStacks } from '../support/scan/stacks';

/** Checks that pass at least this often: a scanner that reads nothing finds nothing. */
const PASSED = { state: 15, dev: 190, prod: 280, automation: 100, account: 33 };

/** Checks that must have run, and their results on a stack that breaks them. */
const CANARIES = {
  CKV_AWS_16: 'encrypted database',
  CKV_AWS_17: 'database that is not public',
  CKV_AWS_79: 'IMDSv2',
  CKV_AWS_3: 'encrypted volume',
  CKV_AWS_24: 'SSH that is not open',
};

const BROKEN = {
  resource: {
    aws_db_instance: { open: { engine: 'mysql', publicly_accessible: true, storage_encrypted: false } },
    aws_instance: { open: { ami: 'ami-0', instance_type: 't3.micro' } },
    aws_ebs_volume: { open: { availability_zone: 'ap-northeast-2a', size: 1 } },
    aws_vpc_security_group_ingress_rule: {
      open: {
        security_group_id: 'sg-0',
        cidr_ipv4: '0.0.0.0/0',
        from_port: 22,
        to_port: 22,
        ip_protocol: 'tcp',
      },
    },
  },
};

const check = (): void => {
  checkPrerequisites(['terraform', 'python']);
  checkScanners();
};

const line = ({ stack, form, check: id, title, name }: Result): string =>
  `${stack} ${form}: ${id} ${name}: ${title}`;

describeAfter(check, 'checkov', () => {
  jest.setTimeout(600_000);
  const outdir = temporaryFolder('scan');
  let scans: Record<'json' | 'plan', Scan>;
  let stacks: string;

  beforeAll(async () => {
    stacks = synthesizeStacks(outdir);
    const folders = { json: join(outdir, 'json'), plan: join(outdir, 'plans') };
    for (const folder of Object.values(folders)) mkdirSync(folder);
    const account = await ownAccount();
    try {
      planStacks(account, stacks, folders.plan);
    } finally {
      await account.stop();
    }
    const write = (name: string, json: object): void =>
      writeFileSync(join(folders.json, `${name}.tf.json`), JSON.stringify(json));
    for (const name of STACKS) write(name, readable(synthesized(stacks, name)));
    write('broken', BROKEN);
    scans = {
      json: checkov(
        'json',
        [...STACKS, 'broken'].map((name) => join(folders.json, `${name}.tf.json`)),
      ),
      plan: checkov(
        'plan',
        STACKS.map((name) => join(folders.plan, `${name}.json`)),
      ),
    };
  });

  describe.each(['json', 'plan'] as const)('of the %s', (form) => {
    test('reads every file', () => {
      expect(scans[form].unread).toEqual([]);
    });

    test.each(Object.entries(PASSED))('runs its checks on %s', (name, least) => {
      expect(scans[form].passed.filter(({ stack }) => stack === name).length).toBeGreaterThanOrEqual(least);
    });

    test('runs the canaries on prod', () => {
      const { passed, failed } = scans[form];
      const run = [...passed, ...failed].filter(({ stack }) => stack === 'prod').map(({ check: id }) => id);
      expect(Object.keys(CANARIES).filter((id) => !run.includes(id))).toEqual([]);
    });

    test.each(STACKS)('finds nothing in %s but what is waived', (name) => {
      const waived = WAIVERS.filter(
        ({ stacks: of, forms = [form] }) => of.includes(name) && forms.includes(form),
      );
      const found = scans[form].failed.filter(({ stack }) => stack === name);
      const matches = ({ check: id, name: resource }: Result, waiver: (typeof WAIVERS)[number]): boolean =>
        waiver.check === id && covers(waiver, resource);
      expect(found.filter((one) => !waived.some((waiver) => matches(one, waiver))).map(line)).toEqual([]);
      const idle = waived.filter((waiver) => !found.some((one) => matches(one, waiver)));
      expect(idle.map(({ check: id, reason }) => `${id} is waived without a finding: ${reason}`)).toEqual([]);
    });
  });

  test('finds what is broken', () => {
    const found = scans.json.failed.filter(({ stack }) => stack === 'broken').map(({ check: id }) => id);
    expect(Object.keys(CANARIES).filter((id) => !found.includes(id))).toEqual([]);
  });

  test('reports nothing of a file that it cannot read, which the scan refuses', () => {
    const file = join(outdir, 'unreadable.tf.json');
    writeFileSync(file, readFileSync(join(stacks, 'prod', 'cdk.tf.json')));
    expect(checkov('json', [file])).toMatchObject({ passed: [], failed: [], unread: [file] });
  });

  test.each(
    WAIVERS.flatMap(({ check: id, stacks: of, unreachable = [] }) =>
      of.map((name) => [id, name, unreachable] as const),
    ),
  )('has a waiver of %s in %s whose proof holds', (_, name, questions) => {
    expect(questions.filter((question) => answers(stacks, name, question) !== 'no')).toEqual([]);
  });
});

const topologies = new Map<string, Topology>();

function answers(
  stacks: string,
  name: ScannedStack,
  { from, to, protocol, port }: NonNullable<(typeof WAIVERS)[number]['unreachable']>[number],
): string {
  const environment = loadConfiguration().environments.find((one) => one.name === name);
  if (!environment) throw new Error(`${name} is no environment`);
  const topology =
    topologies.get(name) ??
    Topology.read(synthesized(stacks, name), name, { names: platformRoles(environment) });
  topologies.set(name, topology);
  return topology.reach(from, to, protocol, port).verdict;
}
