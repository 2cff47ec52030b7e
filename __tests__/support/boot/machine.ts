import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { PROJECT_DIR } from '../../../src/system/paths';
import type { Outcome } from '../processes/terraform';
import { BOOT_DIR, bootProgram } from './describe-boot';
import type { InstanceIdentity } from './instance-metadata';
import { type Internet, RESOLVER } from './internet';
import { NetworkNamespace, startBound } from './network-namespace';

const START = join(PROJECT_DIR, 'testing', 'boot', 'start-machine');
const ROOT = join(BOOT_DIR, 'root');
const AUTHORITIES = 'etc/ssl/certs/ca-certificates.crt';
const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Seconds that a condition may take on a busy machine. */
const PATIENCE = 600;

interface MachineOptions extends InstanceIdentity {
  /** An empty directory. */
  readonly folder: string;
  readonly userData: string;
}

/** A server: systemd, cloud-init and Docker in a container, with the user data of a role. */
export class Machine {
  private container: ChildProcess | undefined;
  private booted = 0;

  private constructor(
    private readonly options: MachineOptions,
    private readonly network: NetworkNamespace,
  ) {}

  /** Creates a server that has not booted. */
  public static async create(internet: Internet, options: MachineOptions): Promise<Machine> {
    const network = await NetworkNamespace.create();
    await internet.attach(network, options);
    const machine = new Machine(options, network);
    const seed = 'var/lib/cloud/seed/nocloud';
    const host = `ip-${options.address.replaceAll('.', '-')}`;
    machine.write(`${seed}/user-data`, options.userData);
    machine.write(`${seed}/meta-data`, `instance-id: ${options.instanceId}\nlocal-hostname: ${host}\n`);
    machine.write(`${seed}/network-config`, 'network: { config: disabled }\n');
    machine.write('etc/resolv.conf', `nameserver ${RESOLVER}\n`);
    machine.write(
      AUTHORITIES,
      `${readFileSync(join(ROOT, AUTHORITIES), 'utf8')}${readFileSync(internet.ca, 'utf8')}`,
    );
    return machine;
  }

  public get address(): string {
    return this.options.address;
  }

  /** Starts the server, and waits until commands run on it. */
  public async boot(): Promise<void> {
    const { folder } = this.options;
    const started = [
      '--mount',
      START,
      this.name,
      ROOT,
      folder,
      this.network.path,
      bootProgram('systemd-nspawn'),
    ];
    this.booted = performance.now();
    this.container = startBound('unshare', started);
    let errors = '';
    this.container.stderr?.on('data', (data: Buffer) => (errors += data.toString()));
    await this.until('systemd', async () => {
      if (this.container?.exitCode !== null) throw new Error(`the machine ended: ${errors}`);
      return (await this.run('systemctl is-system-running')).stdout !== '';
    });
  }

  public secondsSinceBoot(): number {
    return Math.round((performance.now() - this.booted) / 1000);
  }

  /** Runs a command line of bash as root. */
  public async run(command: string): Promise<Outcome> {
    const leader = this.leader();
    if (leader === undefined) return { status: null, stdout: '', stderr: 'not started' };
    const entered = [
      '-t',
      leader,
      '-m',
      '-u',
      '-i',
      '-n',
      '-p',
      '-C',
      '-r',
      '-w',
      'env',
      '-i',
      PATH,
      'bash',
      '-c',
      command,
    ];
    const { exitCode, stdout, stderr } = await execa('nsenter', entered, { reject: false });
    return { status: exitCode ?? null, stdout, stderr };
  }

  /** Output of a command line that succeeds. @throws Error if it fails */
  public async output(command: string): Promise<string> {
    const { status, stdout, stderr } = await this.run(command);
    if (status !== 0) throw new Error(`${command}: status ${status}\n${stdout}\n${stderr}`);
    return stdout;
  }

  /** Waits until a condition holds. @throws Error with the end of the journal if it does not for ten minutes */
  public async until(what: string, condition: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < PATIENCE * 2; tries += 1) {
      if (await condition()) return;
      await pause(500);
    }
    const { stdout } = await this.run('systemctl list-jobs; journalctl --no-pager --lines=60');
    throw new Error(`waited for ${what}\n${stdout}`);
  }

  /** Waits until a command line succeeds. */
  public untilSucceeds(command: string): Promise<void> {
    return this.until(command, async () => (await this.run(command)).status === 0);
  }

  /** Shuts the server down, as EC2 does when an instance is stopped. */
  public async powerOff(): Promise<void> {
    await this.run('systemctl poweroff');
    await this.ended();
  }

  /** Ends all processes at once, as a failure of the host does. */
  public async losePower(): Promise<void> {
    const leader = this.leader();
    if (leader !== undefined) process.kill(Number(leader), 'SIGKILL');
    await this.ended();
  }

  /** Ends the server and removes what the host keeps of it. */
  public async remove(): Promise<void> {
    if (this.container?.exitCode === null) await this.losePower();
    await this.network.stop();
    for (const controller of readdirSync('/sys/fs/cgroup')) {
      const group = join('/sys/fs/cgroup', controller, this.name);
      if (existsSync(group)) removeGroup(group);
    }
  }

  private get name(): string {
    return `devloop-${process.pid}-${this.options.instanceId.slice(-4)}`;
  }

  private write(path: string, content: string): void {
    const file = join(this.options.folder, 'upper', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  private async ended(): Promise<void> {
    if (this.container?.exitCode === null && this.container.signalCode === null)
      await once(this.container, 'exit');
  }

  /** Process id, on this machine, of the server's systemd. */
  private leader(): string | undefined {
    const pid = this.container?.pid ?? 0;
    const file = `/proc/${pid}/task/${pid}/children`;
    const child = existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').at(-1) : '';
    return child ? child : undefined;
  }
}

/** Removes a control group with those below it. Their files go with the directories. */
function removeGroup(group: string): void {
  for (const entry of readdirSync(group, { withFileTypes: true }))
    if (entry.isDirectory()) removeGroup(join(group, entry.name));
  rmdirSync(group);
}
