import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statfsSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { FakeServer } from '../../support/user-data/fake-server';
import { temporaryFolder } from '../../support/processes/terraform';
import { describeWithTools, tool } from '../../support/processes/tools';
import { SERVERS } from '../../support/user-data/servers';

// Many small processes, on a machine that may be busy.
jest.setTimeout(120_000);

const MIB = 2 ** 20;

function sh(program: string, ...parameters: string[]): string {
  const { status, stdout, stderr } = spawnSync(tool(program), parameters, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${parameters.join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** A sparse file that is a block device, as an attached volume is. */
class Volume {
  public readonly device: string;
  private readonly image: string;

  constructor(folder: string, mebibytes: number, prepare: (image: string) => void) {
    this.image = join(mkdtempSync(join(folder, 'volume-')), 'image');
    writeFileSync(this.image, '');
    truncateSync(this.image, mebibytes * MIB);
    prepare(this.image);
    this.device = sh('losetup', '--find', '--show', this.image);
  }

  public grow(mebibytes: number): void {
    truncateSync(this.image, mebibytes * MIB);
    sh('losetup', '--set-capacity', this.device);
  }

  /** A digest of all that is on it. */
  public get content(): string {
    return createHash('sha256').update(readFileSync(this.image)).digest('hex');
  }

  public detach(): void {
    sh('losetup', '--detach', this.device);
  }
}

const REAL = ['awk', 'mountpoint', 'wipefs', 'cmp', 'blkid', 'mkfs.xfs', 'mkdir', 'mount', 'xfs_growfs'];
const OTHERS = ['losetup', 'umount', 'mkfs.ext4', 'mkswap', 'sfdisk'];

/** Real block devices, file systems and mounts; only what names the devices, and waiting, are doubles. */
describeWithTools(['Linux', 'root', 'bash', ...REAL, ...OTHERS], 'mount-data-volume', () => {
  const folder = temporaryFolder('data-volume');
  const volumes: Volume[] = [];
  const servers: FakeServer[] = [];

  // xfs is for 300 MiB and more.
  const volume = (mebibytes = 512, prepare: (image: string) => void = () => undefined): Volume => {
    const made = new Volume(folder, mebibytes, prepare);
    volumes.push(made);
    return made;
  };

  const dataOf = (double: FakeServer) => join(double.memory, 'data');

  function server(device: string | undefined, lsblk = `echo '${device} vol0123456789abcdef0'`): FakeServer {
    const double = new FakeServer(mkdtempSync(join(folder, 'server-')), SERVERS.jenkins);
    double.real(...REAL);
    double.fake('lsblk', `echo '/dev/nvme0n1 vol0fedcba9876543210'\n${lsblk}`);
    servers.push(double);
    return double;
  }

  const mountOn = (double: FakeServer, variables: Record<string, string> = {}) =>
    double.run('usr/local/sbin/mount-data-volume', ['data-volume'], { DATA: dataOf(double), ...variables });

  const unmount = (double: FakeServer): void => {
    if (spawnSync(tool('mountpoint'), ['--quiet', dataOf(double)]).status === 0) sh('umount', dataOf(double));
  };

  const made = (double: FakeServer) => double.allCalls.filter((call) => call.startsWith('mkfs'));
  const mebibytesOf = (double: FakeServer): number => {
    const { blocks, bsize } = statfsSync(dataOf(double));
    return (blocks * bsize) / MIB;
  };

  afterEach(() => {
    servers.splice(0).forEach(unmount);
    volumes.splice(0).forEach((each) => each.detach());
  });

  test('creates a file system on an empty volume once, and keeps the data across boots and servers', () => {
    const empty = volume();
    const first = server(empty.device);
    expect(mountOn(first).stderr).toBe(
      'mount-data-volume: making a file system on vol-0123456789abcdef0, which is empty\n',
    );
    expect(made(first)).toEqual([`mkfs.xfs -q ${empty.device}`]);
    writeFileSync(join(dataOf(first), 'kept'), 'precious');
    expect(mountOn(first)).toMatchObject({ status: 0, stderr: '' }); // systemctl reload

    unmount(first);
    expect(mountOn(first)).toMatchObject({ status: 0, stderr: '' }); // a boot
    expect(readFileSync(join(dataOf(first), 'kept'), 'utf8')).toBe('precious');
    expect(made(first)).toHaveLength(1);

    unmount(first);
    const second = server(empty.device); // the server replaced
    expect(mountOn(second)).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(join(dataOf(second), 'kept'), 'utf8')).toBe('precious');
    expect(made(second)).toEqual([]);
  });

  test.each(['xvdf', 'sdf'])('finds the volume by the name %s when no serial number is available', (name) => {
    const empty = volume();
    const double = server(undefined, '');
    const dev = join(double.memory, 'dev');
    mkdirSync(dev);
    symlinkSync(empty.device, join(dev, name));
    expect(mountOn(double, { ATTACHED_AS: join(dev, 'sdf') }).status).toBe(0);
    expect(made(double)).toEqual([`mkfs.xfs -q ${join(dev, name)}`]);
  });

  test('waits until the volume is attached', () => {
    const empty = volume();
    const double = server(undefined, '');
    double.fake(
      'lsblk',
      `${double.failing(3, 'lsblk', 'none').replace("echo 'none' >&2; exit 254", 'exit')}\necho '${empty.device} vol0123456789abcdef0'`,
    );
    const { status, stderr } = mountOn(double, { ATTACHED_AS: '/nowhere/sdf' });
    expect(status).toBe(0);
    expect(stderr.split('\n').slice(0, 3)).toEqual(
      [1, 2, 4].map(
        (s) => `mount-data-volume: waiting for the attachment of vol-0123456789abcdef0, next try in ${s} s`,
      ),
    );
  });

  test('grows the file system to the size of the volume, mounted or not', () => {
    const growing = volume();
    const double = server(growing.device);
    mountOn(double);
    expect(mebibytesOf(double)).toBeLessThan(512);
    growing.grow(768);
    mountOn(double);
    expect(mebibytesOf(double)).toBeGreaterThan(600);
    unmount(double);
    growing.grow(1024);
    mountOn(double);
    expect(mebibytesOf(double)).toBeGreaterThan(900);
  });

  test.each<[string, (image: string) => void]>([
    ['another file system', (image) => sh('mkfs.ext4', '-q', '-F', image)],
    ['swap space', (image) => sh('mkswap', image)],
    [
      'a partition table',
      (image) => spawnSync(tool('sfdisk'), ['--quiet', image], { input: 'label: gpt\n,\n' }),
    ],
    [
      'the end of a partition table whose beginning is gone',
      (image) => {
        spawnSync(tool('sfdisk'), ['--quiet', image], { input: 'label: gpt\n,\n' });
        writeFileSync(image, Buffer.alloc(MIB), { flag: 'r+' });
      },
    ],
    ['something that no signature tells', (image) => writeFileSync(image, 'rows', { flag: 'r+' })],
  ])('does not modify or mount a volume that holds %s', (_, prepare) => {
    const foreign = volume(64, prepare);
    const before = foreign.content;
    const double = server(foreign.device);
    expect(mountOn(double)).toEqual({
      status: 78,
      stdout: '',
      stderr:
        'mount-data-volume: vol-0123456789abcdef0 is neither empty nor of type xfs: it is left as it is, and not mounted\n',
    });
    expect(made(double)).toEqual([]);
    expect(existsSync(dataOf(double))).toBe(false);
    expect(foreign.content).toBe(before);
  });

  test('does not treat a volume that cannot be read as empty', () => {
    const double = server('/dev/null/none');
    expect(mountOn(double).status).toBe(1);
    expect(made(double)).toEqual([]);
  });
});
