import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { App, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { execa } from 'execa';
import { loadEnvironment } from '../../src/config';
import type { EmulatedAccount } from '../../src/emulator/account';
import { Terraform } from '../../src/terraform/terraform';
import { type S3BackendSettings, backendSettings } from '../../src/core/state-backend';
import { BaseStack } from '../../src/stacks/base-stack';
import { terraformProgram } from '../../src/system/terraform-program';
import { killTree } from './kill-tree';

const dev = loadEnvironment('dev');

/** Where dev has its state. */
export const backend = backendSettings(dev) as S3BackendSettings;

/** Waits until the file that GATE names is there; without the variable there is nothing to wait for. */
const WAIT = 'while [ -n "$GATE" ] && [ ! -e "$GATE" ]; do sleep 0.1; done';

const { name, project, region } = dev;

/** Tags of everything in dev. */
export const tags = { Project: project, Environment: name, ManagedBy: 'cdktf' };

/** Two zones of dev's region. */
export const ZONES = [`${region}a`, `${region}c`] as const;

/** A stack with dev's name, tags and place for state, and a gate that an apply can be held at. */
export abstract class GatedStack extends BaseStack {
  protected readonly gate: TerraformResource;

  constructor(scope: Construct) {
    super(scope, name, { region, tags, state: backend });
    this.gate = new TerraformResource(this, 'gate', {
      terraformResourceType: 'terraform_data',
      provisioners: [{ type: 'local-exec', command: WAIT }],
    });
  }

  /** Has the gate wait for all that there is yet. */
  protected closeGate(): void {
    const resources = this.node.findAll().filter((one) => one instanceof TerraformResource);
    this.gate.dependsOn = resources
      .filter((one) => one !== this.gate)
      .map(({ terraformResourceType: type, friendlyUniqueId: id }) => `${type}.${id}`);
  }
}

/** Few and cheap resources: two, the gate, and two more. */
class SmallStack extends GatedStack {
  constructor(scope: Construct) {
    super(scope);
    const vpc = new Vpc(this, 'vpc', { cidrBlock: '10.9.0.0/16', tags: { Name: 'small' } });
    this.logGroup('before', []);
    this.closeGate();
    new Subnet(this, 'subnet', {
      vpcId: vpc.id,
      cidrBlock: '10.9.1.0/24',
      tags: { Name: 'small' },
      dependsOn: [this.gate],
    });
    this.logGroup('after', [this.gate]);
  }

  private logGroup(id: string, dependsOn: TerraformResource[]): void {
    const logGroup = `/small/${id}`;
    new CloudwatchLogGroup(this, id, { name: logGroup, tags: { Name: logGroup }, dependsOn });
  }
}

/** Addresses of all that the stack manages. */
export const SMALL_ADDRESSES = [
  'aws_cloudwatch_log_group.after',
  'aws_cloudwatch_log_group.before',
  'aws_subnet.subnet',
  'aws_vpc.vpc',
  'terraform_data.gate',
];

/** The stack in a folder of its own within the account's, where others may work on the same state. */
export class SmallDeployment {
  /** The output folder, as `--output` takes it. */
  public readonly output: string;
  /** The stack's folder. */
  public readonly folder: string;
  /** File that an apply waits for, in the variable GATE. */
  public readonly gate: string;

  constructor(
    private readonly account: EmulatedAccount,
    folder: string,
    Stack: new (scope: Construct) => BaseStack = SmallStack,
  ) {
    this.output = join(account.folder, folder);
    this.folder = join(this.output, 'stacks', dev.name);
    this.gate = join(this.output, 'gate');
    mkdirSync(this.output);
    const app = new App({ outdir: this.output });
    new Stack(app);
    app.synth();
  }

  /** Terraform in the stack's folder, which passes the gate. */
  public get terraform(): Terraform {
    return new Terraform(this.folder, { env: this.account.env });
  }

  /** Starts an apply, and waits until it stands at the gate. */
  public async applyToGate(env: EmulatedAccount['env'] = {}): Promise<HeldApply> {
    await this.terraform.init();
    const apply = new HeldApply(this.folder, { ...this.account.env, GATE: this.gate, ...env });
    await apply.told('terraform_data.gate: Provisioning');
    return apply;
  }

  public openGate(): void {
    writeFileSync(this.gate, '');
  }
}

const APPLY = [terraformProgram(), 'apply', '-input=false', '-auto-approve', '-no-color'];

/** An apply in processes of its own. */
export class HeldApply {
  public output = '';
  private over = false;
  private readonly child;
  private readonly status: Promise<number | undefined>;

  constructor(cwd: string, env: EmulatedAccount['env'], [program, ...args]: readonly string[] = APPLY) {
    this.child = execa(program ?? '', args, {
      cwd,
      env: { ...process.env, ...env },
      extendEnv: false,
      reject: false,
      all: true,
      buffer: false,
    });
    this.child.all.on('data', (data: Buffer) => (this.output += data.toString()));
    this.status = this.child.then(({ exitCode }) => {
      this.over = true;
      return exitCode;
    });
  }

  public get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Waits until the output has this text, two minutes at most. */
  public async told(text: string): Promise<void> {
    for (let tries = 0; tries < 1200 && !this.over && !this.output.includes(text); tries += 1)
      await sleep(100);
    if (!this.output.includes(text)) throw new Error(`never told ${text}:\n${this.output}`);
  }

  /** The exit status, once it has ended by itself. */
  public ended(): Promise<number | undefined> {
    return this.status;
  }

  /** Kills it, its provider and all else that it started, in one moment. */
  public async kill(): Promise<void> {
    killTree(this.pid);
    await this.status;
  }
}
